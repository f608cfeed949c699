/** The decision on programs. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
import type { AppliedPolicy, DecisionRequest, Principal } from '../request.ts'
import { GUARDRAIL, IDENTITY, KINDS, LIMIT, type PolicyKind, RESOURCE } from './kinds.ts'
import { ACCOUNT, DIRECT, VIA_ENTITY } from './principal.ts'
import { DENIED, type Reading, readAll, readOne } from './read.ts'
import type { Recorder } from './recorder.ts'
import { NO_REACH } from './statement.ts'
import { ALLOW, isExplicit, type Verdict } from './verdict.ts'

/**
 * An explicit deny anywhere wins. Otherwise every gate that stands between the caller and the resource must be opened
 * by an Allow. Of several that block, the first in AWS's order is told: organization, endpoint, resource, boundary,
 * session, identity. Without a recorder it allocates nothing and ends with the first Deny.
 */
export function evaluate(request: DecisionRequest, recorder?: Recorder): Verdict {
  const { policies } = request
  const { serviceControl, resourceControl, endpoint, resource, boundary, session, identity } = policies
  let verdict = readLevels(KINDS.serviceControl, serviceControl, request, recorder, ALLOW)
  if (settled(verdict, recorder)) return verdict
  verdict = readLevels(KINDS.resourceControl, resourceControl, request, recorder, verdict)
  if (settled(verdict, recorder)) return verdict
  const onEndpoint = endpoint ? readOne(KINDS.endpoint, endpoint, request, recorder) : OPEN
  verdict = joined(KINDS.endpoint, onEndpoint, verdict)
  if (settled(verdict, recorder)) return verdict

  const resourceKind = policies.resourceRule === 'required' ? KINDS.trust : KINDS.resource
  const onResource = resource ? readOne(resourceKind, resource, request, recorder) : NO_REACH
  verdict = denied(resourceKind, onResource, verdict)
  if (settled(verdict, recorder)) return verdict
  const onBoundary = boundary ? readOne(KINDS.boundary, boundary, request, recorder) : OPEN
  verdict = denied(KINDS.boundary, onBoundary, verdict)
  if (settled(verdict, recorder)) return verdict
  const onSession = session ? readAll(KINDS.session, session, request, recorder) : sessionless(request.principal)
  verdict = denied(KINDS.session, onSession, verdict)
  if (settled(verdict, recorder)) return verdict
  const onIdentity = readAll(KINDS.identity, identity, request, recorder)
  verdict = denied(KINDS.identity, onIdentity, verdict)
  if (verdict !== ALLOW) return verdict

  const gates = gatesBefore(request, onResource)
  recorder?.through(gates | GUARDRAIL)
  if ((gates & RESOURCE) !== 0 && onResource === NO_REACH) return resourceKind.closed
  if ((gates & LIMIT) !== 0 && onBoundary === NO_REACH) return KINDS.boundary.closed
  if ((gates & LIMIT) !== 0 && onSession === NO_REACH) return KINDS.session.closed
  if ((gates & IDENTITY) !== 0 && onIdentity === NO_REACH && !isRoot(request.principal)) return KINDS.identity.closed
  return ALLOW
}

/** The gates, as bits, that stand between the caller and the resource besides the organization's and the endpoint's. */
export function gatesBefore({ principal, resourceAccount, policies }: DecisionRequest, onResource: Reading): number {
  // Services, identity providers and anonymous callers have no account and no policies of their own.
  if (principal.kind === 'service' || principal.kind === 'federated' || principal.kind === 'anonymous') return RESOURCE
  if (principal.account !== resourceAccount) return RESOURCE | LIMIT | IDENTITY
  if (onResource === DIRECT) return RESOURCE
  if (onResource === VIA_ENTITY) return RESOURCE | LIMIT
  if (onResource === ACCOUNT) return RESOURCE | LIMIT | IDENTITY
  return policies.resourceRule === 'required' ? RESOURCE : LIMIT | IDENTITY
}

/** An absent policy does not limit. */
const OPEN = DIRECT

/** GetFederationToken without a session policy gives a session that may do nothing. */
const sessionless = (principal: Principal): Reading => (principal.kind === 'federated-user' ? NO_REACH : OPEN)

/** An account's root, and its federation sessions, need no identity policy. */
export const isRoot = (principal: Principal): boolean =>
  principal.kind === 'root' || (principal.kind === 'federated-user' && principal.userArn.endsWith(':root'))

/** Each level must allow. */
function readLevels(
  kind: PolicyKind,
  levels: readonly (readonly AppliedPolicy[])[] | undefined,
  request: DecisionRequest,
  recorder: Recorder | undefined,
  before: Verdict,
): Verdict {
  let verdict = before
  if (levels === undefined) return verdict
  for (let index = 0; index < levels.length; index += 1) {
    const level = levels[index]
    if (level) verdict = joined(kind, readAll(kind, level, request, recorder), verdict)
    if (settled(verdict, recorder)) return verdict
  }
  return verdict
}

/** Nothing changes an explicit deny; only a recorder wants to hear of the rest. */
const settled = (verdict: Verdict, recorder: Recorder | undefined): boolean => !recorder && isExplicit(verdict)

/** Of policies that must allow in any case: explicit before implicit, and then the first. */
const joined = (kind: PolicyKind, reading: Reading, before: Verdict): Verdict =>
  before === ALLOW && reading === NO_REACH ? kind.closed : denied(kind, reading, before)

/** Of policies that need not allow in every case. */
const denied = (kind: PolicyKind, reading: Reading, before: Verdict): Verdict =>
  reading === DENIED && !isExplicit(before) ? kind.denied : before
