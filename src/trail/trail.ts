import type { CallRecord } from '../aws/record.ts'

/** The last calls and their decisions, bounded, oldest out first. */
export class Trail {
  readonly #limit: number
  readonly #records: CallRecord[] = []
  readonly #listeners = new Set<(record: CallRecord) => void>()

  constructor(limit = 2_000) {
    this.#limit = limit
  }

  readonly record = (record: CallRecord): void => {
    this.#records.push(record)
    if (this.#records.length > this.#limit * 1.1) this.#records.splice(0, this.#records.length - this.#limit)
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
    this.#records.length = 0
  }
}
