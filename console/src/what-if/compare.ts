import type { DecisionRequest } from 'rolecall/policy'
import { type Edit, substituted } from './substitute.ts'

export type Change = 'newly denied' | 'newly allowed'

/** A question that the draft decides otherwise than the policy as it stands. */
export interface Changed {
  readonly change: Change
  readonly before: DecisionRequest
  readonly after: DecisionRequest
}

/** The policy as it stands and as the draft has it. */
export interface Edits {
  readonly now: Edit
  readonly draft: Edit
}

/**
 * What the draft changes in the decision on a question; undefined for nothing. It is compared with the policy as it
 * stands, not as it stood, so that what was mended since is not told as the draft's doing.
 */
export function changed(
  request: DecisionRequest,
  { now, draft }: Edits,
  permits: (request: DecisionRequest) => boolean,
): Changed | undefined {
  const before = substituted(request, now)
  const after = substituted(request, draft)
  if (before === after) return undefined
  const allowed = permits(after)
  if (permits(before) === allowed) return undefined
  return { change: allowed ? 'newly allowed' : 'newly denied', before, after }
}

/** What the draft changes in a call: in which of its questions, and in the call as a whole. */
export interface ChangedQuestions {
  readonly changes: readonly Changed[]
  /** Undefined: it comes out as before, because of another of its questions or of none. */
  readonly whole: Change | undefined
}

/** A call is allowed when each of its questions is; `each`: of one on many items each item is for itself. */
export function changedQuestions(
  requests: readonly DecisionRequest[],
  { each, ...edits }: Edits & { readonly each: boolean },
  permits: (request: DecisionRequest) => boolean,
): ChangedQuestions {
  const changes = requests.flatMap((request) => changed(request, edits, permits) ?? [])
  const [first] = changes
  if (!first || each) return { changes, whole: first?.change }
  const allowed = (edit: Edit) => requests.every((request) => permits(substituted(request, edit)))
  const after = allowed(edits.draft)
  return { changes, whole: allowed(edits.now) === after ? undefined : after ? 'newly allowed' : 'newly denied' }
}
