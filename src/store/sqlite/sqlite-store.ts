import { Feed, type FeedTxn } from '../feed.ts'
import { assertTxn } from '../limits.ts'
import {
  type CommitResult,
  type Item,
  type Rev,
  type Snapshot,
  type Store,
  StoreError,
  type StoreInfo,
  type Txn,
  type WatchOptions,
} from '../store.ts'
import { changesOf, fromFailure, type Settled } from './calls.ts'
import { WriterThread } from './writer-thread.ts'

export { sqliteStoreExists } from './files.ts'

const RECENT_FEED_BYTES = 16 * 1024 * 1024

/**
 * Opens the store in `directory`, made with mode 0700 when it is missing. The directory belongs to this process until `close`
 * or the process's end, however that comes. Throws StoreError: `locked` when another process has it, `invalid` when what
 * lies there is damaged or not ours, `full` or `unavailable` when it cannot be written.
 */
export async function openSqliteStore({ directory }: { readonly directory: string }): Promise<Store> {
  let store: SqliteStore | undefined
  const thread = new WriterThread((why) => store?.ended(why))
  try {
    store = new SqliteStore(thread, await thread.call('open', { directory }))
    return store
  } catch (error) {
    await thread.terminate()
    throw error
  }
}

interface Pending {
  readonly txn: Txn
  readonly resolve: (result: CommitResult) => void
  readonly reject: (error: StoreError) => void
}

class SqliteStore implements Store {
  readonly #thread: WriterThread
  readonly #feed: Feed
  #outbox: Pending[] = []
  #closing: Promise<void> | undefined

  constructor(thread: WriterThread, { epoch, rev, compacted }: StoreInfo) {
    this.#thread = thread
    const older = (after: Rev) => thread.call('log', after)
    this.#feed = new Feed({ epoch, head: rev, compacted, recentBytes: RECENT_FEED_BYTES, older })
  }

  async commit(txn: Txn): Promise<CommitResult> {
    this.#assertOpen()
    assertTxn(txn)
    const { promise, resolve, reject } = Promise.withResolvers<CommitResult>()
    // One message carries all that is committed in this turn of the event loop.
    if (this.#outbox.length === 0) queueMicrotask(() => void this.#send())
    this.#outbox.push({ txn: copyOf(txn), resolve, reject })
    return promise
  }

  async resolve(opId: string): Promise<Rev | null> {
    this.#assertOpen()
    return this.#thread.call('resolve', opId)
  }

  async snapshot(prefix = ''): Promise<Snapshot> {
    this.#assertOpen()
    const { id, rev, epoch } = await this.#thread.call('snapshot', prefix)
    return { rev, epoch, items: pages(this.#thread, id) }
  }

  watch(options: WatchOptions) {
    return this.#feed.watch(options)
  }

  async get(key: string): Promise<Item | null> {
    this.#assertOpen()
    return this.#thread.call('get', key)
  }

  async compact(keepAfter: Rev): Promise<void> {
    this.#assertOpen()
    await this.#thread.call('compact', keepAfter)
    this.#feed.compact(keepAfter)
  }

  async info(): Promise<StoreInfo> {
    this.#assertOpen()
    return this.#thread.call('info', null)
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  /** The thread is gone; no watcher may wait for more. */
  ended(why: StoreError): void {
    this.#feed.fail(why)
  }

  async #close(): Promise<void> {
    // What was committed before close() in the same turn goes first.
    await Promise.resolve()
    try {
      await this.#thread.call('close', null)
    } finally {
      await this.#thread.terminate()
    }
  }

  async #send(): Promise<void> {
    const sent = this.#outbox
    this.#outbox = []
    try {
      const settled = await this.#thread.call(
        'commit',
        sent.map(({ txn }) => txn),
      )
      this.#publish(sent, settled)
      for (const [index, { resolve, reject }] of sent.entries()) {
        const one = settled[index]
        if (!one) reject(new StoreError('unavailable', 'The store gave no answer.'))
        else if ('failure' in one) reject(fromFailure(one.failure))
        else resolve(one.result)
      }
    } catch (error) {
      const why =
        error instanceof StoreError ? error : new StoreError('unavailable', 'The store failed.', { cause: error })
      for (const { reject } of sent) reject(why)
    }
  }

  #publish(sent: readonly Pending[], settled: readonly Settled[]): void {
    const txns: FeedTxn[] = []
    for (const [index, { txn }] of sent.entries()) {
      const one = settled[index]
      if (!one || 'failure' in one || !one.result.ok || one.result.replayed) continue
      txns.push({ type: 'txn', rev: one.result.rev, opId: txn.opId, changes: changesOf(txn, one.missing) })
    }
    if (txns.length > 0) this.#feed.publish(txns)
  }

  #assertOpen(): void {
    if (this.#closing) throw new StoreError('unavailable', 'The store is closed.')
  }
}

/** The caller may change its buffers once commit has returned, and a slice of a pool would send the whole pool. */
const copyOf = (txn: Txn): Txn => ({
  opId: txn.opId,
  checks: txn.checks.map((check) => ({ ...check })),
  ops: txn.ops.map((op) => ('put' in op ? { put: op.put, value: Uint8Array.from(op.value) } : { del: op.del })),
})

async function* readPages(thread: WriterThread, id: number): AsyncGenerator<Item, void> {
  let ended = false
  try {
    for (;;) {
      const page = await thread.call('page', id)
      ended = page.length === 0
      if (ended) return
      yield* page
    }
  } finally {
    if (!ended) await thread.call('release', id)
  }
}

/** Snapshots that nobody reads would pin the WAL for ever. */
const unread = new FinalizationRegistry<() => void>((release) => release())

function pages(thread: WriterThread, id: number): AsyncIterable<Item> {
  const items = {
    [Symbol.asyncIterator]() {
      unread.unregister(items)
      return readPages(thread, id)
    },
  }
  unread.register(items, () => void thread.call('release', id).catch(() => undefined), items)
  return items
}
