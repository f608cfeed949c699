import type { Rev } from './store.ts'

const KEPT_MS = 60 * 60 * 1000

/**
 * Says which operation ids may be forgotten: those of transactions that a compaction covered at least an hour ago. Time
 * is the process's own monotonic clock, so that a jump of the wall clock forgets nothing early; a restart only keeps
 * ids for longer.
 */
export class OpIdRetention {
  readonly #now: () => number
  readonly #marks: { readonly at: number; readonly rev: Rev }[] = []

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** Notes a compaction up to `rev` and answers the revision up to which operation ids may go. */
  compacted(rev: Rev): Rev {
    const at = this.#now()
    this.#marks.push({ at, rev })
    const expired = this.#marks.findLastIndex((mark) => at - mark.at >= KEPT_MS)
    if (expired < 0) return 0n
    this.#marks.splice(0, expired)
    return this.#marks[0]?.rev ?? 0n
  }
}
