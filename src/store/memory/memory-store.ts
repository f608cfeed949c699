import { randomBytes } from 'node:crypto'
import { Feed } from '../feed.ts'
import { assertCompaction, assertTxn, prefixEnd } from '../limits.ts'
import { OpIdRetention } from '../retention.ts'
import {
  type Change,
  type CommitResult,
  type Item,
  type Rev,
  type Snapshot,
  type Store,
  type StoreCheck,
  StoreError,
  type StoreInfo,
  type StoreOp,
  type Txn,
  type WatchOptions,
} from '../store.ts'
import { SortedKeys } from './sorted-keys.ts'

/** A store that lives and dies with the process: for tests and for trying things out. */
export const openMemoryStore = (): Store => new MemoryStore()

class MemoryStore implements Store {
  readonly #epoch = randomBytes(16).toString('hex')
  readonly #items = new Map<string, Item>()
  readonly #keys = new SortedKeys()
  readonly #committed = new Map<string, Rev>()
  readonly #feed = new Feed({
    epoch: this.#epoch,
    head: 0n,
    compacted: 0n,
    recentBytes: Number.POSITIVE_INFINITY,
    older: async () => [],
  })
  readonly #retention = new OpIdRetention()
  #closed = false

  async commit(txn: Txn): Promise<CommitResult> {
    this.#assertOpen()
    assertTxn(txn)
    const before = this.#committed.get(txn.opId)
    if (before !== undefined) return { ok: true, rev: before, replayed: true }
    if (!txn.checks.every((check) => this.#holds(check))) {
      return { ok: false, reason: 'conflict', at: this.#feed.head }
    }
    const rev = this.#feed.head + 1n
    const changes = txn.ops.flatMap((op) => this.#apply(op, rev))
    this.#committed.set(txn.opId, rev)
    this.#feed.publish([{ type: 'txn', rev, opId: txn.opId, changes }])
    return { ok: true, rev }
  }

  async resolve(opId: string): Promise<Rev | null> {
    this.#assertOpen()
    return this.#committed.get(opId) ?? null
  }

  async snapshot(prefix = ''): Promise<Snapshot> {
    this.#assertOpen()
    const items = this.#keys.range(prefix, prefixEnd(prefix)).flatMap((key) => this.#items.get(key) ?? [])
    return { rev: this.#feed.head, epoch: this.#epoch, items: iterate(items) }
  }

  watch(options: WatchOptions) {
    return this.#feed.watch(options)
  }

  async get(key: string): Promise<Item | null> {
    this.#assertOpen()
    return this.#items.get(key) ?? null
  }

  async compact(keepAfter: Rev): Promise<void> {
    this.#assertOpen()
    assertCompaction(keepAfter, this.#feed.head)
    this.#feed.compact(keepAfter)
    const forget = this.#retention.compacted(keepAfter)
    for (const [opId, rev] of this.#committed) {
      if (rev > forget) break
      this.#committed.delete(opId)
    }
  }

  async info(): Promise<StoreInfo> {
    this.#assertOpen()
    const { head, compacted } = this.#feed
    return { epoch: this.#epoch, rev: head, compacted, engine: 'memory', version: process.version }
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#feed.fail(closed())
  }

  #holds(check: StoreCheck): boolean {
    if ('prefix' in check) return this.#keys.range(check.prefix, prefixEnd(check.prefix), 1).length === 0
    const item = this.#items.get(check.key)
    return 'mod' in check ? item?.mod === check.mod : item === undefined
  }

  #apply(op: StoreOp, rev: Rev): Change[] {
    if ('put' in op) {
      const value = Uint8Array.from(op.value)
      const create = this.#items.get(op.put)?.create ?? rev
      if (create === rev) this.#keys.add(op.put)
      this.#items.set(op.put, { key: op.put, value, create, mod: rev })
      return [{ key: op.put, value }]
    }
    // As in etcd, deleting what is not there is no change and does not reach the feed.
    if (!this.#items.delete(op.del)) return []
    this.#keys.delete(op.del)
    return [{ key: op.del, value: null }]
  }

  #assertOpen(): void {
    if (this.#closed) throw closed()
  }
}

const closed = () => new StoreError('unavailable', 'The store is closed.')

async function* iterate(items: readonly Item[]): AsyncGenerator<Item, void> {
  yield* items
}
