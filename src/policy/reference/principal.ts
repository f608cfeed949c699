/**
 * How a resource-based policy names the caller. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 *
 * `direct`: the caller itself (user, session, service, identity provider, or everyone): grants on its own.
 * `via-entity`: the role or user behind the session: grants, but boundary and session policy still limit.
 * `account`: only delegates to the account, whose identity policies decide.
 */
import type { PrincipalElement, PrincipalGroup } from '../document.ts'
import type { Principal } from '../request.ts'

export type PrincipalMatch = 'direct' | 'via-entity' | 'account'
const STRENGTH: readonly PrincipalMatch[] = ['account', 'via-entity', 'direct']

export interface PrincipalReading {
  /** The strongest way in which the list names the caller; undefined when it does not. */
  readonly match: PrincipalMatch | undefined
  /** Why a part of the list cannot be read. */
  readonly doubt: string | undefined
}

export function readPrincipal(element: PrincipalElement, caller: Principal): PrincipalReading {
  let match: PrincipalMatch | undefined
  let doubt: string | undefined
  for (const group of element.groups) {
    for (const value of group.values) {
      match = stronger(match, matchOf(group, value, caller))
      doubt ??= doubtAbout(group, value)
    }
  }
  return { match, doubt }
}

/** The stronger of two ways of being named. */
export const stronger = (one?: PrincipalMatch, other?: PrincipalMatch): PrincipalMatch | undefined =>
  STRENGTH.findLast((match) => match === one || match === other)

/** Account number of `123456789012` or `arn:aws:iam::123456789012:root`. */
export const accountOf = (value: string): string | undefined =>
  /^\d{12}$/.test(value) ? value : /^arn:[^:]+:iam::(\d{12}):root$/.exec(value)?.[1]

function matchOf({ type }: PrincipalGroup, value: string, caller: Principal): PrincipalMatch | undefined {
  if (value === '*' && (type === '' || type === 'AWS')) return 'direct'
  switch (type) {
    case 'AWS':
      return awsMatch(value, caller)
    case 'Service':
      return caller.kind === 'service' && caller.names.includes(value) ? 'direct' : undefined
    case 'Federated':
      return providerOf(caller) === value ? 'direct' : undefined
    default:
      return undefined
  }
}

function awsMatch(value: string, caller: Principal): PrincipalMatch | undefined {
  if (caller.kind === 'anonymous' || caller.kind === 'service' || caller.kind === 'federated') return undefined
  if (accountOf(value) !== undefined) return accountOf(value) === caller.account ? 'account' : undefined
  if (value === caller.arn) return 'direct'
  if (caller.kind === 'root') return undefined
  // A stored trust policy names roles and users by unique id, which a deleted and recreated entity does not share.
  if (value === caller.entityId) return caller.kind === 'user' ? 'direct' : 'via-entity'
  return value === entityArn(caller) ? 'via-entity' : undefined
}

const entityArn = (caller: Principal): string | undefined => {
  if (caller.kind === 'assumed-role') return caller.roleArn
  return caller.kind === 'federated-user' ? caller.userArn : undefined
}

const providerOf = (caller: Principal): string | undefined => {
  if (caller.kind === 'federated') return caller.provider
  return caller.kind === 'assumed-role' ? caller.federatedProvider : undefined
}

function doubtAbout({ type }: PrincipalGroup, value: string): string | undefined {
  if (type === '') return value === '*' ? undefined : `the principal ${value} has no type`
  if (type === 'CanonicalUser') return 'canonical user ids are not known here'
  if (type !== 'AWS' && type !== 'Service' && type !== 'Federated') return `the principal type ${type} is not known`
  if (value === '*' && type === 'AWS') return undefined
  return /[*?]/.test(value) ? `the principal ${value} has a wildcard` : undefined
}
