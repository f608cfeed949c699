import type { Call } from './call.ts'

/** Where a search of the trail goes on: the rest of a lookup, or everything before a moment. */
export interface Cursor {
  readonly from?: Date
  readonly to?: Date
  readonly token?: string
}

/** One answer of the trail: calls, newest first, and where the lookup goes on. */
export interface CallPage {
  readonly calls: readonly Call[]
  readonly next: Cursor | undefined
}

/** The calls that have been read so far, newest first, without a hole between them. */
export interface Timeline {
  readonly calls: readonly Call[]
  /** Where older calls are; undefined: there are none. */
  readonly older: Cursor | undefined
}

/** Calls that are held at once: a page that is open for days must not grow without end. */
export const MOST_HELD = 5_000
/** How far a poll looks back before the newest call it knows: calls are told by when they began, and some take long. */
export const OVERLAP_MS = 30_000

/** Where a poll begins. */
export const newerThan = ({ calls: [newest] }: Timeline): Cursor =>
  newest ? { from: new Date(newest.time.getTime() - OVERLAP_MS) } : {}

/**
 * With what a poll found. Where it stopped before it reached what was known, what was known is let go, so that no hole is
 * shown as if nothing had happened there; it is read anew on demand.
 */
export function withNewer(timeline: Timeline, { calls, next }: CallPage): Timeline {
  const known = new Set(timeline.calls.map(({ id }) => id))
  if (next && !calls.some(({ id }) => known.has(id))) return { calls: joined(calls, []), older: next }
  if (calls.every(({ id }) => known.has(id))) return timeline
  const all = joined(calls, timeline.calls)
  if (all.length <= MOST_HELD) return { calls: all, older: timeline.older }
  const held = all.slice(0, MOST_HELD)
  return { calls: held, older: before(held) }
}

/** Where the calls before these are: from a second after the oldest back, because times may be told in whole seconds. */
export function before(calls: readonly Call[]): Cursor | undefined {
  const oldest = calls.at(-1)
  return oldest && { to: new Date(oldest.time.getTime() + 1000) }
}

/** With what was read further back. */
export const withOlder = (timeline: Timeline, { calls, next }: CallPage): Timeline => ({
  calls: joined(timeline.calls, calls),
  older: next,
})

/** Each call once, newest first. Sorting is stable: calls of one moment stay as the trail tells them. */
function joined(one: readonly Call[], other: readonly Call[]): readonly Call[] {
  const known = new Set(one.map(({ id }) => id))
  const fresh = other.filter(({ id }) => !known.has(id))
  return [...one, ...fresh].sort((a, b) => b.time.getTime() - a.time.getTime())
}
