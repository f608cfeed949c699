import { permits } from '../policy/decide.ts'
import type { AppliedPolicies, DecisionRequest, Principal } from '../policy/request.ts'
import { resourcePolicy } from '../policy/resource-policy.ts'
import { parseArn } from './arn.ts'
import type { Caller } from './caller.ts'
import type { Check, RequestFacts, ResourcePolicy } from './operation.ts'
import { contextOf } from './request-context.ts'

/** What applies to a principal apart from the resource's own policy. */
export type PrincipalPolicies = Pick<AppliedPolicies, 'identity' | 'boundary' | 'session'>

export interface AuthorizedCall {
  readonly caller: Caller
  readonly now: number
  readonly region: string
  readonly request: RequestFacts
  readonly policies: PrincipalPolicies
}

/** A check with the engine's answer, as the trail keeps it: `decide` and `explain` tell the reasons of the request. */
export interface Verdict {
  readonly check: Check
  /** What the engine was asked, with the policies and the context of that moment. */
  readonly request: DecisionRequest
  readonly allowed: boolean
}

/** Asks the policy engine one question on behalf of a call. Pure but for the parsed-document cache. */
export function judge(call: AuthorizedCall, check: Check): Verdict {
  const { caller, now, region } = call
  const { sourceIp, vpc, secure, userAgent, header } = call.request
  const resourceAccount = check.resourceAccount ?? (parseArn(check.resource)?.account || caller.account)
  const request: DecisionRequest = {
    principal: principalOf(caller),
    action: check.action,
    resource: check.resource,
    resourceAccount,
    context: contextOf({
      caller,
      check,
      resourceAccount,
      now,
      region,
      sourceIp,
      vpc,
      secure,
      userAgent,
      referer: header('referer'),
    }),
    policies: check.resourcePolicy ? beside(call.policies, check.resourcePolicy) : call.policies,
  }
  return { check, request, allowed: permits(request) }
}

function principalOf(caller: Caller): Principal {
  const { account, arn } = caller
  switch (caller.kind) {
    case 'root':
      return { kind: 'root', account, arn }
    case 'user':
      return { kind: 'user', account, arn, entityId: entityIdOf(caller) }
    case 'assumed-role':
      return { kind: 'assumed-role', account, arn, roleArn: caller.principalArn, entityId: entityIdOf(caller) }
    case 'federated-user':
      return {
        kind: 'federated-user',
        account,
        arn,
        userArn: caller.session?.issuerArn ?? arn,
        entityId: entityIdOf(caller),
      }
    case 'anonymous':
      return { kind: 'anonymous' }
  }
}

/** INVARIANT: users and roles have a unique id. An empty one would be named by an empty principal in a policy. */
function entityIdOf({ arn, entityId }: Caller): string {
  if (!entityId) throw new Error(`the caller ${arn} has no unique id`)
  return entityId
}

/** A principal's policies with the resource's own. */
function beside(policies: PrincipalPolicies, { kind, document, attachedTo }: ResourcePolicy): AppliedPolicies {
  const name = kind === 'trust' ? 'trust policy' : 'resource policy'
  return {
    ...policies,
    ...(document === '' ? {} : { resource: resourcePolicy(name, attachedTo, document) }),
    ...(kind === 'trust' ? { resourceRule: 'required' as const } : {}),
  }
}
