import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { StoreError, type StoreErrorReason } from '../store.ts'

type Value = string | number | Uint8Array | null
export type Row = Readonly<Record<string, Value | undefined>>

/** A prepared statement; every method throws StoreError. */
export interface Statement {
  get(...values: Value[]): Row | undefined
  /** Rows as they are read; leaving the loop early frees the statement. */
  iterate(...values: Value[]): Iterable<Row>
  /** The number of rows that changed. */
  run(...values: Value[]): number
}

/** The only place that knows `node:sqlite`. Every method throws StoreError, with SQLite's own error as its cause. */
export class Database {
  readonly #path: string
  readonly #sqlite: DatabaseSync

  /** `waitMs`: how long a statement waits for another connection's lock before it throws `locked`. */
  constructor(
    path: string,
    { readOnly = false, waitMs = 0 }: { readonly readOnly?: boolean; readonly waitMs?: number } = {},
  ) {
    this.#path = path
    this.#sqlite = translated(path, () => new DatabaseSync(path, { readOnly, timeout: waitMs }))
  }

  exec(sql: string): void {
    translated(this.#path, () => this.#sqlite.exec(sql))
  }

  prepare(sql: string): Statement {
    const path = this.#path
    const statement: StatementSync = translated(path, () => this.#sqlite.prepare(sql))
    return {
      // As Row: columns hold what this folder's schema puts there: text, numbers, blobs and nulls, never bigints.
      get: (...values) => translated(path, () => statement.get(...values) as Row | undefined),
      *iterate(...values) {
        const rows = translated(path, () => statement.iterate(...values))
        try {
          for (let next = translated(path, () => rows.next()); !next.done; next = translated(path, () => rows.next())) {
            yield next.value as Row // as above
          }
        } finally {
          rows.return?.()
        }
      },
      run: (...values) => translated(path, () => Number(statement.run(...values).changes)),
    }
  }

  /** Runs `work` in a transaction that takes the write lock at once; whatever it throws rolls everything back. */
  transaction<T>(work: () => T): T {
    this.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      this.exec('COMMIT')
      return result
    } catch (error) {
      // SQLite has rolled back by itself after some errors, such as a full disk.
      if (this.#sqlite.isTransaction) this.exec('ROLLBACK')
      throw error
    }
  }

  close(): void {
    translated(this.#path, () => this.#sqlite.close())
  }
}

/** SQLite's extended result codes, https://www.sqlite.org/rescode.html. The low byte is the family. */
const BUSY = 5
const READONLY = 8
const CORRUPT = 11
const FULL = 13
const CANTOPEN = 14
const NOTADB = 26
/** Writing, growing the shared memory file and mapping it fail so when a quota or the disk ends. */
const IOERR_WRITE = 778
const IOERR_SHMSIZE = 4874
const IOERR_SHMMAP = 5386

function translated<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    const code = cause instanceof Error && 'errcode' in cause && typeof cause.errcode === 'number' ? cause.errcode : 0
    const { reason, message } = explain(path, code)
    throw new StoreError(reason, message, { cause })
  }
}

function explain(path: string, code: number): { reason: StoreErrorReason; message: string } {
  if (code === IOERR_WRITE || code === IOERR_SHMSIZE || code === IOERR_SHMMAP) {
    return { reason: 'full', message: `Cannot write to ${path}: the disk is full or refuses writes.` }
  }
  switch (code & 0xff) {
    case FULL:
      return { reason: 'full', message: `Cannot write to ${path}: the disk is full.` }
    case BUSY:
      return { reason: 'locked', message: `${path} is in use by another process.` }
    case NOTADB:
      return { reason: 'invalid', message: `${path} is not a Rolecall store; point the data directory elsewhere.` }
    case CORRUPT:
      return { reason: 'invalid', message: `${path} is damaged; restore it from a backup.` }
    case READONLY:
    case CANTOPEN:
      return { reason: 'unavailable', message: `Cannot open ${path} for writing; check who owns it.` }
    default:
      return { reason: 'unavailable', message: `The store ${path} failed.` }
  }
}
