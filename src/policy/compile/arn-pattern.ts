import type { RequestContext } from '../request.ts'
import { ARN_SEGMENTS, cut, type Split } from './arn-split.ts'
import { EVERYTHING, type Glob, type GlobMatch, globHolds, LITERAL, PREFIX, UNSET } from './glob.ts'
import { NO, YES } from './match.ts'

/**
 * A pattern whose segments match one by one. `exact` is the only text that matches, `head` the beginning that is enough
 * to match, where there is one.
 */
export interface ArnPattern {
  readonly exact: string | undefined
  readonly head: string | undefined
  readonly segments: readonly Glob[]
}

export function arnPattern(segments: readonly Glob[]): ArnPattern {
  const written = segments.map(({ text }) => text).join(':')
  const last = segments.at(-1)
  // A `${` that never closes leaves colons inside a segment, and then no text is cut as the pattern is.
  const plain = segments.every(
    (segment) => segment === last || (segment.form === LITERAL && !segment.text.includes(':')),
  )
  const whole = segments.length === ARN_SEGMENTS || segments.length === 1 || !last?.text.includes(':')
  const fixed = plain && whole && last?.form === LITERAL
  const headed = plain && segments.length === ARN_SEGMENTS && (last?.form === PREFIX || last?.form === EVERYTHING)
  return { exact: fixed ? written : undefined, head: headed ? written : undefined, segments }
}

/** Whether a text matches. A variable without a value does not hide a segment that differs. */
export function arnHolds({ exact, head, segments }: ArnPattern, split: Split, context: RequestContext): GlobMatch {
  if (exact !== undefined) return split.text === exact ? YES : NO
  if (head !== undefined) return split.text.startsWith(head) ? YES : NO
  cut(split)
  if (segments.length !== split.count) return NO
  let result: GlobMatch = YES
  for (let index = 0; index < segments.length; index += 1) {
    const segment = segments[index]
    if (segment === undefined || segment.form === EVERYTHING) continue
    const from = split.starts[index] ?? 0
    const to = (split.starts[index + 1] ?? 0) - 1
    const match = globHolds(segment, split.text, from, to, context)
    if (match === NO) return NO
    if (match === UNSET) result = UNSET
  }
  return result
}
