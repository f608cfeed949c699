/** What the writing thread is asked to do. Each command is decided and done in one transaction, or leaves no trace. */
import type { Database, Row, Statement } from '../../store/sqlite/database.ts'
import type { WriteCondition, WriteResult } from '../object-store.ts'

/** The columns of an object; `metadata`, `checksum` are JSON text. */
export interface ObjectRow {
  readonly bucket: string
  readonly key: string
  readonly etag: string
  readonly size: number
  readonly modified: number
  readonly checksum: string | null
  readonly metadata: string
}

export interface PieceRow {
  readonly number: number
  readonly size: number
  readonly modified: number
  readonly etag: string
  readonly checksum: string | null
  readonly file: string | null
  readonly data: Uint8Array | null
}

export type Command =
  | {
      readonly kind: 'put'
      readonly object: ObjectRow
      readonly body: string
      readonly piece: PieceRow
      readonly condition: WriteCondition | undefined
    }
  | {
      readonly kind: 'delete'
      readonly bucket: string
      readonly key: string
      readonly condition: WriteCondition | undefined
    }
  | {
      readonly kind: 'metadata'
      readonly bucket: string
      readonly key: string
      readonly body: string
      readonly metadata: string
    }
  | {
      readonly kind: 'create-upload'
      readonly id: string
      readonly bucket: string
      readonly key: string
      readonly initiated: number
      readonly record: string
    }
  | { readonly kind: 'put-part'; readonly upload: string; readonly piece: PieceRow }
  | {
      readonly kind: 'complete'
      readonly upload: string
      readonly object: ObjectRow
      readonly parts: readonly number[]
      readonly condition: WriteCondition | undefined
    }
  | { readonly kind: 'abort'; readonly upload: string }
  | { readonly kind: 'drop-bucket'; readonly bucket: string }

/** `garbage`: files that no row names any more, to be removed once the transaction is durable. */
export interface Outcome {
  readonly result: WriteResult
  readonly garbage: readonly string[]
}

const DONE: Outcome = { result: { ok: true }, garbage: [] }
const refused = (why: 'exists' | 'missing' | 'differs'): Outcome => ({ result: { ok: false, why }, garbage: [] })

/** Carries out commands on one connection. Call it inside a transaction. */
export function commandRunner(database: Database): (command: Command) => Outcome {
  const sql = prepareAll(database)

  const standing = (bucket: string, key: string) => sql.object.get(bucket, key)

  const violation = (row: Row | undefined, condition: WriteCondition | undefined) => {
    if (!condition) return undefined
    if (condition.kind === 'absent') return row ? 'exists' : undefined
    if (!row) return 'missing'
    return condition.etag === '*' || row['etag'] === condition.etag ? undefined : 'differs'
  }

  const dropBody = (body: string): string[] => {
    const files = [...sql.filesOfBody.iterate(body)].map((row) => String(row['file']))
    sql.deletePieces.run(body)
    return files
  }

  const insertPiece = (body: string, piece: PieceRow) =>
    sql.insertPiece.run(
      body,
      piece.number,
      0,
      piece.size,
      piece.modified,
      piece.etag,
      piece.checksum,
      piece.file,
      piece.data,
    )

  const replaceObject = (object: ObjectRow, body: string, parts: number, before: Row | undefined): string[] => {
    const garbage = before ? dropBody(String(before['body'])) : []
    const { bucket, key, etag, size, modified, checksum, metadata } = object
    sql.putObject.run(bucket, key, etag, size, modified, body, parts, checksum, metadata)
    return garbage
  }

  const done = (garbage: readonly string[]): Outcome =>
    garbage.length === 0 ? DONE : { result: { ok: true }, garbage }

  return (command) => {
    switch (command.kind) {
      case 'put': {
        const before = standing(command.object.bucket, command.object.key)
        const why = violation(before, command.condition)
        if (why) return refused(why)
        const garbage = replaceObject(command.object, command.body, 0, before)
        insertPiece(command.body, command.piece)
        return done(garbage)
      }
      case 'delete': {
        const before = standing(command.bucket, command.key)
        const why = violation(before, command.condition)
        if (why) return refused(why)
        if (!before) return DONE
        sql.deleteObject.run(command.bucket, command.key)
        return done(dropBody(String(before['body'])))
      }
      case 'metadata': {
        const changed = sql.setMetadata.run(command.metadata, command.bucket, command.key, command.body)
        return changed === 0 ? refused('missing') : DONE
      }
      case 'create-upload':
        sql.insertUpload.run(command.id, command.bucket, command.key, command.initiated, command.record)
        return DONE
      case 'put-part': {
        if (!sql.upload.get(command.upload)) return refused('missing')
        const before = sql.piece.get(command.upload, command.piece.number)
        sql.deletePiece.run(command.upload, command.piece.number)
        insertPiece(command.upload, command.piece)
        return done(typeof before?.['file'] === 'string' ? [before['file']] : [])
      }
      case 'complete': {
        if (!sql.upload.get(command.upload)) return refused('missing')
        const before = standing(command.object.bucket, command.object.key)
        const why = violation(before, command.condition)
        if (why) return refused(why)
        const garbage = keepParts(sql, command.upload, command.parts)
        garbage.push(...replaceObject(command.object, command.upload, command.parts.length, before))
        sql.deleteUpload.run(command.upload)
        return done(garbage)
      }
      case 'abort':
        if (sql.deleteUpload.run(command.upload) === 0) return refused('missing')
        return done(dropBody(command.upload))
      case 'drop-bucket': {
        const bodies = [...sql.bodiesOfBucket.iterate(command.bucket, command.bucket)].map((row) => String(row['body']))
        const garbage = bodies.flatMap(dropBody)
        sql.deleteObjects.run(command.bucket)
        sql.deleteUploads.run(command.bucket)
        return done(garbage)
      }
    }
  }
}

/** Leaves only the chosen parts and sets where each begins; answers the files of the others. */
function keepParts(sql: Statements, upload: string, parts: readonly number[]): string[] {
  const chosen = new Set(parts)
  const garbage: string[] = []
  let start = 0
  for (const row of [...sql.pieces.iterate(upload)]) {
    const number = Number(row['number'])
    if (chosen.has(number)) {
      sql.setStart.run(start, upload, number)
      start += Number(row['size'])
    } else {
      sql.deletePiece.run(upload, number)
      if (typeof row['file'] === 'string') garbage.push(row['file'])
    }
  }
  return garbage
}

type Statements = ReturnType<typeof prepareAll>

const prepareAll = (database: Database) =>
  ({
    object: database.prepare('SELECT etag, body FROM object WHERE bucket = ? AND key = ?'),
    putObject: database.prepare('INSERT OR REPLACE INTO object VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)'),
    deleteObject: database.prepare('DELETE FROM object WHERE bucket = ? AND key = ?'),
    deleteObjects: database.prepare('DELETE FROM object WHERE bucket = ?'),
    setMetadata: database.prepare('UPDATE object SET metadata = ? WHERE bucket = ? AND key = ? AND body = ?'),
    insertUpload: database.prepare('INSERT INTO upload VALUES (?, ?, ?, ?, ?)'),
    upload: database.prepare('SELECT 1 AS one FROM upload WHERE id = ?'),
    deleteUpload: database.prepare('DELETE FROM upload WHERE id = ?'),
    deleteUploads: database.prepare('DELETE FROM upload WHERE bucket = ?'),
    bodiesOfBucket: database.prepare(
      'SELECT body FROM object WHERE bucket = ? UNION ALL SELECT id AS body FROM upload WHERE bucket = ?',
    ),
    insertPiece: database.prepare('INSERT INTO piece VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)'),
    piece: database.prepare('SELECT file FROM piece WHERE body = ? AND number = ?'),
    pieces: database.prepare('SELECT number, size, file FROM piece WHERE body = ? ORDER BY number'),
    filesOfBody: database.prepare('SELECT file FROM piece WHERE body = ? AND file IS NOT NULL'),
    setStart: database.prepare('UPDATE piece SET start = ? WHERE body = ? AND number = ?'),
    deletePiece: database.prepare('DELETE FROM piece WHERE body = ? AND number = ?'),
    deletePieces: database.prepare('DELETE FROM piece WHERE body = ?'),
  }) satisfies Record<string, Statement>
