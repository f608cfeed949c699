/** A decision taken apart, for people: what was considered, and the element that decided. Pure data. */
import type { Effect } from '../document.ts'
import type { Span } from '../json.ts'
import type { ContextValue, Decision, DecisionRequest, PolicyType, StatementRef } from '../request.ts'
import type { TextPosition } from '../text-position.ts'

export interface Explanation {
  readonly request: DecisionRequest
  /** What `decide` answers to the same request. */
  readonly decision: Decision
  /** The policy types that were asked, or were missing and had to allow, in the order in which a reason is picked. */
  readonly layers: readonly ExplainedLayer[]
  /** Of a request that nothing allows: the Allow of the blocking layer that came closest. */
  readonly nearest?: NearMiss
}

/** The policies of one type; service and resource control policies are a layer for each level. */
export interface ExplainedLayer {
  readonly type: PolicyType
  /** Of service and resource control policies: the level, from 0 at the root down. */
  readonly level?: number
  /** Whether the request is allowed only if this layer allows. */
  readonly mustAllow: boolean
  /** `absent`: there is no such policy, which denies where it must allow. */
  readonly outcome: 'allows' | 'denies' | 'does not allow' | 'absent'
  /** How a policy on the resource names the caller: itself, the role or user behind its session, or only its account. */
  readonly names?: 'the caller' | 'the entity behind the session' | 'the account'
  readonly policies: readonly ExplainedPolicy[]
}

export interface ExplainedPolicy {
  /** An ARN for managed policies, else the inline policy's name. */
  readonly name: string
  readonly arn?: string
  /** The ARN of the user, group, role or resource that carries it, where it is known. */
  readonly attachedTo?: string
  /** Each statement of the document, in its order. */
  readonly statements: readonly ExplainedStatement[]
}

export const ANSWERS = ['yes', 'no', 'unclear'] as const
/** `unclear` never widens access: an Allow is off and a Deny is on. */
export type Answer = (typeof ANSWERS)[number]

/** A place in a document's text: offsets in UTF-16 units, and where they begin. */
export type Place = Span & TextPosition

export interface ExplainedStatement extends Place {
  readonly ref: StatementRef
  readonly effect: Effect
  /** Whether it applies to the request; it does when each of its elements does. */
  readonly applies: Answer
  readonly elements: readonly ExplainedElement[]
}

export interface ExplainedElement extends Place {
  /** `Statement` stands for what is wrong with the statement or document as a whole. */
  readonly element:
    | 'Principal'
    | 'NotPrincipal'
    | 'Action'
    | 'NotAction'
    | 'Resource'
    | 'NotResource'
    | 'Condition'
    | 'Statement'
  readonly matches: Answer
  /** Why it is unclear. */
  readonly doubt?: string
  /** What the policy writes, value by value. */
  readonly written: readonly string[]
  /** What the policy writes once its variables are replaced; a variable without a value stays as it is written. */
  readonly operands: readonly string[]
  /** What the request has in its place; undefined when it has nothing. */
  readonly asked: ContextValue | undefined
  /** Of a Condition: its operator as written. */
  readonly operator?: string
  /** Of a Condition: the key as written. */
  readonly key?: string
  /** Context keys that the element reads and the request does not carry, in lower case. */
  readonly missing: readonly string[]
}

export interface NearMiss {
  readonly policy: ExplainedPolicy
  readonly statement: ExplainedStatement
  /** The elements that do not match. */
  readonly failing: readonly ExplainedElement[]
}
