/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html */
import type { Effect, PrincipalElement } from '../document.ts'
import type { Principal } from '../request.ts'
import { type Match, unclear, yesIf } from './match.ts'
import { accountOf, readPrincipal } from './principal.ts'

/**
 * Whether NotPrincipal applies to the caller. A Deny spares a caller only when the list holds every link of its chain:
 * the account, the role or user, and the session; it never spares a caller with a permissions boundary. An Allow
 * reaches a caller only when the list holds no link at all.
 */
export function notPrincipalMatches(
  element: PrincipalElement,
  effect: Effect,
  caller: Principal,
  hasBoundary: boolean,
): Match {
  if (effect === 'Deny') return yesIf(hasBoundary || !linksOf(caller).every((link) => holdsLink(element, link)))
  const { match, doubt } = readPrincipal(element, caller)
  if (match !== undefined) return 'no'
  return doubt === undefined ? 'yes' : unclear(doubt)
}

interface Link {
  readonly types: readonly string[]
  readonly names: readonly (string | undefined)[]
  readonly account?: string
}

function linksOf(caller: Principal): readonly Link[] {
  switch (caller.kind) {
    case 'anonymous':
      return [{ types: [], names: [] }]
    case 'service':
      return [{ types: ['Service'], names: caller.names }]
    case 'federated':
      return [{ types: ['Federated'], names: [caller.provider] }]
    case 'root':
      return [accountLink(caller.account)]
    case 'user':
      return [accountLink(caller.account), aws(caller.arn, caller.entityId)]
    case 'assumed-role':
      return [accountLink(caller.account), aws(caller.roleArn, caller.entityId), aws(caller.arn)]
    case 'federated-user':
      return [accountLink(caller.account), aws(caller.userArn, caller.entityId), aws(caller.arn)]
  }
}

const aws = (...names: readonly string[]): Link => ({ types: ['AWS'], names })
const accountLink = (account: string): Link => ({ types: ['AWS'], names: [], account })

function holdsLink(element: PrincipalElement, link: Link): boolean {
  return element.groups.some(({ type, values }) =>
    values.some((value) => {
      if (value === '*' && (type === '' || type === 'AWS')) return true
      if (!link.types.includes(type)) return false
      return link.account === undefined ? link.names.includes(value) : accountOf(value) === link.account
    }),
  )
}
