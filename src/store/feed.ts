import { type FeedEvent, type Rev, StoreError, type WatchOptions } from './store.ts'

export type FeedTxn = Extract<FeedEvent, { type: 'txn' }>

interface FeedSource {
  readonly epoch: string
  /** The newest revision when the feed is made; every later one goes through `publish`. */
  readonly head: Rev
  readonly compacted: Rev
  /** How many bytes of recent transactions are kept in memory; watchers that fall behind read `older`. */
  readonly recentBytes: number
  /** Transactions after `after`, oldest first, at least one. Never called when `recentBytes` is infinite. */
  readonly older: (after: Rev) => Promise<readonly FeedTxn[]>
}

/**
 * The watchers' side of an engine that owns its store. Each watcher reads at its own pace from one shared tail of recent
 * transactions, so a slow one costs no memory: it drops back to the engine's log.
 */
export class Feed {
  readonly #source: FeedSource
  readonly #sleepers = new Set<() => void>()
  #tail: FeedTxn[] = []
  #tailBytes = 0
  /** The tail holds every transaction after this revision. */
  #tailAfter: Rev
  #head: Rev
  #compacted: Rev
  #failure: StoreError | undefined

  constructor(source: FeedSource) {
    this.#source = source
    this.#head = source.head
    this.#tailAfter = source.head
    this.#compacted = source.compacted
  }

  get head(): Rev {
    return this.#head
  }

  get compacted(): Rev {
    return this.#compacted
  }

  /** Hands on transactions that are durable, in revision order. */
  publish(txns: readonly FeedTxn[]): void {
    for (const txn of txns) {
      this.#tail.push(txn)
      this.#tailBytes += bytesOf(txn)
      this.#head = txn.rev
    }
    if (this.#tailBytes > this.#source.recentBytes) this.#dropTail(Math.ceil(this.#tail.length / 2))
    this.#wake()
  }

  /** Forgets everything up to `rev`; a watcher that still needed it fails with `compacted`. */
  compact(rev: Rev): void {
    if (rev <= this.#compacted) return
    this.#compacted = rev
    this.#dropTail(this.#indexAfter(rev))
    this.#wake()
  }

  /** Ends every watcher, now and later, with `failure`. */
  fail(failure: StoreError): void {
    this.#failure ??= failure
    this.#wake()
  }

  /** The engine's `watch`. Sends `alive` once, when everything that stood at the start has been delivered. */
  async *watch({ after, epoch, signal }: WatchOptions): AsyncGenerator<FeedEvent, void> {
    if (epoch !== this.#source.epoch) {
      throw new StoreError('epoch', 'The cursor belongs to another history of this store; take a snapshot.')
    }
    if (after > this.#head) {
      throw new StoreError('epoch', `The cursor ${after} is ahead of the store, which stands at ${this.#head}.`)
    }
    let cursor = after
    let greeted = false
    const wake = () => this.#wake()
    signal.addEventListener('abort', wake)
    try {
      while (!signal.aborted) {
        if (this.#failure) throw this.#failure
        if (cursor < this.#compacted) {
          throw new StoreError('compacted', `The feed begins after ${this.#compacted}, not ${cursor}; take a snapshot.`)
        }
        if (cursor < this.#head) {
          for (const txn of await this.#after(cursor)) {
            // The consumer may abort or compact between two events of one page.
            if (signal.aborted || this.#failure) break
            cursor = txn.rev
            yield txn
          }
        } else if (!greeted) {
          greeted = true
          yield { type: 'alive', rev: cursor }
        } else {
          await new Promise<void>((resolve) => this.#sleepers.add(resolve))
        }
      }
    } finally {
      signal.removeEventListener('abort', wake)
    }
  }

  async #after(cursor: Rev): Promise<readonly FeedTxn[]> {
    if (cursor < this.#tailAfter) return this.#source.older(cursor)
    const from = this.#indexAfter(cursor)
    return this.#tail.slice(from, from + 64)
  }

  #indexAfter(rev: Rev): number {
    let low = 0
    let high = this.#tail.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const txn = this.#tail[middle]
      if (txn && txn.rev <= rev) low = middle + 1
      else high = middle
    }
    return low
  }

  #dropTail(count: number): void {
    const dropped = this.#tail.splice(0, count)
    for (const txn of dropped) this.#tailBytes -= bytesOf(txn)
    const last = dropped.at(-1)
    if (last) this.#tailAfter = last.rev
  }

  #wake(): void {
    const sleepers = [...this.#sleepers]
    this.#sleepers.clear()
    for (const resolve of sleepers) resolve()
  }
}

function bytesOf(txn: FeedTxn): number {
  let bytes = 64
  for (const { key, value } of txn.changes) bytes += 64 + key.length + (value?.byteLength ?? 0)
  return bytes
}
