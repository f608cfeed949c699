import type { Database, Row, Statement } from '../../bulk/database.ts'
import {
  EVENT_OVERHEAD_BYTES,
  type EventsPage,
  type EventsQuery,
  type LoggedEvent,
  PAGE_LIMITS,
  type Position,
} from '../event-log.ts'
import { compileFilterPattern } from '../filter-pattern/compile.ts'

const MAX_TIME = Number.MAX_SAFE_INTEGER

/** Answers one page of events, looking at no more than PAGE_LIMITS says. */
export function eventReader(database: Database): (query: EventsQuery) => EventsPage {
  const findGroup = database.prepare('SELECT number FROM groups WHERE id = ?')
  const findStream = database.prepare('SELECT number FROM streams WHERE grp = ? AND name = ?')
  const streamName = database.prepare('SELECT name FROM streams WHERE number = ?')
  const scan = scans(database)

  return (query) => {
    const group = findGroup.get(query.group)?.['number']
    const wanted = new Map<number, string>()
    for (const name of query.streams ?? []) {
      const number = group === undefined ? undefined : findStream.get(group, name)?.['number']
      if (number === undefined) return { missingStream: name }
      wanted.set(Number(number), name)
    }
    if (group === undefined) return { events: [], next: undefined }
    const [only] = wanted.size === 1 ? wanted.keys() : []
    const rows = scan(only === undefined ? { grp: Number(group) } : { stream: only }, query)
    const nameOf = nameFinder(query, wanted, streamName)
    return page(rows, query, nameOf)
  }
}

/** A stream's name when the query wants its events; streams that were deleted have none. */
function nameFinder(
  { streams, streamPrefix }: EventsQuery,
  wanted: ReadonlyMap<number, string>,
  streamName: Statement,
): (stream: number) => string | undefined {
  if (streams) return (stream) => wanted.get(stream)
  const known = new Map<number, string | undefined>()
  return (stream) => {
    if (!known.has(stream)) {
      const name = streamName.get(stream)?.['name']
      const wantedName = typeof name === 'string' && name.startsWith(streamPrefix ?? '') ? name : undefined
      known.set(stream, wantedName)
    }
    return known.get(stream)
  }
}

type Where = { readonly grp: number } | { readonly stream: number }

function scans(database: Database): (where: Where, query: EventsQuery) => Iterable<Row> {
  const prepare = (column: 'grp' | 'stream', order: 'ASC' | 'DESC', past: '>' | '<'): Statement =>
    database.prepare(`SELECT seq, ts, ingested, stream, message FROM events
      WHERE ${column} = ?1 AND ts >= ?2 AND ts < ?3 AND (ts, seq) ${past} (?4, ?5) ORDER BY ts ${order}, seq ${order}`)
  const statements = {
    grp: { ascending: prepare('grp', 'ASC', '>'), descending: prepare('grp', 'DESC', '<') },
    stream: { ascending: prepare('stream', 'ASC', '>'), descending: prepare('stream', 'DESC', '<') },
  }
  return (where, { from = 0, to = MAX_TIME, order, after }) => {
    const start = after ?? (order === 'ascending' ? { timestamp: -1, seq: 0 } : { timestamp: MAX_TIME, seq: 0 })
    // The index narrows by plain bounds only, so the place to go on from is one of them too.
    const low = order === 'ascending' ? Math.max(from, start.timestamp) : from
    const high = order === 'descending' ? Math.min(to, start.timestamp + 1) : to
    const statement = 'grp' in where ? statements.grp[order] : statements.stream[order]
    const key = 'grp' in where ? where.grp : where.stream
    return statement.iterate(key, low, high, start.timestamp, start.seq)
  }
}

function page(
  rows: Iterable<Row>,
  { limit, pattern }: EventsQuery,
  nameOf: (stream: number) => string | undefined,
): EventsPage {
  const matches = compileFilterPattern(pattern ?? '')
  const events: LoggedEvent[] = []
  let last: Position | undefined
  let scanned = 0
  let scannedBytes = 0
  let bytes = 0
  for (const row of rows) {
    if (events.length === limit || scanned === PAGE_LIMITS.scannedEvents || scannedBytes > PAGE_LIMITS.scannedBytes)
      return { events, next: last }
    const place = { timestamp: Number(row['ts']), seq: Number(row['seq']) }
    const message = String(row['message'])
    const stream = nameOf(Number(row['stream']))
    if (stream !== undefined && matches(message)) {
      bytes += Buffer.byteLength(message) + EVENT_OVERHEAD_BYTES
      if (bytes > PAGE_LIMITS.bytes && events.length > 0) return { events, next: last }
      events.push({ ...place, stream, message, ingestedAt: Number(row['ingested']) })
    }
    last = place
    scanned += 1
    scannedBytes += message.length
  }
  return { events, next: undefined }
}
