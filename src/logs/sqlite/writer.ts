import type { Database } from '../../bulk/database.ts'
import { type AppendResult, EVENT_OVERHEAD_BYTES, type EventBatch } from '../event-log.ts'

/** Deleted in one transaction; more would hold up the writers. */
const DELETE_STEP = 2000

export function eventWriter(database: Database) {
  const findStream = database.prepare(
    'SELECT streams.number, streams.grp, streams.seq FROM streams JOIN groups ON groups.number = streams.grp WHERE groups.id = ? AND streams.name = ?',
  )
  const addEvent = database.prepare(
    'INSERT INTO events (grp, stream, ts, ingested, message) VALUES (?, ?, ?, ?, ?) RETURNING seq',
  )
  const touchStream = database.prepare(
    'UPDATE streams SET last_event = max(last_event, ?), last_ingested = ?, bytes = bytes + ?, seq = ? WHERE number = ?',
  )
  const moreBytes = database.prepare('UPDATE groups SET bytes = max(0, bytes + ?) WHERE number = ?')
  const streamBytes = database.prepare('UPDATE streams SET bytes = max(0, bytes + ?) WHERE number = ?')
  const findGroup = database.prepare('SELECT number FROM groups WHERE id = ?')
  const expireEvents = database.prepare(
    `DELETE FROM events WHERE seq IN (SELECT seq FROM events WHERE grp = ? AND ts < ? LIMIT ${DELETE_STEP})
      RETURNING stream, octet_length(message) + ${EVENT_OVERHEAD_BYTES} AS bytes`,
  )
  const nextGarbage = database.prepare('SELECT stream FROM garbage LIMIT 1')
  const dropEvents = database.prepare(
    `DELETE FROM events WHERE seq IN (SELECT seq FROM events WHERE stream = ? LIMIT ${DELETE_STEP}) RETURNING seq`,
  )
  const dropGarbage = database.prepare('DELETE FROM garbage WHERE stream = ?')
  const freePages = (): void => database.exec('PRAGMA incremental_vacuum(512)')

  return {
    append({ group, stream, events, ingestedAt }: EventBatch): AppendResult {
      const found = findStream.get(group, stream)
      if (!found) return { result: 'no stream' }
      const number = Number(found['number'])
      const grp = Number(found['grp'])
      let seq = Number(found['seq'])
      let last = -1
      let bytes = 0
      for (const { timestamp, message } of events) {
        seq = Number(addEvent.get(grp, number, timestamp, ingestedAt, message)?.['seq'])
        last = Math.max(last, timestamp)
        bytes += Buffer.byteLength(message) + EVENT_OVERHEAD_BYTES
      }
      if (events.length > 0) {
        touchStream.run(last, ingestedAt, bytes, seq, number)
        moreBytes.run(bytes, grp)
      }
      return { result: 'appended', seq }
    },
    expire({ group, before }: { readonly group: string; readonly before: number }): boolean {
      const grp = findGroup.get(group)?.['number']
      if (grp === undefined) return false
      const deleted = expireEvents.all(grp, before)
      const byStream = new Map<number, number>()
      for (const row of deleted) {
        const stream = Number(row['stream'])
        byStream.set(stream, (byStream.get(stream) ?? 0) + Number(row['bytes']))
      }
      for (const [stream, bytes] of byStream) streamBytes.run(-bytes, stream)
      for (const bytes of byStream.values()) moreBytes.run(-bytes, grp)
      if (deleted.length > 0) freePages()
      return deleted.length === DELETE_STEP
    },
    collect(): boolean {
      const stream = nextGarbage.get()?.['stream']
      if (stream === undefined) return false
      if (dropEvents.all(stream).length < DELETE_STEP) dropGarbage.run(stream)
      freePages()
      return true
    },
  }
}
