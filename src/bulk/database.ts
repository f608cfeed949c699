import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { BulkError, type BulkErrorReason } from './bulk-error.ts'

export type Value = string | number | null | Uint8Array
export type Row = Readonly<Record<string, Value>>

/** A prepared statement; every method throws BulkError. */
export interface Statement {
  get(...values: Value[]): Row | undefined
  all(...values: Value[]): readonly Row[]
  /** Rows as they are read; leaving the loop early frees the statement. */
  iterate(...values: Value[]): Iterable<Row>
  run(...values: Value[]): void
}

export interface DatabaseOptions {
  /** The file, made with its folder (0600, 0700) when missing; undefined keeps everything in memory. */
  readonly path: string | undefined
  /** SQL that makes the tables of this version. */
  readonly schema: string
  /** Written into the file; a file of another version is refused. */
  readonly version: number
  /** Writes that would make the file larger fail with `full`; undefined leaves it to the disk. */
  readonly maxBytes?: number | undefined
  /** `written`: a power failure may cost the last transactions, never the file. Default `durable`: it costs none. */
  readonly commits?: 'durable' | 'written'
}

const PAGE_BYTES = 4096

/** The only place of the bulk engines that knows `node:sqlite`. */
export class Database {
  readonly #sqlite: DatabaseSync

  /** Throws BulkError `locked`, `invalid`, `full` or `unavailable`. */
  constructor(options: DatabaseOptions) {
    const { path } = options
    if (path !== undefined) createPrivate(path)
    this.#sqlite = translated(() => new DatabaseSync(path ?? ':memory:', { timeout: 0 }))
    try {
      this.#prepareFile(options)
    } catch (error) {
      this.#sqlite.close()
      throw error
    }
  }

  #prepareFile({ schema, version, maxBytes, commits = 'durable' }: DatabaseOptions): void {
    // Exclusive before WAL: one owner, no shared-memory file, and a second process notices at once.
    this.exec('PRAGMA locking_mode=EXCLUSIVE; PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL')
    this.exec(`PRAGMA synchronous=${commits === 'durable' ? 'FULL' : 'NORMAL'}`)
    this.exec('PRAGMA foreign_keys=OFF; PRAGMA temp_store=MEMORY')
    this.transaction(() => {
      const found = Number(this.prepare('PRAGMA user_version').get()?.['user_version'])
      if (found === 0) {
        this.exec(schema)
        this.exec(`PRAGMA user_version=${version}`)
      } else if (found !== version) {
        throw new BulkError('invalid', `The file has format ${found}; this version reads format ${version}.`)
      }
    })
    if (maxBytes !== undefined) this.exec(`PRAGMA max_page_count=${Math.ceil(maxBytes / PAGE_BYTES)}`)
  }

  exec(sql: string): void {
    translated(() => this.#sqlite.exec(sql))
  }

  prepare(sql: string): Statement {
    const statement: StatementSync = translated(() => this.#sqlite.prepare(sql))
    return {
      // As Row: columns hold what our schemas put there: text, numbers, bytes and nulls, never bigints.
      get: (...values) => translated(() => statement.get(...values) as Row | undefined),
      all: (...values) => translated(() => statement.all(...values) as Row[]), // as above
      *iterate(...values) {
        const rows = translated(() => statement.iterate(...values))
        try {
          for (let next = translated(() => rows.next()); !next.done; next = translated(() => rows.next()))
            yield next.value as Row // as above
        } finally {
          rows.return?.()
        }
      },
      run: (...values) => {
        translated(() => statement.run(...values))
      },
    }
  }

  /** Runs `work` in one transaction; whatever it throws rolls everything back. */
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
    translated(() => this.#sqlite.close())
  }
}

function createPrivate(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    closeSync(openSync(path, 'a', 0o600))
    chmodSync(path, 0o600)
  } catch (cause) {
    throw new BulkError('unavailable', `The file ${path} cannot be opened for writing.`, { cause })
  }
}

const SQLITE_BUSY = 5
const SQLITE_FULL = 13
const SQLITE_CORRUPT = 11
const SQLITE_NOTADB = 26

function translated<T>(work: () => T): T {
  try {
    return work()
  } catch (cause) {
    if (cause instanceof BulkError) throw cause
    const { reason, message } = describe(primaryCode(cause))
    throw new BulkError(reason, message, { cause })
  }
}

function primaryCode(error: unknown): number | undefined {
  const code = error instanceof Error && 'errcode' in error ? error.errcode : undefined
  return typeof code === 'number' ? code & 0xff : undefined
}

function describe(code: number | undefined): { reason: BulkErrorReason; message: string } {
  if (code === SQLITE_FULL) return { reason: 'full', message: 'There is no room left to store it.' }
  if (code === SQLITE_BUSY) return { reason: 'locked', message: 'Another process has the file open.' }
  if (code === SQLITE_CORRUPT || code === SQLITE_NOTADB)
    return { reason: 'invalid', message: 'The file is damaged or is not a database.' }
  return { reason: 'unavailable', message: 'The storage failed.' }
}
