import { hash } from 'node:crypto'
import type { OutputOf } from '../aws/operation.ts'
import { decide } from '../policy/decide.ts'
import { explain } from '../policy/explain/explain.ts'
import type { ExplainedPolicy, Explanation } from '../policy/explain/explanation.ts'
import type { AppliedPolicy, ContextValue, DecisionRequest, PolicyType } from '../policy/request.ts'
import type { KeptCall } from './kept-call.ts'
import { spelledKey } from './key-names.ts'

type Details = OutputOf<'iam-toolbox', 'GetRequestAuthorizationDetails'>
type Evaluation = Details['evaluations'][number]
type PolicyInfo = Details['policies'][number]

/** Evaluations of one page. Most calls have one or two; a DeleteObjects has one for each of its thousand keys. */
const PAGE = 100
/** Statements that are explained for one page: it ends with the evaluation that goes beyond, so that nobody waits for it. */
const PAGE_STATEMENTS = 5_000

/**
 * The decisions of a call as AWS's access troubleshooter tells them, one page of evaluations from `from` on; `next` is
 * where the next page begins. https://docs.aws.amazon.com/iam-toolbox/latest/APIReference/API_GetRequestAuthorizationDetails.html
 */
export function authorizationDetails(call: KeptCall, from: number) {
  const shared = sharedContext(call)
  const evaluations: Evaluation[] = []
  let room = PAGE_STATEMENTS
  for (const { request } of call.verdicts.slice(from, from + PAGE)) {
    if (room <= 0) break
    const decision = decide(request)
    // No statement matched: there is nothing to explain.
    if (decision.effect === 'implicit deny') evaluations.push(evaluationOf({ request, decision, layers: [] }, shared))
    else {
      evaluations.push(evaluationOf(explain(request), shared))
      for (const { policy } of appliedPolicies(request)) room -= policy.document.statements.length
    }
  }
  const next = from + evaluations.length
  return {
    details: {
      requestContext: contextOf(shared),
      evaluations,
      policies: policiesOf(call.verdicts.map(({ request }) => request)),
    } satisfies Details,
    ...(next < call.verdicts.length && { next }),
  }
}

/** The keys whose values all of the call's evaluations share. */
function sharedContext({ verdicts }: KeptCall): ReadonlyMap<string, ContextValue> {
  const [first, ...others] = verdicts.map(({ request }) => request.context)
  const isShared = ([key, value]: readonly [string, ContextValue]) =>
    others.every((context) => context.has(key) && String(context.get(key)) === String(value))
  return new Map([...(first ?? [])].filter(isShared))
}

const contextOf = (context: Iterable<readonly [string, ContextValue]>): Record<string, ContextValue> =>
  Object.fromEntries([...context].map(([key, value]) => [spelledKey(key), value]))

const EFFECTS = { allow: 'ALLOW', 'explicit deny': 'EXPLICIT_DENY', 'implicit deny': 'IMPLICIT_DENY' } as const

function evaluationOf(explanation: Explanation, shared: ReadonlyMap<string, ContextValue>): Evaluation {
  const { request, decision } = explanation
  const own = [...request.context].filter(([key]) => !shared.has(key))
  return {
    action: request.action,
    resource: request.resource,
    context: contextOf(own),
    evaluatedEffect: EFFECTS[decision.effect],
    matchedPolicies: matchedPolicies(explanation),
  }
}

/** The statements that decided. An implicit denial has none: no statement matched. */
function matchedPolicies({ decision, layers, request }: Explanation): Evaluation['matchedPolicies'] {
  if (decision.effect === 'implicit deny') return []
  const effect = decision.effect === 'allow' ? 'Allow' : 'Deny'
  return layers.flatMap(({ type, policies }) =>
    policies.flatMap((policy) => {
      const matched = policy.statements.filter(
        (statement) =>
          statement.effect === effect &&
          (statement.applies === 'yes' || (effect === 'Deny' && statement.applies === 'unclear')),
      )
      if (matched.length === 0) return []
      const matchedStatements = matched.map(({ ref }) => ({
        // AWS generates one for a statement without.
        sid: ref.sid || `statement${ref.index + 1}`,
        evaluatedEffect: effect === 'Allow' ? 'ALLOW' : 'DENY',
      }))
      return [{ uri: uriOf(type, policy, request), matchedStatements }]
    }),
  )
}

const TYPES: Readonly<Record<PolicyType, string>> = {
  'identity-based policy': 'IDENTITY_BASED_POLICY',
  'permissions boundary': 'PERMISSIONS_BOUNDARY',
  'session policy': 'SESSION_POLICY',
  'resource-based policy': 'RESOURCE_BASED_POLICY',
  'role trust policy': 'RESOURCE_BASED_POLICY',
  'service control policy': 'SERVICE_CONTROL_POLICY',
  'resource control policy': 'RESOURCE_CONTROL_POLICY',
  'VPC endpoint policy': 'VPC_ENDPOINT_POLICY',
}

/** Each policy that was asked, once, with everything that it hangs on. */
function policiesOf(requests: readonly DecisionRequest[]): readonly PolicyInfo[] {
  const infos = new Map<string, { readonly info: PolicyInfo; readonly attachedTo: Set<string> }>()
  for (const request of requests) {
    for (const { type, policy } of appliedPolicies(request)) {
      const uri = uriOf(type, policy, request)
      const key = `${type} ${uri}`
      const known = infos.get(key) ?? {
        info: { type: TYPES[type], inline: policy.arn === undefined, uri },
        attachedTo: new Set<string>(),
      }
      infos.set(key, known)
      const holder = holderOf(type, policy, request)
      if (holder !== undefined) known.attachedTo.add(holder)
    }
  }
  return [...infos.values()].map(({ info, attachedTo }) => ({
    ...info,
    attachedTo: [...attachedTo].map((arn) => ({ arn })),
  }))
}

type Policy = Pick<ExplainedPolicy, 'name' | 'arn' | 'attachedTo'>

function appliedPolicies({
  policies,
}: DecisionRequest): readonly { readonly type: PolicyType; readonly policy: AppliedPolicy }[] {
  const of = (type: PolicyType, applied: readonly (AppliedPolicy | undefined)[] = []) =>
    applied.flatMap((policy) => (policy ? [{ type, policy }] : []))
  return [
    ...of('service control policy', policies.serviceControl?.flat()),
    ...of('resource control policy', policies.resourceControl?.flat()),
    ...of('VPC endpoint policy', [policies.endpoint]),
    ...of('resource-based policy', [policies.resource]),
    ...of('permissions boundary', [policies.boundary]),
    ...of('session policy', policies.session),
    ...of('identity-based policy', policies.identity),
  ]
}

/** What carries the policy: a boundary limits the principal behind the session, a session policy the session itself. */
function holderOf(type: PolicyType, { attachedTo }: Policy, { principal }: DecisionRequest): string | undefined {
  if (attachedTo !== undefined) return attachedTo
  if (type === 'session policy') return 'arn' in principal ? principal.arn : undefined
  if (type !== 'permissions boundary') return undefined
  if (principal.kind === 'assumed-role') return principal.roleArn
  if (principal.kind === 'federated-user') return principal.userArn
  return 'arn' in principal ? principal.arn : undefined
}

/** A managed policy's ARN; for any other an identifier that says nothing, the same in each answer. */
function uriOf(type: PolicyType, policy: Policy, request: DecisionRequest): string {
  if (policy.arn !== undefined) return policy.arn
  const holder = holderOf(type, policy, request) ?? request.resource
  return hash('sha256', JSON.stringify([TYPES[type], holder, policy.name]), 'hex').slice(0, 32)
}
