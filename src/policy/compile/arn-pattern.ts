import type { RequestContext } from '../request.ts'
import { ARN_SEGMENTS, cut, type Split } from './arn-split.ts'
import { EVERYTHING, type Glob, type GlobMatch, globHolds, LITERAL, PREFIX, UNSET } from './glob.ts'
import { NO, YES } from './match.ts'
import { standsAt } from './stands-at.ts'

/**
 * A pattern whose segments match one by one. `exact` is the only text that matches, `head` the beginning that is enough
 * to match, where there is one. `lead` is the text of the first `led` segments, with the colon behind each: every text
 * that matches begins with it.
 */
export interface ArnPattern {
  readonly exact: string | undefined
  readonly head: string | undefined
  readonly lead: string
  readonly led: number
  /** The sixth segment, where the lead is all that stands before it. */
  readonly tail: Glob | undefined
  /** Empty where the others tell all: one by one they are most of what a policy keeps in memory. */
  readonly segments: readonly Glob[]
}

export function arnPattern(segments: readonly Glob[]): ArnPattern {
  const written = segments.map(({ text }) => text).join(':')
  const last = segments.at(-1)
  const behind = segments.findIndex((segment) => segment === last || !isPlain(segment))
  const plain = segments[behind] === last
  // A text of fewer segments is cut at each of its colons.
  const whole = segments.length === ARN_SEGMENTS || segments.length === 1 || !last?.text.includes(':')
  const headed = plain && segments.length === ARN_SEGMENTS && (last?.form === PREFIX || last?.form === EVERYTHING)
  const led = Math.max(0, behind)
  const exact = plain && whole && last?.form === LITERAL ? written : undefined
  const head = headed ? written : undefined
  const tail = led === ARN_SEGMENTS - 1 ? last : undefined
  return {
    exact,
    head,
    lead: segments
      .slice(0, led)
      .map(({ text }) => `${text}:`)
      .join(''),
    led,
    tail,
    segments: exact === undefined && tail === undefined ? segments : [],
  }
}

/** A `${` that never closes leaves colons inside a segment, and then no text is cut as the pattern is. */
const isPlain = ({ form, text }: Glob): boolean => form === LITERAL && !text.includes(':')

/** Whether a text matches. A variable without a value does not hide a segment that differs. */
export function arnHolds(pattern: ArnPattern, split: Split, context: RequestContext): GlobMatch {
  const { exact, head, lead, tail, segments } = pattern
  if (exact !== undefined) return split.text === exact ? YES : NO
  if (head !== undefined) return standsAt(split.text, head, 0) ? YES : NO
  const { text } = split
  if (!standsAt(text, lead, 0)) return NO
  if (tail !== undefined) return globHolds(tail, text, lead.length, text.length, context)
  cut(split)
  if (segments.length !== split.count) return NO
  let result: GlobMatch = YES
  for (let index = pattern.led; index < segments.length; index += 1) {
    const segment = segments[index]
    if (segment === undefined || segment.form === EVERYTHING) continue
    const from = split.starts[index] ?? 0
    const to = (split.starts[index + 1] ?? 0) - 1
    const match = globHolds(segment, text, from, to, context)
    if (match === NO) return NO
    if (match === UNSET) result = UNSET
  }
  return result
}
