import type { Database, Row, Statement } from '../../bulk/database.ts'
import type { StreamInfo, StreamKey, StreamsPage, StreamsQuery } from '../event-log.ts'

/** Streams and groups: what stands beside the events. */
export function streamHandlers(database: Database) {
  const groupNumber = database.prepare('SELECT number FROM groups WHERE id = ?')
  const addGroup = database.prepare('INSERT INTO groups (id) VALUES (?) ON CONFLICT DO NOTHING')
  const addStream = database.prepare(
    'INSERT INTO streams (grp, name, created) VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING number',
  )
  const dropStream = database.prepare('DELETE FROM streams WHERE grp = ? AND name = ? RETURNING number, bytes')
  const lessBytes = database.prepare('UPDATE groups SET bytes = max(0, bytes - ?) WHERE number = ?')
  const addGarbage = database.prepare('INSERT INTO garbage (stream) VALUES (?)')
  const groupGarbage = database.prepare('INSERT INTO garbage (stream) SELECT number FROM streams WHERE grp = ?')
  const dropStreams = database.prepare('DELETE FROM streams WHERE grp = ?')
  const dropGroup = database.prepare('DELETE FROM groups WHERE number = ?')
  const groupIds = database.prepare('SELECT id FROM groups')
  const groupBytes = database.prepare('SELECT bytes FROM groups WHERE id = ?')
  const pages = streamPages(database)

  return {
    create({ group, stream, createdAt }: StreamKey & { readonly createdAt: number }): 'created' | 'exists' {
      addGroup.run(group)
      return addStream.get(Number(groupNumber.get(group)?.['number']), stream, createdAt) ? 'created' : 'exists'
    },
    remove({ group, stream }: StreamKey): 'deleted' | 'no stream' {
      const number = groupNumber.get(group)?.['number']
      const dropped = number === undefined ? undefined : dropStream.get(number, stream)
      if (number === undefined || !dropped) return 'no stream'
      addGarbage.run(dropped['number'] ?? null)
      lessBytes.run(dropped['bytes'] ?? null, number)
      return 'deleted'
    },
    removeGroup(group: string): null {
      const number = groupNumber.get(group)?.['number']
      if (number === undefined) return null
      groupGarbage.run(number)
      dropStreams.run(number)
      dropGroup.run(number)
      return null
    },
    page(query: StreamsQuery): StreamsPage {
      const number = groupNumber.get(query.group)?.['number']
      return number === undefined ? { streams: [], next: undefined } : pages(Number(number), query)
    },
    groups: (): readonly string[] => groupIds.all().map((row) => String(row['id'])),
    storedBytes: (groups: readonly string[]): readonly number[] =>
      groups.map((group) => Number(groupBytes.get(group)?.['bytes'] ?? 0)),
  }
}

const COLUMNS = `name, created, last_event, last_ingested, seq,
  (SELECT min(ts) FROM events WHERE events.stream = streams.number) AS first_event`
const PREFIX = 'name >= ?1 AND substr(name, 1, ?2) = ?1'

function streamPages(database: Database): (group: number, query: StreamsQuery) => StreamsPage {
  const byName = (order: 'ASC' | 'DESC', past: '<' | '>'): Statement =>
    database.prepare(`SELECT ${COLUMNS} FROM streams
      WHERE grp = ?3 AND ${PREFIX} AND (?4 IS NULL OR name ${past} ?4) AND ?5 IS NOT NULL ORDER BY name ${order} LIMIT ?6`)
  const byLastEvent = (order: 'ASC' | 'DESC', past: '<' | '>'): Statement =>
    database.prepare(`SELECT ${COLUMNS} FROM streams
      WHERE grp = ?3 AND ${PREFIX} AND (?4 IS NULL OR (last_event, name) ${past} (?5, ?4))
      ORDER BY last_event ${order}, name ${order} LIMIT ?6`)
  const statements = {
    name: { up: byName('ASC', '>'), down: byName('DESC', '<') },
    'last event': { up: byLastEvent('ASC', '>'), down: byLastEvent('DESC', '<') },
  }
  return (group, { prefix = '', orderBy, descending, after, limit }) => {
    const statement = statements[orderBy][descending ? 'down' : 'up']
    const rows = statement.all(
      prefix,
      [...prefix].length,
      group,
      after?.name ?? null,
      after?.lastEvent ?? -1,
      limit + 1,
    )
    const shown = rows.slice(0, limit)
    const last = shown.at(-1)
    const next =
      rows.length > limit && last ? { name: String(last['name']), lastEvent: Number(last['last_event']) } : undefined
    return { streams: shown.map(streamInfo), next }
  }
}

const streamInfo = (row: Row): StreamInfo => ({
  name: String(row['name']),
  createdAt: Number(row['created']),
  firstEvent: optional(row['first_event']),
  lastEvent: row['last_event'] === -1 ? undefined : optional(row['last_event']),
  lastIngested: optional(row['last_ingested']),
  seq: Number(row['seq']),
})

const optional = (value: Row[string] | undefined): number | undefined =>
  value === null || value === undefined ? undefined : Number(value)
