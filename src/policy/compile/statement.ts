import type { Effect, PrincipalElement, Statement } from '../document.ts'
import type { DecisionRequest, PolicyType } from '../request.ts'
import { type ActionTest, compileAction } from './action.ts'
import type { Split } from './arn-split.ts'
import { type ConditionTest, compileConditions } from './conditions/condition.ts'
import { NO, UNCLEAR, unclear, why } from './match.ts'
import {
  compilePrincipal,
  DIRECT,
  namesWholeChain,
  type PrincipalIndex,
  type Strength,
  strengthOf,
} from './principal.ts'
import { compileResource, type ResourceMatcher, resourceHolds } from './resource.ts'

export interface CompiledStatement {
  readonly index: number
  readonly sid: string | undefined
  readonly effect: Effect
  /** Undefined reaches every action. */
  readonly action: ActionTest | undefined
  readonly principal: PrincipalTest | undefined
  /** Undefined reaches every resource. */
  readonly resource: ResourceMatcher | undefined
  readonly conditions: readonly ConditionTest[]
  /** What makes it unclear whatever is asked; of several doubts the one that stands last is told. */
  readonly doubts: { readonly first?: string; readonly resource?: string; readonly grammar?: string }
  /** An Allow that is off whatever is asked. */
  readonly neverGrants: boolean
}

interface PrincipalTest {
  readonly form: 'named' | 'not denied' | 'not allowed'
  readonly index: PrincipalIndex
}

/** How a statement applies: not at all, in doubt, or clearly, and then how strongly it names the caller. */
export type Reach = typeof NO_REACH | typeof DOUBTFUL | typeof PLAIN | Exclude<Strength, 0>
export const DOUBTFUL = -1
export const NO_REACH = 0
/** Clearly, in a policy that names no callers. */
export const PLAIN = 1

/** The policy around a statement. */
export interface Surroundings {
  readonly type: PolicyType
  /** The document is of version 2012-10-17. */
  readonly variables: boolean
  /** Why nothing in the document is trusted. */
  readonly doubt: string | undefined
}

/** Undefined when the statement never applies: it names no caller where it must. */
export function compileStatement(statement: Statement, around: Surroundings): CompiledStatement | undefined {
  const { type, variables } = around
  const { index, sid, effect, action, principal, resource } = statement
  const naming = NAME_PRINCIPALS.has(type)
  if (naming && !principal) return undefined
  const hasAction = action && action.values.length > 0
  const hasResource = resource && resource.values.length > 0
  const doubts = doubtsAbout(statement, around)
  return {
    index,
    sid,
    effect,
    action: hasAction ? compileAction(action) : undefined,
    principal: principal && naming ? principalTest(principal, effect) : undefined,
    resource: hasResource ? trimmed(compileResource(resource, type, variables)) : undefined,
    conditions: compileConditions(statement.conditions, variables),
    doubts,
    neverGrants: Object.keys(doubts).length > 0,
  }
}

/** What makes a statement unclear whatever is asked. */
export function doubtsAbout(statement: Statement, { type, doubt }: Surroundings): CompiledStatement['doubts'] {
  const { effect, effectText, action, principal, resource } = statement
  const [unknown] = statement.unknown
  const hasResource = resource ? resource.values.length > 0 : ATTACHED.has(type)
  return {
    ...some('first', doubt),
    ...some('first', action && action.values.length > 0 ? undefined : 'the statement has no action'),
    ...some('first', principal && !NAME_PRINCIPALS.has(type) ? `a principal stands in ${type}` : undefined),
    ...some('resource', hasResource ? undefined : 'the statement has no resource'),
    ...some('grammar', effect === effectText ? undefined : `the effect ${effectText} is not known`),
    ...some('grammar', unknown && `the element ${unknown.name} is not known`),
  }
}

/** The policy types whose statements name callers; one that names none never applies. */
export const NAME_PRINCIPALS: ReadonlySet<PolicyType> = new Set([
  'resource-based policy',
  'role trust policy',
  'resource control policy',
  'VPC endpoint policy',
])
/** A trust policy, like any policy on a resource, speaks of the resource that it is attached to. */
const ATTACHED: ReadonlySet<PolicyType> = new Set(['role trust policy', 'resource-based policy'])

const some = <Key extends string>(key: Key, doubt: string | undefined) =>
  // One computed key gives an index signature, which is narrower than what TypeScript infers.
  (doubt === undefined ? {} : { [key]: doubt }) as { [Name in Key]?: string }

const trimmed = (matcher: ResourceMatcher): ResourceMatcher | undefined =>
  matcher.always && !matcher.negated ? undefined : matcher

function principalTest(element: PrincipalElement, effect: Effect): PrincipalTest {
  const form = !element.negated ? 'named' : effect === 'Deny' ? 'not denied' : 'not allowed'
  return { form, index: compilePrincipal(element) }
}

/** How the statement applies to the request, whose action it is known to reach. In doubt, `why` tells the reason. */
export function reachOf(statement: CompiledStatement, request: DecisionRequest, resource: Split): Reach {
  const { doubts } = statement
  let doubt = doubts.first
  let reach: Reach = PLAIN
  if (statement.principal) {
    const strength = principalReach(statement.principal, request)
    if (strength === NO_REACH) return NO_REACH
    if (strength === DOUBTFUL) doubt = why()
    else reach = strength
  }
  doubt = doubts.resource ?? doubt
  if (statement.resource) {
    const match = resourceHolds(statement.resource, resource, request.context)
    if (match === NO) return NO_REACH
    if (match === UNCLEAR) doubt = why()
  }
  const { conditions } = statement
  for (let index = 0; index < conditions.length; index += 1) {
    const match = conditions[index]?.(request.context)
    if (match === NO) return NO_REACH
    if (match === UNCLEAR) doubt = why()
  }
  doubt = doubts.grammar ?? doubt
  if (doubt === undefined) return reach
  unclear(doubt)
  return DOUBTFUL
}

/** How the principal element reaches the caller. In doubt, `why` tells the reason. */
export function principalReach({ form, index }: PrincipalTest, { principal, policies }: DecisionRequest): Reach {
  if (form === 'not denied') {
    // A caller with a permissions boundary is never spared.
    return policies.boundary !== undefined || !namesWholeChain(index, principal) ? DIRECT : NO_REACH
  }
  const strength = strengthOf(index, principal)
  if (form === 'named' && strength > 0) return strength
  if (form === 'not allowed' && strength > 0) return NO_REACH
  if (index.doubt !== undefined) {
    unclear(index.doubt)
    return DOUBTFUL
  }
  return form === 'not allowed' ? DIRECT : NO_REACH
}
