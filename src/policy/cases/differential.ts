import { evaluate } from '../compile/evaluate.ts'
import { blockerOf } from '../compile/verdict.ts'
import { decide, permits } from '../decide.ts'
import { decide as readableDecide } from '../reference/decide.ts'
import type { AppliedPolicy, Decision, DecisionRequest } from '../request.ts'
import { type DecisionCase, requestOf } from './case.ts'
import { randomPolicies, randomQuestion } from './random-question.ts'
import { seeded } from './seeded.ts'

/** What a run of random questions met. */
export interface Met {
  readonly effects: Readonly<Record<Decision['effect'], number>>
  readonly unreadable: number
  /** The first question on which the engines disagree, with which the run ended. */
  readonly disagreement?: DecisionCase
}

/** What differs between the compiled engine and the readable one; undefined when they agree on all that they answer. */
export function difference(request: DecisionRequest, readable = readableDecide(request)): string | undefined {
  const compiled = decide(request)
  if (!sameDecision(readable, compiled)) {
    return `readable ${JSON.stringify(readable)}\ncompiled ${JSON.stringify(compiled)}`
  }
  if (permits(request) !== (readable.effect === 'allow')) return `permits answers ${permits(request)}`
  const blocker = blockerOf(evaluate(request))
  return blocker === readable.blockedBy ? undefined : `the verdict without reasons names ${blocker}`
}

// Most decisions list no statement: those are told apart without writing them out.
const sameDecision = (one: Decision, other: Decision): boolean =>
  one.statements.length + one.unreadable.length + other.statements.length + other.unreadable.length === 0
    ? one.effect === other.effect &&
      one.blockedBy === other.blockedBy &&
      one.blockingPolicyArn === other.blockingPolicyArn
    : JSON.stringify(one) === JSON.stringify(other)

/** All but the first policy of the caller are managed ones. */
function withArns(request: DecisionRequest): DecisionRequest {
  const { policies } = request
  const named = (policy: AppliedPolicy, index: number): AppliedPolicy =>
    index === 0 ? policy : { ...policy, arn: `arn:aws:iam::aws:policy/${policy.name}` }
  const { session, boundary } = policies
  return {
    ...request,
    policies: {
      ...policies,
      identity: policies.identity.map(named),
      ...(session && { session: session.map(named) }),
      ...(boundary && { boundary: named(boundary, 1) }),
    },
  }
}

/** As many questions are asked of the same policies. */
const QUESTIONS = 20
const UNASKED = { name: 'random', source: 'random', expect: 'allow' } as const

/** Asks both engines so many random questions, from a seed on, until they disagree. */
export function askBoth(seed: number, decisions: number): Met {
  const random = seeded(seed)
  const effects = { allow: 0, 'explicit deny': 0, 'implicit deny': 0 }
  let unreadable = 0
  for (let asked = 0; asked < decisions; asked += QUESTIONS) {
    const policies = randomPolicies(random)
    const request = withArns(requestOf(policies))
    for (let question = 0; question < QUESTIONS; question += 1) {
      const asking = randomQuestion(random)
      const full = { ...requestOf({ ...UNASKED, ...asking }), policies: request.policies }
      const decision = readableDecide(full)
      if (difference(full, decision) !== undefined) {
        return { effects, unreadable, disagreement: { ...policies, ...asking } }
      }
      effects[decision.effect] += 1
      if (decision.unreadable.length > 0) unreadable += 1
    }
  }
  return { effects, unreadable }
}
