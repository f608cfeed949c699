import { assumedRoleArn, parseArn } from '../aws/arn.ts'
import type { Caller } from '../aws/caller.ts'
import { type Check, operation } from '../aws/operation.ts'
import { managedPolicy } from '../managed-policies/find.ts'
import { policySize } from '../policy/size.ts'
import { validatePolicy } from '../policy/validate.ts'
import { type Role, roleSubject } from '../roles/records.ts'
import type { State } from '../state/table.ts'
import { issueCredentials } from './issue.ts'
import { refuseMfa } from './mfa.ts'
import { sessionTags } from './session-tags.ts'
import type { SessionTokens } from './session-token.ts'

const DEFAULT_SECONDS = 3600
const CHAINED_SECONDS = 3600
const SESSION_POLICY_CHARACTERS = 2048
const POLICY_ARNS = 10
const SESSION_TAGS = 50

/** The role that an ARN names, its path included; undefined when there is none. */
function roleOf(state: State, arn: string): Role | undefined {
  const parsed = parseArn(arn)
  const name = parsed?.resource.split('/').at(-1)
  const role = parsed && name ? roleSubject.find(state, parsed.account, name) : undefined
  return role && roleSubject.arn(role) === arn ? role : undefined
}

/**
 * Credentials of a role, for whom its trust policy names and, across accounts or under an account-wide trust, the
 * caller's own policies permit. A role that does not exist answers as one that may not be assumed.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export const AssumeRole = (tokens: SessionTokens) =>
  operation('sts', 'AssumeRole', {
    authorization: {
      kind: 'permissions',
      check({ input, caller, state, fail }) {
        const arn = parseArn(input.RoleArn)
        if (arn?.service !== 'iam' || !/^\d{12}$/.test(arn.account) || !arn.resource.startsWith('role/')) {
          return fail('ValidationError', `${input.RoleArn} is invalid`)
        }
        if (caller.kind === 'root') fail('AccessDenied', 'Roles may not be assumed by root accounts.')
        const role = roleOf(state, input.RoleArn)
        const transitiveKeys = [...(caller.session?.transitiveTagKeys ?? []), ...(input.TransitiveTagKeys ?? [])]
        const requestTags = Object.fromEntries([
          ...(caller.session?.transitiveTagKeys ?? []).map((key) => [key, caller.session?.tags[key] ?? '']),
          ...(input.Tags ?? []).map((tag) => [tag.Key, tag.Value]),
        ])
        const sourceIdentity = sourceIdentityOf(input.SourceIdentity, caller)
        if (input.SourceIdentity !== undefined && input.SourceIdentity !== sourceIdentity) {
          fail('AccessDenied', cannotChange(caller, input.RoleArn))
        }
        const check = (action: string): Check => ({
          action,
          resource: input.RoleArn,
          resourceAccount: arn.account,
          resourcePolicy: { kind: 'trust', document: role?.trustPolicy ?? '', attachedTo: input.RoleArn },
          resourceTags: role?.tags,
          requestTags,
          context: {
            'sts:ExternalId': input.ExternalId,
            'sts:RoleSessionName': input.RoleSessionName,
            'sts:SourceIdentity': sourceIdentity,
            'sts:DurationSeconds': input.DurationSeconds === undefined ? undefined : String(input.DurationSeconds),
            'sts:TransitiveTagKeys': transitiveKeys.length > 0 ? transitiveKeys : undefined,
            ...Object.fromEntries(
              Object.entries(role?.tags ?? {}).map(([key, value]) => [`iam:ResourceTag/${key}`, value]),
            ),
          },
        })
        return [
          check('sts:AssumeRole'),
          ...(Object.keys(requestTags).length > 0 ? [check('sts:TagSession')] : []),
          ...(sourceIdentity === undefined ? [] : [check('sts:SetSourceIdentity')]),
        ]
      },
    },
    read({ input, caller, state, now, ids, fail }) {
      const role = roleOf(state, input.RoleArn)
      if (!role) throw new Error('a role that does not exist was authorised')
      refuseMfa(input, fail)
      const seconds = input.DurationSeconds ?? DEFAULT_SECONDS
      if (seconds > role.maxSessionDuration) {
        fail('ValidationError', 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.')
      }
      const chained = caller.kind === 'assumed-role'
      if (chained && seconds > CHAINED_SECONDS) {
        fail(
          'ValidationError',
          'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
        )
      }
      const tags = sessionTags(input.Tags ?? [], input.TransitiveTagKeys ?? [], caller.session)
      if ('problem' in tags) return fail('InvalidParameterValue', tags.problem)
      if (Object.keys(tags.tags).length > SESSION_TAGS) {
        fail('PackedPolicyTooLarge', packed('Packed size of session tags', Object.keys(tags.tags).length, SESSION_TAGS))
      }
      const policyArns = sessionPolicyArns(state, role.account, input.PolicyArns ?? [])
      if ('problem' in policyArns) return fail('ValidationError', policyArns.problem)
      if (input.Policy !== undefined) {
        const checked = validatePolicy(input.Policy, 'session')
        if ('problem' in checked) return fail('MalformedPolicyDocument', checked.problem.message)
        const size = policySize(input.Policy)
        if (size > SESSION_POLICY_CHARACTERS) {
          fail('PackedPolicyTooLarge', packed('Packed policy', size, SESSION_POLICY_CHARACTERS))
        }
      }
      const sourceIdentity = sourceIdentityOf(input.SourceIdentity, caller)
      const issued = issueCredentials(tokens, ids, {
        kind: 'assumed-role',
        account: role.account,
        issuerArn: roleSubject.arn(role),
        issuerName: role.name,
        issuerId: role.id,
        sessionName: input.RoleSessionName,
        issuedAt: now,
        expiresAt: now + seconds * 1000,
        chained,
        ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
        ...tags,
        ...(input.Policy === undefined ? {} : { policy: input.Policy }),
        ...(policyArns.arns.length > 0 ? { policyArns: policyArns.arns } : {}),
      })
      if ('tooLarge' in issued) return fail('PackedPolicyTooLarge', packed('Packed policy', issued.tooLarge, 100))
      const packs = input.Policy !== undefined || policyArns.arns.length > 0 || Object.keys(tags.tags).length > 0
      return {
        Credentials: issued.credentials,
        AssumedRoleUser: {
          AssumedRoleId: `${role.id}:${input.RoleSessionName}`,
          Arn: assumedRoleArn(role.account, role.name, input.RoleSessionName),
        },
        // AWS's packing is private; ours is the share of the token's allotted space.
        PackedPolicySize: packs ? Math.ceil((issued.credentials.SessionToken.length * 100) / 4096) : undefined,
        SourceIdentity: sourceIdentity,
      }
    },
  })

/** A source identity that the caller's session carries stays for the whole chain. */
const sourceIdentityOf = (asked: string | undefined, caller: Caller): string | undefined =>
  caller.session?.sourceIdentity ?? asked

const cannotChange = (caller: Caller, roleArn: string): string =>
  `User: ${caller.arn} is not authorized to perform: sts:SetSourceIdentity on resource: ${roleArn}`

const packed = (what: string, size: number, limit: number): string =>
  what === 'Packed policy'
    ? `Packed policy consumes ${Math.ceil((size * 100) / limit)}% of allotted space, please use smaller policy.`
    : `${what} consumes ${Math.ceil((size * 100) / limit)}% of allotted space.`

function sessionPolicyArns(
  state: State,
  account: string,
  references: readonly { readonly arn?: string | undefined }[],
): { readonly arns: readonly string[] } | { readonly problem: string } {
  const arns = references.flatMap(({ arn }) => (arn === undefined ? [] : [arn]))
  if (arns.length > POLICY_ARNS) return { problem: `Cannot have more than ${POLICY_ARNS} managed session policies.` }
  const missing = arns.find((arn) => !managedPolicy(state, account, arn))
  return missing === undefined ? { arns } : { problem: `Policy ${missing} does not exist or is not attachable.` }
}
