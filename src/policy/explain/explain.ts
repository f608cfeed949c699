import { gatesBefore, isRoot } from '../compile/evaluate.ts'
import { GUARDRAIL, KINDS, type PolicyKind } from '../compile/kinds.ts'
import { ACCOUNT, DIRECT, VIA_ENTITY } from '../compile/principal.ts'
import { type Reading, readOne } from '../compile/read.ts'
import { NO_REACH } from '../compile/statement.ts'
import { decide } from '../decide.ts'
import type { Span } from '../json.ts'
import type { AppliedPolicy, DecisionRequest } from '../request.ts'
import { positionsIn } from '../text-position.ts'
import type { ExplainedLayer, ExplainedPolicy, Explanation } from './explanation.ts'
import { nearestOf } from './nearest.ts'
import { explainStatement } from './statement.ts'

/**
 * Takes a decision apart: every policy and statement that was considered, and the element of each that decided. Slow
 * beside `decide`, whose answer it carries. Pure and synchronous; it throws nothing.
 */
export function explain(request: DecisionRequest): Explanation {
  const decision = decide(request)
  const layers = layersOf(request)
  const nearest = decision.effect === 'implicit deny' ? nearestOf(layers, decision.blockedBy, request) : undefined
  return { request, decision, layers, ...(nearest && { nearest }) }
}

function layersOf(request: DecisionRequest): readonly ExplainedLayer[] {
  const { principal, policies } = request
  const { serviceControl, resourceControl, endpoint, resource, boundary, session, identity } = policies
  const onResource = policies.resourceRule === 'required' ? KINDS.trust : KINDS.resource
  const naming = resource ? readOne(onResource, resource, request, undefined) : NO_REACH
  const gates = gatesBefore(request, naming) | GUARDRAIL
  const layer = (kind: PolicyKind, applied: readonly AppliedPolicy[] | undefined, level?: number) =>
    explainLayer({ kind, applied, level, mustAllow: (kind.gate & gates) !== 0 }, request)
  const levels = (kind: PolicyKind, all: readonly (readonly AppliedPolicy[])[] = []) =>
    all.map((applied, level) => layer(kind, applied, level))

  const onCaller = layer(KINDS.identity, identity)
  const sessionLimits = session !== undefined || principal.kind === 'federated-user'
  return [
    ...levels(KINDS.serviceControl, serviceControl),
    ...levels(KINDS.resourceControl, resourceControl),
    ...(endpoint ? [layer(KINDS.endpoint, [endpoint])] : []),
    { ...layer(onResource, resource && [resource]), ...namesOf(naming) },
    ...(boundary ? [layer(KINDS.boundary, [boundary])] : []),
    ...(sessionLimits ? [layer(KINDS.session, session)] : []),
    isRoot(principal) ? { ...onCaller, mustAllow: false } : onCaller,
  ].filter(({ mustAllow, policies: asked }) => mustAllow || asked.length > 0)
}

interface LayerFacts {
  readonly kind: PolicyKind
  readonly applied: readonly AppliedPolicy[] | undefined
  readonly level: number | undefined
  readonly mustAllow: boolean
}

function explainLayer({ kind, applied = [], level, mustAllow }: LayerFacts, request: DecisionRequest): ExplainedLayer {
  const policies = applied.map((policy) => explainPolicy(policy, kind, request))
  return {
    type: kind.type,
    ...(level !== undefined && { level }),
    mustAllow,
    outcome: outcomeOf(policies),
    policies,
  }
}

function outcomeOf(policies: readonly ExplainedPolicy[]): ExplainedLayer['outcome'] {
  const statements = policies.flatMap((policy) => policy.statements)
  // What is unclear denies, and allows nothing.
  if (statements.some(({ effect, applies }) => effect === 'Deny' && applies !== 'no')) return 'denies'
  if (statements.some(({ effect, applies }) => effect === 'Allow' && applies === 'yes')) return 'allows'
  return policies.length === 0 ? 'absent' : 'does not allow'
}

function explainPolicy(policy: AppliedPolicy, { type }: PolicyKind, request: DecisionRequest): ExplainedPolicy {
  const { name, arn, attachedTo, document } = policy
  const positionOf = positionsIn(document.text)
  const around = { type, policy, placeOf: ({ offset, end }: Span) => ({ offset, end, ...positionOf(offset) }) }
  return {
    name,
    ...(arn !== undefined && { arn }),
    ...(attachedTo !== undefined && { attachedTo }),
    statements: document.statements.map((statement) => explainStatement(statement, request, around)),
  }
}

function namesOf(naming: Reading): Pick<ExplainedLayer, 'names'> {
  if (naming === DIRECT) return { names: 'the caller' }
  if (naming === VIA_ENTITY) return { names: 'the entity behind the session' }
  return naming === ACCOUNT ? { names: 'the account' } : {}
}
