import type { Decision, DecisionRequest } from '../request.ts'
import { evaluate } from './evaluate.ts'
import { recorder } from './recorder.ts'
import { ALLOW, blockerOf, isExplicit } from './verdict.ts'

/** Whether the request is allowed: `decide` without the reasons. It allocates nothing once the policies are compiled. */
export const permits = (request: DecisionRequest): boolean => evaluate(request) === ALLOW

/** Decides one request, with the statements that took part. */
export function decide(request: DecisionRequest): Decision {
  const heard = recorder()
  const verdict = evaluate(request, heard)
  const { unreadable } = heard
  const blockedBy = blockerOf(verdict)
  if (blockedBy === undefined) return { effect: 'allow', statements: heard.granting(), unreadable }
  if (!isExplicit(verdict)) return { effect: 'implicit deny', blockedBy, statements: [], unreadable }
  const arn = heard.readings.find(({ denies }) => denies.length > 0)?.denies.find((ref) => ref.arn !== undefined)?.arn
  return {
    effect: 'explicit deny',
    blockedBy,
    ...(arn !== undefined && { blockingPolicyArn: arn }),
    statements: heard.readings.flatMap(({ denies }) => denies),
    unreadable,
  }
}
