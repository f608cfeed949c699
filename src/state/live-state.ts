import { type FeedEvent, type Rev, type Store, StoreError } from '../store/store.ts'
import { decodeRecord, parseStoreKey } from './encoding.ts'
import type { AnyTable } from './table.ts'
import { Tables } from './tables.ts'

interface Waiter {
  readonly rev: Rev
  readonly done: () => void
  readonly failed: (error: unknown) => void
}

/**
 * The live picture of identity state: loaded from a snapshot, kept up to date by the store's feed.
 * It alone writes `tables`; a record in memory has always been through the store's bytes.
 */
export class LiveState {
  readonly store: Store
  readonly tables: Tables
  readonly #abort = new AbortController()
  /** Revision that last wrote each head and each global key: what a writer checks. */
  readonly #modified = new Map<string, Rev>()
  #waiters: Waiter[] = []
  #rev: Rev = 0n
  #failure: unknown
  #following: Promise<void> = Promise.resolve()

  private constructor(store: Store, tables: readonly AnyTable[]) {
    this.store = store
    this.tables = new Tables(tables)
  }

  /** Loads everything and follows the feed. Throws StoreError, or an Error for records that this version does not know. */
  static async open(store: Store, tables: readonly AnyTable[]): Promise<LiveState> {
    const live = new LiveState(store, tables)
    const snapshot = await store.snapshot()
    for await (const item of snapshot.items) live.#apply(item.key, item.value, item.mod)
    live.#rev = snapshot.rev
    live.#following = live.#follow(snapshot.rev, snapshot.epoch)
    return live
  }

  /** The last revision that this picture includes. */
  get rev(): Rev {
    return this.#rev
  }

  /** Why the feed stopped; undefined while it is followed. */
  get failure(): unknown {
    return this.#failure
  }

  /** The revision that last wrote a head or a global key, or undefined when it is absent. */
  modified(key: string): Rev | undefined {
    return this.#modified.get(key)
  }

  /** Resolves when the picture includes `rev`. */
  reached(rev: Rev): Promise<void> {
    if (this.#rev >= rev) return Promise.resolve()
    if (this.#failure !== undefined) return Promise.reject(this.#failure)
    return new Promise((done, failed) => this.#waiters.push({ rev, done, failed }))
  }

  async close(): Promise<void> {
    this.#abort.abort()
    await this.#following
  }

  async #follow(after: Rev, epoch: string): Promise<void> {
    try {
      for await (const event of this.store.watch({ after, epoch, signal: this.#abort.signal })) this.#take(event)
    } catch (error) {
      if (!this.#abort.signal.aborted) this.#failure = error
    }
    const reason = this.#failure ?? new StoreError('unavailable', 'the store is closing')
    for (const waiter of this.#waiters.splice(0)) waiter.failed(reason)
  }

  #take(event: FeedEvent): void {
    if (event.type === 'txn') {
      for (const { key, value } of event.changes) this.#apply(key, value, event.rev)
    }
    if (event.rev > this.#rev) this.#rev = event.rev
    if (this.#waiters.length === 0) return
    const reached = this.#waiters.filter((waiter) => waiter.rev <= this.#rev)
    if (reached.length === 0) return
    this.#waiters = this.#waiters.filter((waiter) => waiter.rev > this.#rev)
    for (const waiter of reached) waiter.done()
  }

  #apply(key: string, value: Uint8Array | null, rev: Rev): void {
    const parts = parseStoreKey(key)
    if (!parts || parts.partition === '') {
      if (value) this.#modified.set(key, rev)
      else this.#modified.delete(key)
    }
    if (!parts) return
    this.tables.apply(parts.table, parts.partition, parts.id, value ? decodeRecord(value) : undefined)
  }
}
