import type { CallRecord } from '../aws/record.ts'

/** What a record may hold on average: nearly all calls ask one question or two. */
const VERDICTS_EACH = 10

/** The last calls and their decisions, bounded, oldest out first. */
export class Trail {
  readonly #limit: number
  readonly #records: CallRecord[] = []
  #verdicts = 0
  readonly #listeners = new Set<(record: CallRecord) => void>()

  constructor(limit = 2_000) {
    this.#limit = limit
  }

  readonly record = (record: CallRecord): void => {
    this.#records.push(record)
    this.#verdicts += record.verdicts.length
    if (this.#records.length > this.#limit * 1.1) this.#forget(this.#records.length - this.#limit)
    // Calls on many items carry a verdict for each: a few of them must not weigh more than all others.
    while (this.#verdicts > this.#limit * VERDICTS_EACH && this.#records.length > 1) {
      this.#forget(Math.ceil(this.#records.length / 2))
    }
    for (const listener of this.#listeners) listener(record)
  }

  /** Newest last. */
  recent(): readonly CallRecord[] {
    return this.#records
  }

  /** Calls `listener` for each call from now on; answers how to stop. */
  follow(listener: (record: CallRecord) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  clear(): void {
    this.#forget(this.#records.length)
  }

  #forget(count: number): void {
    for (const { verdicts } of this.#records.splice(0, count)) this.#verdicts -= verdicts.length
  }
}
