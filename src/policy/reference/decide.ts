/**
 * The decision, written to be read. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
import type { Decision, DecisionRequest } from '../request.ts'
import { gatesFor } from './gates.ts'
import { type Reading, readPolicies } from './policies.ts'

/** All policies that apply to one request, each type read. */
export interface Readings {
  readonly serviceControl: readonly Reading[]
  readonly resourceControl: readonly Reading[]
  readonly endpoint: Reading | undefined
  readonly resource: Reading | undefined
  readonly boundary: Reading | undefined
  readonly session: Reading | undefined
  readonly identity: Reading
}

/**
 * An explicit deny anywhere wins. Otherwise every gate that stands between the caller and the resource must be opened
 * by an Allow. Of several that block, the first in AWS's order is reported.
 */
export function decide(request: DecisionRequest): Decision {
  const readings = readAll(request)
  const inOrder = listed(readings)
  const unreadable = inOrder.flatMap((reading) => reading.unreadable)

  const denying = inOrder.find((reading) => reading.denies.length > 0)
  if (denying) {
    const arn = denying.denies.find((statement) => statement.arn !== undefined)?.arn
    return {
      effect: 'explicit deny',
      blockedBy: denying.type,
      ...(arn !== undefined && { blockingPolicyArn: arn }),
      statements: inOrder.flatMap((reading) => reading.denies),
      unreadable,
    }
  }

  const gates = gatesFor(request, readings)
  const closed = gates.find((gate) => !gate.open)
  if (closed) return { effect: 'implicit deny', blockedBy: closed.type, statements: [], unreadable }
  return { effect: 'allow', statements: gates.flatMap((gate) => gate.statements), unreadable }
}

function readAll(request: DecisionRequest): Readings {
  const { identity, boundary, session, resource, resourceRule, serviceControl, resourceControl, endpoint } =
    request.policies
  const resourceType = resourceRule === 'required' ? 'role trust policy' : 'resource-based policy'
  return {
    serviceControl: (serviceControl ?? []).map((level) => readPolicies('service control policy', level, request)),
    resourceControl: (resourceControl ?? []).map((level) => readPolicies('resource control policy', level, request)),
    endpoint: endpoint && readPolicies('VPC endpoint policy', [endpoint], request),
    resource: resource && readPolicies(resourceType, [resource], request),
    boundary: boundary && readPolicies('permissions boundary', [boundary], request),
    session: session && readPolicies('session policy', session, request),
    identity: readPolicies('identity-based policy', identity, request),
  }
}

/** The order in which a reason is picked: organization, endpoint, resource, then the caller's own policies. */
const listed = (readings: Readings): readonly Reading[] =>
  [
    ...readings.serviceControl,
    ...readings.resourceControl,
    readings.endpoint,
    readings.resource,
    readings.boundary,
    readings.session,
    readings.identity,
  ].filter((reading) => reading !== undefined)
