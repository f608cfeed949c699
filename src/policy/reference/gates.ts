/**
 * Which policy types must allow a request that nothing denies explicitly.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
import type { DecisionRequest, PolicyType, Principal, StatementRef } from '../request.ts'
import type { Readings } from './decide.ts'
import type { Reading } from './policies.ts'

export interface Gate {
  readonly type: PolicyType
  readonly open: boolean
  readonly statements: readonly StatementRef[]
}

/** The gates in the order in which a closed one is reported. All must be open. */
export function gatesFor(request: DecisionRequest, readings: Readings): readonly Gate[] {
  return [...guardrails(readings), ...grants(request, readings)]
}

/** Every level of an organization's policies, and the endpoint's, whoever calls. */
const guardrails = ({ serviceControl, resourceControl, endpoint }: Readings): Gate[] =>
  [...serviceControl, ...resourceControl, endpoint].filter((reading) => reading !== undefined).map(gate)

function grants(request: DecisionRequest, readings: Readings): Gate[] {
  const { principal } = request
  const resource = resourceGate(request, readings)
  // Services, identity providers and anonymous callers have no account and no policies of their own.
  if (principal.kind === 'service' || principal.kind === 'federated' || principal.kind === 'anonymous') {
    return [resource]
  }
  const limits = limitGates(principal, readings)
  const identity = identityGate(principal, readings)
  if (principal.account !== request.resourceAccount) return [resource, ...limits, identity]
  switch (readings.resource?.grant) {
    case 'direct':
      return [resource]
    case 'via-entity':
      return [resource, ...limits]
    case 'account':
      return [resource, ...limits, identity]
    case undefined:
      return request.policies.resourceRule === 'required' ? [resource] : [...limits, identity]
  }
}

const gate = ({ type, allows }: Reading): Gate => ({ type, open: allows.length > 0, statements: allows })

const closed = (type: PolicyType): Gate => ({ type, open: false, statements: [] })

function resourceGate({ policies }: DecisionRequest, { resource }: Readings): Gate {
  if (resource) return gate(resource)
  return closed(policies.resourceRule === 'required' ? 'role trust policy' : 'resource-based policy')
}

/** Boundary and session policies grant nothing; where they stand they must allow as well. */
function limitGates(principal: Principal, { boundary, session }: Readings): Gate[] {
  const gates = [boundary, session].filter((reading) => reading !== undefined).map(gate)
  // GetFederationToken without a session policy gives a session that may do nothing.
  if (principal.kind === 'federated-user' && !session) gates.push(closed('session policy'))
  return gates
}

function identityGate(principal: Principal, { identity }: Readings): Gate {
  const root = principal.kind === 'root' || (principal.kind === 'federated-user' && isRoot(principal.userArn))
  return root ? { type: identity.type, open: true, statements: identity.allows } : gate(identity)
}

const isRoot = (arn: string): boolean => arn.endsWith(':root')
