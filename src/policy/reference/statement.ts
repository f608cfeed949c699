import type { Statement } from '../document.ts'
import type { DecisionRequest, PolicyType } from '../request.ts'
import { actionMatches } from './action.ts'
import { conditionsHold } from './conditions/condition.ts'
import { everyMatch, type Match, unclear } from './match.ts'
import { notPrincipalMatches } from './not-principal.ts'
import { type PrincipalMatch, readPrincipal } from './principal.ts'
import { resourceMatches } from './resource.ts'

/** Where a statement stands. */
export interface Place {
  readonly type: PolicyType
  /** The document is of version 2012-10-17. */
  readonly variables: boolean
}

export interface StatementReading {
  /** Whether the statement applies to the request. */
  readonly match: Match
  /** How it names the caller, for policies that name callers. */
  readonly principal: PrincipalMatch | undefined
}

const NOT_CONCERNED: StatementReading = { match: 'no', principal: undefined }

export function readStatement(statement: Statement, request: DecisionRequest, place: Place): StatementReading {
  // The cheap tests come first; with all elements joined by AND their order does not show.
  const action = actionMatches(statement.action, request.action)
  if (action === 'no') return NOT_CONCERNED
  const principal = principalOf(statement, request, place.type)
  if (principal.match === 'no') return NOT_CONCERNED
  const resource = resourceOf(statement, request, place)
  if (resource === 'no') return NOT_CONCERNED
  const conditions = conditionsHold(statement, { context: request.context, variables: place.variables })
  const match = everyMatch([action, principal.match, resource, conditions, grammarOf(statement)], (part) => part)
  return { match, principal: principal.principal }
}

const NAMES_PRINCIPALS: readonly PolicyType[] = [
  'resource-based policy',
  'role trust policy',
  'resource control policy',
  'VPC endpoint policy',
]

function principalOf({ principal, effect }: Statement, request: DecisionRequest, type: PolicyType): StatementReading {
  if (!NAMES_PRINCIPALS.includes(type)) {
    return { match: principal ? unclear(`a principal stands in ${type}`) : 'yes', principal: undefined }
  }
  if (!principal) return NOT_CONCERNED
  if (principal.negated) {
    const hasBoundary = request.policies.boundary !== undefined
    return { match: notPrincipalMatches(principal, effect, request.principal, hasBoundary), principal: 'direct' }
  }
  const reading = readPrincipal(principal, request.principal)
  if (reading.match) return { match: 'yes', principal: reading.match }
  return { match: reading.doubt === undefined ? 'no' : unclear(reading.doubt), principal: undefined }
}

function resourceOf({ resource }: Statement, request: DecisionRequest, { type, variables }: Place): Match {
  if (resource && resource.values.length > 0) {
    return resourceMatches(resource, request.resource, request.context, { variables, policyType: type })
  }
  // A trust policy, like any policy on a resource, speaks of the resource that it is attached to.
  const attached = type === 'role trust policy' || type === 'resource-based policy'
  return attached && !resource ? 'yes' : unclear('the statement has no resource')
}

function grammarOf({ unknown, effect, effectText }: Statement): Match {
  const [element] = unknown
  if (element) return unclear(`the element ${element.name} is not known`)
  return effect === effectText ? 'yes' : unclear(`the effect ${effectText} is not known`)
}
