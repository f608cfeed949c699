import { parseArn } from '../aws/arn.ts'
import type { Caller } from '../aws/caller.ts'
import type { Authorization, Fail } from '../aws/operation.ts'
import { type Group, groupSubject } from '../groups/records.ts'
import { type Role, roleSubject } from '../roles/records.ts'
import type { State } from '../state/table.ts'
import { type User, userSubject } from '../users/records.ts'

/** The user, group or role whose policies are simulated. */
export type Source = { readonly arn: string } & (
  | { readonly kind: 'user'; readonly record: User }
  | { readonly kind: 'group'; readonly record: Group }
  | { readonly kind: 'role'; readonly record: Role }
)

type SourceInput = { readonly PolicySourceArn: string }

/**
 * Authorises an action on the source, by its own ARN where it exists. A source of another account is asked about as if
 * it were the caller's, so that who may simulate is told what is wrong with the ARN.
 */
export const onSource = (action: string): Authorization<SourceInput, never> => ({
  kind: 'permissions',
  check: ({ input, caller, state }) => {
    const source = findSource(state, caller.account, input.PolicySourceArn)
    return [
      {
        action: `iam:${action}`,
        resource: source?.arn ?? input.PolicySourceArn,
        resourceAccount: caller.account,
        resourceTags: source && 'tags' in source.record ? source.record.tags : undefined,
      },
    ]
  },
})

/** The source, or InvalidInput or NoSuchEntity with AWS's sentences, which are recorded. */
export function requiredSource(
  state: State,
  call: {
    readonly input: SourceInput
    readonly caller: Caller
    readonly fail: Fail<'InvalidInput' | 'NoSuchEntity'>
  },
): Source {
  const { input, caller, fail } = call
  const named = entityIn(input.PolicySourceArn)
  if (!named) return fail('InvalidInput', unclearEntity(input.PolicySourceArn))
  if (named.account !== caller.account) {
    const accounts = `caller's account ${caller.account} does not have access to policies in account ${named.account}`
    return fail('InvalidInput', `Invalid Policy Source Arn: ${accounts}`)
  }
  return (
    findSource(state, caller.account, input.PolicySourceArn) ??
    fail('NoSuchEntity', 'Unable to retrieve specified IAM entity.')
  )
}

/** AWS's sentence on an ARN that is none of a user, group or role. */
export const unclearEntity = (arn: string): string =>
  `Invalid Entity Arn: ${arn} does not clearly define entity type and name.`

interface NamedEntity {
  readonly kind: Source['kind']
  readonly account: string
  readonly name: string
}

/** What an ARN of IAM names; undefined when it is no user, group or role. */
export function entityIn(arn: string): NamedEntity | undefined {
  const { service, region, account = '', resource = '' } = parseArn(arn) ?? {}
  const [, type, name = ''] = /^(user|group|role)\/(?:.*\/)?([^/]+)$/s.exec(resource) ?? []
  if (service !== 'iam' || region !== '' || !/^\d{12}$/.test(account)) return undefined
  // The expression lets no other word through.
  return type === undefined ? undefined : { kind: type as Source['kind'], account, name }
}

/** AWS finds the entity by its name, whatever the path in the ARN says. Recorded. */
function findSource(state: State, account: string, arn: string): Source | undefined {
  const named = entityIn(arn)
  if (named?.account !== account) return undefined
  switch (named.kind) {
    case 'user': {
      const record = userSubject.find(state, account, named.name)
      return record && { kind: 'user', record, arn: userSubject.arn(record) }
    }
    case 'group': {
      const record = groupSubject.find(state, account, named.name)
      return record && { kind: 'group', record, arn: groupSubject.arn(record) }
    }
    case 'role': {
      const record = roleSubject.find(state, account, named.name)
      return record && { kind: 'role', record, arn: roleSubject.arn(record) }
    }
  }
}
