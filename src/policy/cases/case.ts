import { parsePolicy } from '../document.ts'
import type { Decision, DecisionRequest, PolicyType, Principal } from '../request.ts'

export type Statements = Readonly<Record<string, unknown>> | readonly Readonly<Record<string, unknown>>[]
/** Statements of version 2012-10-17, or a whole document. */
export type Doc = Statements | { readonly Version?: string; readonly Statement: unknown }

/** One decision whose answer AWS documents. `source` names the page, or the part of AWS's answer that was recorded. */
export interface DecisionCase {
  readonly name: string
  readonly source: string
  /** Default: the user alice of account 111122223333. */
  readonly caller?: Principal
  /** Default: s3:GetObject. */
  readonly action?: string
  /** Default: arn:aws:s3:::bucket/key. */
  readonly resource?: string
  /** Default: the caller's account. */
  readonly resourceAccount?: string
  readonly context?: Readonly<Record<string, string | readonly string[]>>
  readonly identity?: readonly Doc[]
  readonly boundary?: Doc
  readonly session?: readonly Doc[]
  readonly bucketPolicy?: Doc
  readonly trustPolicy?: Doc
  /** An empty trust policy slot: the resource needs one and has none. */
  readonly resourceRule?: 'grants' | 'required'
  readonly serviceControl?: readonly (readonly Doc[])[]
  readonly resourceControl?: readonly (readonly Doc[])[]
  readonly endpoint?: Doc
  readonly expect: Decision['effect']
  readonly blockedBy?: PolicyType
  /** Whether a statement is listed as unreadable; default false. */
  readonly unreadable?: boolean
}

export const HERE = '111122223333'
export const THERE = '444455556666'

export const alice = {
  kind: 'user',
  account: HERE,
  arn: `arn:aws:iam::${HERE}:user/team/alice`,
  entityId: 'AIDAALICEALICEALICE',
} as const satisfies Principal
export const bob = {
  kind: 'user',
  account: HERE,
  arn: `arn:aws:iam::${HERE}:user/bob`,
  entityId: 'AIDABOBBOBBOBBOBBOB',
} as const satisfies Principal
export const stranger = {
  kind: 'user',
  account: THERE,
  arn: `arn:aws:iam::${THERE}:user/stranger`,
  entityId: 'AIDASTRANGERSTRANGE',
} as const satisfies Principal
export const session = {
  kind: 'assumed-role',
  account: HERE,
  arn: `arn:aws:sts::${HERE}:assumed-role/Reader/deploy`,
  roleArn: `arn:aws:iam::${HERE}:role/app/Reader`,
  entityId: 'AROAREADERREADERREA',
} as const satisfies Principal
export const webSession = { ...session, federatedProvider: 'accounts.google.com' } as const satisfies Principal
export const federatedUser = {
  kind: 'federated-user',
  account: HERE,
  arn: `arn:aws:sts::${HERE}:federated-user/guest`,
  userArn: alice.arn,
  entityId: alice.entityId,
} as const satisfies Principal
export const root = { kind: 'root', account: HERE, arn: `arn:aws:iam::${HERE}:root` } as const satisfies Principal
export const ec2 = { kind: 'service', names: ['ec2.amazonaws.com'] } as const satisfies Principal
export const google = { kind: 'federated', provider: 'accounts.google.com' } as const satisfies Principal
export const anonymous = { kind: 'anonymous' } as const satisfies Principal

/** Allow and Deny of everything that the default request asks, with more elements as given. */
export const allow = (more: Readonly<Record<string, unknown>> = {}) => statement('Allow', more)
export const deny = (more: Readonly<Record<string, unknown>> = {}) => statement('Deny', more)

const statement = (effect: 'Allow' | 'Deny', more: Readonly<Record<string, unknown>>) => ({
  Effect: effect,
  ...('NotAction' in more ? {} : { Action: '*' }),
  ...('NotResource' in more ? {} : { Resource: '*' }),
  ...more,
})

/** A statement of a trust policy, which has no Resource. */
export const trust = (principal: unknown, more: Readonly<Record<string, unknown>> = {}) => ({
  Effect: 'Allow',
  Action: 'sts:AssumeRole',
  Principal: principal,
  ...more,
})

export function requestOf(one: DecisionCase): DecisionRequest {
  const principal = one.caller ?? alice
  const resource = one.trustPolicy ?? one.bucketPolicy
  const rule = one.resourceRule ?? (one.trustPolicy ? 'required' : 'grants')
  return {
    principal,
    action: one.action ?? 's3:GetObject',
    resource: one.resource ?? 'arn:aws:s3:::bucket/key',
    resourceAccount: one.resourceAccount ?? ('account' in principal ? principal.account : HERE),
    context: new Map(Object.entries(one.context ?? {}).map(([key, value]) => [key.toLowerCase(), value])),
    policies: {
      identity: applied('identity', one.identity ?? []),
      ...(one.boundary && { boundary: policy('boundary', one.boundary) }),
      ...(one.session && { session: applied('session', one.session) }),
      ...(resource && { resource: policy('resource', resource) }),
      resourceRule: rule,
      ...(one.serviceControl && { serviceControl: one.serviceControl.map((level) => applied('scp', level)) }),
      ...(one.resourceControl && { resourceControl: one.resourceControl.map((level) => applied('rcp', level)) }),
      ...(one.endpoint && { endpoint: policy('endpoint', one.endpoint) }),
    },
  }
}

const applied = (name: string, docs: readonly Doc[]) => docs.map((doc, index) => policy(`${name}-${index}`, doc))

const policy = (name: string, doc: Doc) => ({ name, document: parsePolicy(JSON.stringify(documentOf(doc))) })

const documentOf = (doc: Doc): unknown => ('Statement' in doc ? doc : { Version: '2012-10-17', Statement: doc })
