import { evaluate } from './compile/evaluate.ts'
import { kindOf, programOf } from './compile/kinds.ts'
import { recorder } from './compile/recorder.ts'
import { ALLOW, blockerOf, isExplicit } from './compile/verdict.ts'
import type { PolicyDocument } from './document.ts'
import type { Decision, DecisionRequest, PolicyType } from './request.ts'

/**
 * Whether the request is allowed: `decide` without the reasons. It allocates nothing once the policies that apply have
 * been asked about the action.
 */
export const permits = (request: DecisionRequest): boolean => evaluate(request) === ALLOW

/**
 * Decides one request, with the statements that took part. Pure and synchronous; it throws nothing, because what cannot
 * be read denies. Documents are compiled when they are first met, and are taken to be immutable.
 */
export function decide(request: DecisionRequest): Decision {
  const heard = recorder()
  const verdict = evaluate(request, heard)
  const { readings, unreadable } = heard
  const blockedBy = blockerOf(verdict)
  if (blockedBy === undefined) return { effect: 'allow', statements: heard.granting(), unreadable }
  if (!isExplicit(verdict)) return { effect: 'implicit deny', blockedBy, statements: [], unreadable }
  const arn = readings.find(({ denies }) => denies.length > 0)?.denies.find((ref) => ref.arn !== undefined)?.arn
  return {
    effect: 'explicit deny',
    blockedBy,
    ...(arn !== undefined && { blockingPolicyArn: arn }),
    statements: readings.flatMap(({ denies }) => denies),
    unreadable,
  }
}

/**
 * Compiles a document, as it reads in policies of one type, ahead of the first decision that meets it. Decisions compile
 * what they meet first by themselves; what is compiled lives as long as the document.
 */
export function compile(document: PolicyDocument, type: PolicyType): void {
  programOf(document, kindOf(type))
}
