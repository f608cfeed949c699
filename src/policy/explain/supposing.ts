/** Requests as they would be once the first of several steps is done, so that advice can name the next. */
import { parsePolicy } from '../document.ts'
import type { AppliedPolicy, DecisionRequest, PolicyType, Principal } from '../request.ts'
import type { NearMiss } from './explanation.ts'

/** The request as if none of the policies denied anything. */
export function withoutDenies(request: DecisionRequest): DecisionRequest {
  const one = (policy: AppliedPolicy): AppliedPolicy => {
    const statements = policy.document.statements.filter(({ effect }) => effect !== 'Deny')
    return { ...policy, document: { ...policy.document, statements } }
  }
  const levels = (all: readonly (readonly AppliedPolicy[])[]) => all.map((level) => level.map(one))
  const { identity, boundary, session, resource, serviceControl, resourceControl, endpoint } = request.policies
  const policies = {
    ...request.policies,
    identity: identity.map(one),
    ...(boundary && { boundary: one(boundary) }),
    ...(session && { session: session.map(one) }),
    ...(resource && { resource: one(resource) }),
    ...(serviceControl && { serviceControl: levels(serviceControl) }),
    ...(resourceControl && { resourceControl: levels(resourceControl) }),
    ...(endpoint && { endpoint: one(endpoint) }),
  }
  return { ...request, policies }
}

export const isOnResource = (type: PolicyType): boolean =>
  type === 'resource-based policy' || type === 'role trust policy'

/**
 * The request as if the policy on its resource allowed it: by the statement that came nearest, or by naming the role or
 * user. Undefined for callers whom nothing else has to allow, and where it cannot be said.
 */
export function grantedOnResource(
  request: DecisionRequest,
  nearest: NearMiss | undefined,
): DecisionRequest | undefined {
  const { principal, policies } = request
  const named = nearest ? namedBy(nearest, request) : { AWS: entityOf(principal) }
  if (entityOf(principal) === undefined || named === undefined) return undefined
  const about = policies.resourceRule === 'required' ? {} : { Resource: '*' }
  const statement = { Effect: 'Allow', Principal: named, Action: '*', ...about }
  const document = parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: [statement] }))
  return { ...request, policies: { ...policies, resource: { name: '', ...policies.resource, document } } }
}

/** Whom the statement names, with the caller where that is what it lacks. */
function namedBy({ statement, failing }: NearMiss, { principal, policies }: DecisionRequest): unknown {
  const written = policies.resource?.document.statements.find(({ index }) => index === statement.ref.index)?.principal
  if (failing.some(({ element }) => element === 'Principal')) return { AWS: 'arn' in principal ? principal.arn : '' }
  if (!written || written.negated) return undefined
  if (written.groups.some(({ type }) => type === '')) return '*'
  return Object.fromEntries(written.groups.map(({ type, values }) => [type, values]))
}

function entityOf(principal: Principal): string | undefined {
  if (principal.kind === 'assumed-role') return principal.roleArn
  if (principal.kind === 'federated-user') return principal.userArn
  return 'arn' in principal ? principal.arn : undefined
}
