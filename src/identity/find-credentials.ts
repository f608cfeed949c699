import { assumedRoleArn, rootArn } from '../aws/arn.ts'
import type { FindCredentials, FoundCredentials } from '../aws/authenticate.ts'
import type { Caller, Session } from '../aws/caller.ts'
import { entityWithId } from '../iam/entity.ts'
import { roleSubject, roles } from '../roles/records.ts'
import type { State } from '../state/table.ts'
import { type AccessKey, accessKeys, type User, userSubject, users } from '../users/records.ts'
import { principalTags } from './principal-tags.ts'

/** Opens what the subjects sealed. Each function is asked only after the checks before it have passed. */
export interface CredentialSources {
  readonly state: State
  /** The secret of a long-term access key. */
  readonly secretOf: (key: AccessKey) => string
  /** The session of a token that this server sealed, else undefined. */
  readonly openToken: (token: string) => { readonly session: Session; readonly secretAccessKey: string } | undefined
}

const UNKNOWN: FoundCredentials = { ok: false, situation: 'unknown key' }
const MALFORMED: FoundCredentials = { ok: false, situation: 'malformed token' }
const EXPIRED: FoundCredentials = { ok: false, situation: 'expired token' }

/** Finds who an access key belongs to: token present and bound to the key, then expiry, then the issuer's life. */
export const credentialFinder =
  (sources: CredentialSources): FindCredentials =>
  (accessKeyId, token, now) =>
    token === undefined ? findLongTerm(sources, accessKeyId) : findSession(sources, accessKeyId, token, now)

function findLongTerm({ state, secretOf }: CredentialSources, accessKeyId: string): FoundCredentials {
  const key = state.find(accessKeys, 'id', accessKeyId)[0]
  if (key?.status !== 'Active') return UNKNOWN
  const user = key.userId === undefined ? undefined : entityWithId(state, users, key.userId)
  if (key.userId !== undefined && !user) return UNKNOWN
  const caller = user ? userCaller(user, accessKeyId, undefined) : rootCaller(key.account, accessKeyId, undefined)
  return { ok: true, caller, secret: () => secretOf(key), secretVersion: key.sealedSecret }
}

function findSession(sources: CredentialSources, accessKeyId: string, token: string, now: number): FoundCredentials {
  const opened = sources.openToken(token)
  if (!opened) return MALFORMED
  if (opened.session.accessKeyId !== accessKeyId) return UNKNOWN
  const { session, secretAccessKey } = opened
  if (now >= session.expiresAt) return EXPIRED
  const caller = sessionCaller(sources.state, session)
  if (!caller) return UNKNOWN
  return { ok: true, caller, secret: () => secretAccessKey, secretVersion: String(session.issuedAt) }
}

/** A session lives as long as the very role or user that it was issued for; another of the same name is not it. */
function sessionCaller(state: State, session: Session): Caller | undefined {
  if (session.kind === 'session-token' || session.kind === 'console') {
    if (session.issuerId === session.account) return rootCaller(session.account, session.accessKeyId, session)
    const user = entityWithId(state, users, session.issuerId)
    return user && userCaller(user, session.accessKeyId, session)
  }
  if (session.kind === 'federated-user') return undefined
  if (session.kind === 'instance-identity') return instanceIdentityCaller(session)
  const role = entityWithId(state, roles, session.issuerId)
  if (!role) return undefined
  return {
    kind: 'assumed-role',
    account: role.account,
    arn: assumedRoleArn(role.account, role.name, session.sessionName),
    principalArn: roleSubject.arn(role),
    userId: `${role.id}:${session.sessionName}`,
    name: role.name,
    entityId: role.id,
    accessKeyId: session.accessKeyId,
    session,
    tags: principalTags(role.tags, session.tags),
  }
}

/**
 * The role of an instance's identity is no record: every instance has it from its launch on.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html#ec2-instance-identity-roles
 */
const instanceIdentityCaller = (session: Session): Caller => ({
  kind: 'assumed-role',
  account: session.account,
  arn: assumedRoleArn(session.account, session.issuerName, session.sessionName),
  principalArn: session.issuerArn,
  userId: `${session.issuerId}:${session.sessionName}`,
  name: session.issuerName,
  entityId: session.issuerId,
  accessKeyId: session.accessKeyId,
  session,
  tags: {},
})

const userCaller = (user: User, accessKeyId: string, session: Session | undefined): Caller => {
  const arn = userSubject.arn(user)
  const { account, id, name, tags } = user
  return { kind: 'user', account, arn, principalArn: arn, userId: id, name, entityId: id, accessKeyId, session, tags }
}

const rootCaller = (account: string, accessKeyId: string, session: Session | undefined): Caller => ({
  kind: 'root',
  account,
  arn: rootArn(account),
  principalArn: rootArn(account),
  userId: account,
  name: undefined,
  entityId: undefined,
  accessKeyId,
  session,
  tags: {},
})
