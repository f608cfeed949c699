/**
 * How a policy that names callers names one: an index of its values, asked by what the caller is.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
import type { PrincipalElement, PrincipalGroup } from '../document.ts'
import type { Principal } from '../request.ts'

/** The ways of being named, the stronger the greater. Zero is not being named. */
export const ACCOUNT = 2
/** The role or user behind a session is named: it grants, but boundary and session policy still limit. */
export const VIA_ENTITY = 3
/** The caller itself is named: it grants alone. */
export const DIRECT = 4
export type Strength = 0 | typeof ACCOUNT | typeof VIA_ENTITY | typeof DIRECT

export interface PrincipalIndex {
  readonly everyone: boolean
  readonly accounts: ReadonlySet<string>
  /** ARNs and unique ids that are no account. */
  readonly names: ReadonlySet<string>
  /** All values of the type AWS. */
  readonly aws: ReadonlySet<string>
  readonly services: ReadonlySet<string>
  readonly providers: ReadonlySet<string>
  /** Why a part of the list cannot be read. */
  readonly doubt: string | undefined
}

export function compilePrincipal({ groups }: PrincipalElement): PrincipalIndex {
  const of = (wanted: string) => groups.filter(({ type }) => type === wanted).flatMap(({ values }) => values)
  const aws = of('AWS')
  const isAccount = (value: string): boolean => accountIn(value) !== undefined
  return {
    everyone: aws.includes('*') || of('').includes('*'),
    accounts: new Set(aws.map(accountIn).filter((account) => account !== undefined)),
    names: new Set(aws.filter((value) => !isAccount(value))),
    aws: new Set(aws),
    services: new Set(of('Service')),
    providers: new Set(of('Federated')),
    doubt: groups
      .flatMap((group) => group.values.map((value) => doubtAbout(group, value)))
      .find((why) => why !== undefined),
  }
}

/** The strongest way in which the list names the caller. */
export function strengthOf(index: PrincipalIndex, caller: Principal): Strength {
  if (index.everyone) return DIRECT
  switch (caller.kind) {
    case 'anonymous':
      return 0
    case 'service':
      return namesService(index, caller.names) ? DIRECT : 0
    case 'federated':
      return index.providers.has(caller.provider) ? DIRECT : 0
    case 'root':
      return index.names.has(caller.arn) ? DIRECT : delegated(index, caller.account)
    case 'user':
      // A stored trust policy names users and roles by unique id, which a recreated entity does not share.
      if (index.names.has(caller.arn) || index.names.has(caller.entityId)) return DIRECT
      return delegated(index, caller.account)
    case 'assumed-role':
      if (index.names.has(caller.arn)) return DIRECT
      if (caller.federatedProvider !== undefined && index.providers.has(caller.federatedProvider)) return DIRECT
      if (index.names.has(caller.roleArn) || index.names.has(caller.entityId)) return VIA_ENTITY
      return delegated(index, caller.account)
    case 'federated-user':
      if (index.names.has(caller.arn)) return DIRECT
      if (index.names.has(caller.userArn) || index.names.has(caller.entityId)) return VIA_ENTITY
      return delegated(index, caller.account)
  }
}

/** Whether the list holds every link of the caller's chain: the account, the role or user, and the session. */
export function namesWholeChain(index: PrincipalIndex, caller: Principal): boolean {
  if (index.everyone) return true
  switch (caller.kind) {
    case 'anonymous':
      return false
    case 'service':
      return namesService(index, caller.names)
    case 'federated':
      return index.providers.has(caller.provider)
    case 'root':
      return index.accounts.has(caller.account)
    case 'user':
      return index.accounts.has(caller.account) && (index.aws.has(caller.arn) || index.aws.has(caller.entityId))
    case 'assumed-role':
      return holdsChain(index, caller, caller.roleArn)
    case 'federated-user':
      return holdsChain(index, caller, caller.userArn)
  }
}

const holdsChain = (
  { accounts, aws }: PrincipalIndex,
  { account, arn, entityId }: { readonly account: string; readonly arn: string; readonly entityId: string },
  entityArn: string,
): boolean => accounts.has(account) && (aws.has(entityArn) || aws.has(entityId)) && aws.has(arn)

const delegated = ({ accounts }: PrincipalIndex, account: string): Strength => (accounts.has(account) ? ACCOUNT : 0)

function namesService({ services }: PrincipalIndex, names: readonly string[]): boolean {
  for (let index = 0; index < names.length; index += 1) if (services.has(names[index] ?? '')) return true
  return false
}

/** Account number of `123456789012` or `arn:aws:iam::123456789012:root`. */
function accountIn(value: string): string | undefined {
  const found = /^(?:(\d{12})|arn:[^:]+:iam::(\d{12}):root)$/.exec(value)
  return found?.[1] ?? found?.[2]
}

function doubtAbout({ type }: PrincipalGroup, value: string): string | undefined {
  switch (type) {
    case '':
      return value === '*' ? undefined : `the principal ${value} has no type`
    case 'CanonicalUser':
      return 'canonical user ids are not known here'
    case 'AWS':
    case 'Service':
    case 'Federated': {
      const wild = value.includes('*') || value.includes('?')
      return wild && !(type === 'AWS' && value === '*') ? `the principal ${value} has a wildcard` : undefined
    }
    default:
      return `the principal type ${type} is not known`
  }
}
