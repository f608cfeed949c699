import type { AppliedPolicy, DecisionRequest, PolicyType, StatementRef } from '../request.ts'
import { type PrincipalMatch, stronger } from './principal.ts'
import { readStatement } from './statement.ts'

/** What the policies of one type, taken together, say to a request. */
export interface Reading {
  readonly type: PolicyType
  readonly denies: readonly StatementRef[]
  readonly allows: readonly StatementRef[]
  /** The strongest way in which an allowing statement names the caller. */
  readonly grant: PrincipalMatch | undefined
  readonly unreadable: readonly { readonly statement: StatementRef; readonly why: string }[]
}

/** Several policies of one type are a union: their statements stand as if in one document. */
export function readPolicies(type: PolicyType, policies: readonly AppliedPolicy[], request: DecisionRequest): Reading {
  const denies: StatementRef[] = []
  const allows: StatementRef[] = []
  const unreadable: Reading['unreadable'][number][] = []
  let grant: PrincipalMatch | undefined
  for (const policy of policies) {
    const variables = policy.document.version === '2012-10-17'
    const strange = policy.document.unknown[0]
    for (const statement of policy.document.statements) {
      const { match, principal } = readStatement(statement, request, { type, variables })
      if (match === 'no') continue
      const ref = refOf(type, policy, statement)
      const doubt = match === 'yes' ? strange && `the element ${strange.name} is not known` : match.unclear
      if (doubt !== undefined) unreadable.push({ statement: ref, why: doubt })
      if (statement.effect === 'Deny') denies.push(ref)
      else if (doubt === undefined) {
        allows.push(ref)
        grant = stronger(grant, principal)
      }
    }
  }
  return { type, denies, allows, grant, unreadable }
}

function refOf(type: PolicyType, policy: AppliedPolicy, { sid, index }: { sid?: string; index: number }): StatementRef {
  return {
    type,
    policy: policy.name,
    ...(policy.arn !== undefined && { arn: policy.arn }),
    ...(policy.attachedTo !== undefined && { attachedTo: policy.attachedTo }),
    ...(sid !== undefined && { sid }),
    index,
  }
}
