import type { FeedTxn } from '../feed.ts'
import { assertCompaction, prefixEnd } from '../limits.ts'
import { OpIdRetention } from '../retention.ts'
import {
  type Item,
  type Rev,
  type StoreCheck,
  StoreError,
  type StoreErrorReason,
  type StoreInfo,
  type Txn,
} from '../store.ts'
import { changesOf, type Settled, toFailure } from './calls.ts'
import { Database, type Row, type Statement } from './database.ts'
import { claimDirectory, storeFile } from './files.ts'
import { decodeChanges, encodeChanges } from './log-codec.ts'
import { prepareStore } from './schema.ts'
import { readItem, SnapshotReaders } from './snapshot-readers.ts'

const LOG_PAGE_BYTES = 1024 * 1024
const COMPACTION_STEP = 1000
/** How long a commit waits for another program that has the database open, such as a backup. */
const FOREIGN_LOCK_MS = 1000

/** The store's logic over SQLite, synchronous. It runs in the thread of `writer.ts`; the transactions it is given are valid. */
export class Engine {
  readonly #lock: Database
  readonly #database: Database
  readonly #statements: Statements
  readonly #readers: SnapshotReaders
  readonly #retention = new OpIdRetention()
  readonly #epoch: string
  #rev: Rev
  #compacted: Rev
  /** Set by a failed write whose outcome the disk has not told us; nothing is answered from an unknown state. */
  #broken: StoreError | undefined

  /** Throws StoreError `locked`, `invalid`, `full` or `unavailable`. */
  constructor(directory: string) {
    this.#lock = claimDirectory(directory)
    const path = storeFile(directory)
    try {
      this.#database = openStore(path)
    } catch (error) {
      this.#lock.close()
      throw error
    }
    this.#statements = prepare(this.#database)
    this.#readers = new SnapshotReaders(path)
    const state = this.#statements.state.get() ?? {}
    this.#epoch = String(state['epoch'])
    this.#rev = revOf(state, 'rev')
    this.#compacted = revOf(state, 'compacted')
  }

  info(): StoreInfo {
    const version = process.versions['sqlite'] ?? 'unknown'
    return { epoch: this.#epoch, rev: this.#rev, compacted: this.#compacted, engine: 'sqlite', version }
  }

  /** Commits all of them with one wait for the disk. A transaction that conflicts or does not fit leaves the others be. */
  commit(txns: readonly Txn[]): Settled[] {
    try {
      return this.#together(txns)
    } catch (error) {
      if (!isReason(error, 'full')) return txns.map(() => ({ failure: toFailure(error) }))
      this.#makeRoom()
      return txns.map((txn) => this.#alone(txn))
    }
  }

  resolve(opId: string): Rev | null {
    this.#assertSound()
    const row = this.#statements.findOpId.get(opId)
    return row ? revOf(row, 'rev') : null
  }

  get(key: string): Item | null {
    this.#assertSound()
    const row = this.#statements.item.get(key)
    return row ? readItem(row) : null
  }

  /** About a mebibyte of the feed after `after`. Throws StoreError `compacted`. */
  log(after: Rev): FeedTxn[] {
    this.#assertSound()
    if (after < this.#compacted) {
      throw new StoreError('compacted', `The feed begins after ${this.#compacted}, not ${after}; take a snapshot.`)
    }
    const page: FeedTxn[] = []
    let bytes = 0
    for (const row of this.#statements.log.iterate(Number(after))) {
      const blob = row['changes']
      if (!(blob instanceof Uint8Array)) throw damaged('the log')
      page.push({ type: 'txn', rev: revOf(row, 'rev'), opId: String(row['op_id']), changes: decodeChanges(blob) })
      bytes += blob.byteLength + 64
      if (bytes >= LOG_PAGE_BYTES) break
    }
    return page
  }

  snapshot(prefix: string): { id: number; rev: Rev; epoch: string } {
    this.#assertSound()
    return { id: this.#readers.open(prefix), rev: this.#rev, epoch: this.#epoch }
  }

  page(id: number): Item[] {
    return this.#readers.page(id)
  }

  release(id: number): void {
    this.#readers.release(id)
  }

  /** Makes the compaction final; the space comes back with the steps that it answers, to be taken between commits. */
  compact(keepAfter: Rev): Iterator<void, void> {
    this.#assertSound()
    assertCompaction(keepAfter, this.#rev)
    if (keepAfter > this.#compacted) {
      this.#statements.setCompacted.run(Number(keepAfter))
      this.#compacted = keepAfter
    }
    return this.#reclaim(this.#retention.compacted(keepAfter))
  }

  close(): void {
    this.#readers.closeAll()
    // Without room or on a broken disk the WAL stays as it is, and the next start reads it.
    this.#makeRoom()
    this.#database.close()
    this.#lock.close()
  }

  #together(txns: readonly Txn[]): Settled[] {
    this.#assertSound()
    let rev = this.#rev
    try {
      const settled = this.#database.transaction(() => {
        const all = txns.map((txn) => {
          const one = this.#write(txn, rev)
          if (one.result.ok && !one.result.replayed) rev = one.result.rev
          return one
        })
        if (rev > this.#rev) this.#statements.setRev.run(Number(rev))
        return all
      })
      this.#rev = rev
      return settled
    } catch (error) {
      // Another program, such as a person with sqlite3, holds the database; nothing was begun.
      if (isReason(error, 'locked')) throw new StoreError('unavailable', error.message, { cause: error.cause })
      if (!isReason(error, 'full')) {
        this.#broken = new StoreError('unavailable', 'The store failed while writing; check the disk and restart.', {
          cause: error instanceof Error ? (error.cause ?? error) : error,
        })
      }
      throw this.#broken ?? error
    }
  }

  #alone(txn: Txn): Settled {
    try {
      return this.#together([txn])[0] ?? { failure: toFailure(undefined) }
    } catch (error) {
      return { failure: toFailure(error) }
    }
  }

  /** Reads everything that can refuse the transaction before it writes, so that a conflict leaves no trace. */
  #write(txn: Txn, head: Rev) {
    const { findOpId, put, del, append } = this.#statements
    const before = findOpId.get(txn.opId)
    if (before) return { result: { ok: true, rev: revOf(before, 'rev'), replayed: true }, missing: [] } as const
    if (!txn.checks.every((check) => this.#holds(check))) {
      return { result: { ok: false, reason: 'conflict', at: head }, missing: [] } as const
    }
    const rev = head + 1n
    const missing: string[] = []
    for (const op of txn.ops) {
      if ('put' in op) put.run(op.put, op.value, Number(rev), Number(rev))
      else if (del.run(op.del) === 0) missing.push(op.del)
    }
    append.run(Number(rev), txn.opId, encodeChanges(changesOf(txn, missing)))
    return { result: { ok: true, rev }, missing } as const
  }

  #holds(check: StoreCheck): boolean {
    if ('prefix' in check) return this.#statements.anyIn.get(check.prefix, prefixEnd(check.prefix)) === undefined
    const row = this.#statements.mod.get(check.key)
    return 'mod' in check ? row !== undefined && revOf(row, 'modified') === check.mod : row === undefined
  }

  *#reclaim(forget: Rev): Generator<void, void> {
    const until = Number(this.#compacted)
    let from = Number(this.#statements.firstLogged.get()?.['rev'] ?? until) - 1
    for (; from < until; from += COMPACTION_STEP) {
      this.#statements.clearLog.run(from, Math.min(from + COMPACTION_STEP, until))
      yield
    }
    while (this.#statements.forgetLog.run(Number(forget), COMPACTION_STEP) > 0) yield
  }

  /** Moves the WAL into the database and cuts it, which frees its space on a full disk. */
  #makeRoom(): void {
    try {
      this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    } catch {
      // The disk may be too full for that too; the WAL still holds everything.
    }
  }

  #assertSound(): void {
    if (this.#broken) throw this.#broken
  }
}

function openStore(path: string): Database {
  const database = new Database(path, { waitMs: FOREIGN_LOCK_MS })
  try {
    prepareStore(database, path)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

type Statements = ReturnType<typeof prepare>

function prepare(database: Database) {
  const sql = (text: string): Statement => database.prepare(text)
  return {
    state: sql('SELECT epoch, rev, compacted FROM store'),
    setRev: sql('UPDATE store SET rev = ?'),
    setCompacted: sql('UPDATE store SET compacted = ?'),
    item: sql('SELECT key, value, created, modified FROM item WHERE key = ?'),
    mod: sql('SELECT modified FROM item WHERE key = ?'),
    anyIn: sql('SELECT 1 FROM item WHERE key >= ? AND key < ? LIMIT 1'),
    put: sql(`INSERT INTO item (key, value, created, modified) VALUES (?, ?, ?, ?)
      ON CONFLICT (key) DO UPDATE SET value = excluded.value, modified = excluded.modified`),
    del: sql('DELETE FROM item WHERE key = ?'),
    append: sql('INSERT INTO log (rev, op_id, changes) VALUES (?, ?, ?)'),
    findOpId: sql('SELECT rev FROM log WHERE op_id = ?'),
    log: sql('SELECT rev, op_id, changes FROM log WHERE rev > ? ORDER BY rev'),
    firstLogged: sql('SELECT rev FROM log ORDER BY rev LIMIT 1'),
    clearLog: sql('UPDATE log SET changes = NULL WHERE rev > ? AND rev <= ? AND changes IS NOT NULL'),
    forgetLog: sql('DELETE FROM log WHERE rev IN (SELECT rev FROM log WHERE rev <= ? ORDER BY rev LIMIT ?)'),
  }
}

const revOf = (row: Row, column: string): Rev => {
  const value = row[column]
  if (typeof value !== 'number') throw damaged(column)
  return BigInt(value)
}

const damaged = (what: string) =>
  new StoreError('invalid', `The store is damaged at ${what}; restore it from a backup.`)

const isReason = (error: unknown, reason: StoreErrorReason): error is StoreError =>
  error instanceof StoreError && error.reason === reason
