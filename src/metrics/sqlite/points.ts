import type { Database, Row } from '../../bulk/database.ts'
import { type Point, RETENTION, type SampleBatch, type SeriesQuery } from '../metric-log.ts'
import { type Distribution, merged, type Summary } from '../summary.ts'
import type { Series } from './series.ts'

/** Points that age in one transaction; more would hold up the writers. */
const AGE_STEP = 1000

export function pointHandlers(database: Database, series: Series) {
  const find = database.prepare('SELECT * FROM points WHERE series = ? AND ts = ? AND period = ? AND unit = ?')
  const put = database.prepare(
    'INSERT OR REPLACE INTO points (series, ts, period, unit, n, sum, min, max, dist) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const drop = database.prepare('DELETE FROM points WHERE series = ? AND ts = ? AND period = ? AND unit = ?')
  const old = database.prepare(`SELECT * FROM points WHERE period = ? AND ts < ? ORDER BY ts LIMIT ${AGE_STEP}`)
  const scan = database.prepare(
    'SELECT * FROM points WHERE series = ? AND ts >= ? AND ts < ? AND period <= ? AND (?5 IS NULL OR unit = ?5) ORDER BY ts',
  )
  const forgetSeries = database.prepare(
    'DELETE FROM series WHERE received < ? AND NOT EXISTS (SELECT 1 FROM points WHERE points.series = series.number)',
  )

  const addTo = (number: number, ts: number, period: number, unit: string, summary: Summary): void => {
    const row = find.get(number, ts, period, unit)
    const { n, sum, min, max, values } = row ? merged(summaryOf(row), summary) : summary
    put.run(number, ts, period, unit, n, sum, min, max, min === max || !values ? null : JSON.stringify(values))
  }

  return {
    add({ account, region, namespace, samples, receivedAt }: SampleBatch): null {
      for (const { name, dimensions, unit, resolution, timestamp, summary } of samples) {
        const number = series.touch({ account, region, namespace, name, dimensions }, receivedAt)
        addTo(number, startOf(timestamp / 1000, resolution, 0), resolution, unit, summary)
      }
      return null
    },
    read(query: SeriesQuery): readonly Point[] {
      const number = series.find(query)
      if (number === undefined) return []
      const from = query.from / 1000
      const points = new Map<string, Point>()
      for (const row of scan.iterate(number, from, query.to / 1000, query.period, query.unit ?? null)) {
        const timestamp = startOf(Number(row['ts']), query.period, from) * 1000
        const unit = String(row['unit'])
        const key = query.byUnit ? `${timestamp} ${unit}` : String(timestamp)
        const before = points.get(key)
        const summary = before ? merged(before.summary, summaryOf(row)) : summaryOf(row)
        points.set(key, { timestamp, unit, summary })
      }
      return [...points.values()]
    },
    age(now: number): boolean {
      let more = false
      for (const { period, keep, next } of RETENTION) {
        const rows = old.all(period, Math.floor(now / 1000) - keep)
        for (const row of rows) {
          const [number, ts, unit] = [Number(row['series']), Number(row['ts']), String(row['unit'])]
          if (next !== undefined) addTo(number, startOf(ts, next, 0), next, unit, summaryOf(row))
          drop.run(number, ts, period, unit)
        }
        more ||= rows.length === AGE_STEP
      }
      const longest = RETENTION.at(-1)?.keep ?? 0
      if (!more) forgetSeries.run(now - longest * 1000)
      database.exec('PRAGMA incremental_vacuum(512)')
      return more
    },
  }
}

/** The start of the period that a time falls into, with periods counted from `origin`; all in seconds. */
const startOf = (time: number, period: number, origin: number): number =>
  origin + Math.floor((time - origin) / period) * period

function summaryOf(row: Row): Summary {
  const [n, sum, min, max] = [Number(row['n']), Number(row['sum']), Number(row['min']), Number(row['max'])]
  const dist = row['dist']
  const stored: Distribution | undefined = typeof dist === 'string' ? JSON.parse(dist) : undefined // `put` wrote it.
  return { n, sum, min, max, values: min === max ? [[min, n]] : stored }
}
