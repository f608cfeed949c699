import { Database, type Row } from '../../store/sqlite/database.ts'
import {
  type KeyRange,
  ObjectStoreError,
  type Part,
  type StoredChecksum,
  type StoredObject,
  type Upload,
} from '../object-store.ts'
import { prepareIndex } from './schema.ts'

/** A stretch of a body: in a file, or in the index itself. */
export interface Piece {
  readonly start: number
  readonly size: number
  readonly file: string | null
  readonly data: Uint8Array | null
}

/** Greater than every text: SQLite orders blobs after text. */
const AFTER_ALL_TEXT = new Uint8Array(0)
const OBJECT = 'key, etag, size, modified, body, parts, checksum, metadata'
const PART = 'number, etag, size, modified, start, checksum'

/** Opens the index in that file for reading, made when it is missing. Throws ObjectStoreError. */
export function openReader(path: string): IndexReader {
  try {
    const database = new Database(path)
    prepareIndex(database, path)
    database.close()
    return new IndexReader(path)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'unknown'
    throw new ObjectStoreError('unavailable', `The object index ${path} cannot be opened: ${why}`, { cause })
  }
}

/** Synchronous look-ups of what is committed, on a connection of their own. */
export class IndexReader {
  readonly #database: Database
  readonly #sql

  constructor(path: string) {
    this.#database = new Database(path, { readOnly: true })
    const prepare = (sql: string) => this.#database.prepare(sql)
    this.#sql = {
      head: prepare(`SELECT ${OBJECT} FROM object WHERE bucket = ? AND key = ?`),
      list: prepare(`SELECT ${OBJECT} FROM object WHERE bucket = ? AND key >= ? AND key < ? ORDER BY key LIMIT ?`),
      any: prepare('SELECT 1 AS one FROM object WHERE bucket = ? LIMIT 1'),
      parts: prepare(`SELECT ${PART} FROM piece WHERE body = ? AND number > ? ORDER BY number LIMIT ?`),
      part: prepare(`SELECT ${PART} FROM piece WHERE body = ? AND number = ?`),
      pieces: prepare(
        'SELECT start, size, file, data FROM piece WHERE body = ? AND start <= ? AND start + size > ? ORDER BY number',
      ),
      upload: prepare('SELECT record FROM upload WHERE id = ?'),
      uploads: prepare(
        'SELECT record FROM upload WHERE bucket = ? AND key >= ? AND key < ? ORDER BY key, initiated, id LIMIT ?',
      ),
      files: prepare('SELECT file FROM piece WHERE file >= ? AND file < ?'),
    }
  }

  head(bucket: string, key: string): StoredObject | undefined {
    const row = this.#sql.head.get(bucket, key)
    return row && toObject(row)
  }

  list(bucket: string, { from, to, limit }: KeyRange): readonly StoredObject[] {
    return [...this.#sql.list.iterate(bucket, from, to ?? AFTER_ALL_TEXT, limit)].map(toObject)
  }

  isEmpty(bucket: string): boolean {
    return this.#sql.any.get(bucket) === undefined
  }

  parts(body: string, after: number, limit: number): readonly Part[] {
    return [...this.#sql.parts.iterate(body, after, limit)].map(toPart)
  }

  part(body: string, number: number): Part | undefined {
    const row = this.#sql.part.get(body, number)
    return row && toPart(row)
  }

  /** The pieces that hold the bytes from `first` to `last`. */
  pieces(body: string, first: number, last: number): readonly Piece[] {
    return [...this.#sql.pieces.iterate(body, last, first)].map((row) => ({
      start: number(row, 'start'),
      size: number(row, 'size'),
      file: typeof row['file'] === 'string' ? row['file'] : null,
      data: row['data'] instanceof Uint8Array ? row['data'] : null,
    }))
  }

  upload(id: string): Upload | undefined {
    const row = this.#sql.upload.get(id)
    return row && parsed(text(row, 'record'))
  }

  uploads(bucket: string, { from, to, limit }: KeyRange): readonly Upload[] {
    return [...this.#sql.uploads.iterate(bucket, from, to ?? AFTER_ALL_TEXT, limit)].map((row) =>
      parsed(text(row, 'record')),
    )
  }

  /** Names of the files that rows name in one folder. */
  files(shard: string): ReadonlySet<string> {
    return new Set([...this.#sql.files.iterate(shard, `${shard}g`)].map((row) => text(row, 'file')))
  }

  close(): void {
    this.#database.close()
  }
}

const toObject = (row: Row): StoredObject => ({
  key: text(row, 'key'),
  etag: text(row, 'etag'),
  size: number(row, 'size'),
  modified: number(row, 'modified'),
  body: text(row, 'body'),
  partCount: number(row, 'parts'),
  checksum: toChecksum(row),
  metadata: parsed(text(row, 'metadata')),
})

const toPart = (row: Row): Part => ({
  number: number(row, 'number'),
  etag: text(row, 'etag'),
  size: number(row, 'size'),
  modified: number(row, 'modified'),
  start: number(row, 'start'),
  checksum: toChecksum(row),
})

const toChecksum = (row: Row): StoredChecksum | undefined =>
  typeof row['checksum'] === 'string' ? parsed(row['checksum']) : undefined

const number = (row: Row, column: string): number => Number(row[column])
const text = (row: Row, column: string): string => String(row[column])

/** The writing side of this folder put the record's type into this column. */
const parsed = <T>(json: string): T => JSON.parse(json) as T
