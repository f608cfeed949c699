import { isFound } from './events/lookup.ts'
import { isSought, matches, passes } from './filter.ts'
import { type KeptCall, summaryOf } from './kept-call.ts'
import { pageOf, type TrailStore } from './trail-store.ts'

/** What a record may hold on average: nearly all calls ask one question or two. */
const VERDICTS_EACH = 10

/** The last calls in memory, bounded, oldest out first: for servers that keep nothing. */
export function memoryTrail(limit = 2_000): TrailStore {
  const calls: KeptCall[] = []
  let verdicts = 0
  const forget = (count: number): void => {
    for (const call of calls.splice(0, count)) verdicts -= call.verdicts.length
  }
  return {
    add(call) {
      calls.push(call)
      verdicts += call.verdicts.length
      if (calls.length > limit * 1.1) forget(calls.length - limit)
      // Calls on many items carry a verdict for each: a few of them must not weigh more than all others.
      while (verdicts > limit * VERDICTS_EACH && calls.length > 1) forget(Math.ceil(calls.length / 2))
    },
    find: async (id) => (isSought(id) ? calls.findLast((call) => matches(call, id)) : undefined),
    newest: async (filter, wanted) => {
      const found = []
      for (let at = calls.length - 1; at >= 0 && found.length < wanted; at -= 1) {
        const call = calls[at]
        if (!call) break
        const summary = summaryOf(call)
        if (passes(filter, summary)) found.push(summary)
      }
      return found
    },
    lookUp: async ({ lookup, limit, after }) => {
      const from = after === undefined ? calls.length : calls.findLastIndex(({ requestId }) => requestId === after)
      if (from < 0) return undefined
      const found = []
      for (let at = from - 1; at >= 0 && found.length <= limit; at -= 1) {
        const call = calls[at]
        if (call && isFound(lookup, call)) found.push(call)
      }
      return pageOf(found, limit)
    },
    health: async () => ({ failure: undefined, gaps: [] }),
    close: async () => forget(calls.length),
  }
}
