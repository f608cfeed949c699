import type { Database } from '../../bulk/database.ts'
import type { Dimensions, MetricName, MetricPlace, MetricsPage, MetricsQuery } from '../metric-log.ts'

/** A series is touched at most this often, in milliseconds, so that most samples write only their point. */
const TOUCH_EVERY = 60_000

export type Series = ReturnType<typeof seriesHandlers>

/** Metrics by their names; what a point's `series` refers to. */
export function seriesHandlers(database: Database) {
  const key = 'account = ? AND region = ? AND namespace = ? AND name = ? AND dims = ?'
  const find = database.prepare(`SELECT number, received FROM series WHERE ${key}`)
  const add = database.prepare(
    'INSERT INTO series (account, region, namespace, name, dims, received) VALUES (?, ?, ?, ?, ?, ?) RETURNING number',
  )
  const touch = database.prepare('UPDATE series SET received = ? WHERE number = ?')
  const scan = database.prepare(`SELECT number, namespace, name, dims FROM series
    WHERE account = ?1 AND region = ?2 AND (?3 IS NULL OR namespace = ?3) AND (?4 IS NULL OR name = ?4)
      AND received >= ?5 AND number > ?6 ORDER BY number`)

  const keyOf = ({ account, region, namespace, name, dimensions }: MetricPlace & MetricName) =>
    [account, region, namespace, name, JSON.stringify(dimensions)] as const

  return {
    find: (metric: MetricPlace & MetricName): number | undefined => {
      const row = find.get(...keyOf(metric))
      return row && Number(row['number'])
    },
    touch(metric: MetricPlace & MetricName, receivedAt: number): number {
      const row = find.get(...keyOf(metric)) ?? add.get(...keyOf(metric), receivedAt)
      const number = Number(row?.['number'])
      if (Number(row?.['received'] ?? receivedAt) + TOUCH_EVERY <= receivedAt) touch.run(receivedAt, number)
      return number
    },
    list({ account, region, namespace, name, dimensions, activeSince, after, limit }: MetricsQuery): MetricsPage {
      const metrics: MetricName[] = []
      let last: number | undefined
      const since = activeSince - TOUCH_EVERY
      for (const row of scan.iterate(account, region, namespace ?? null, name ?? null, since, after ?? 0)) {
        const found: Dimensions = JSON.parse(String(row['dims'])) // JSON.parse answers any; `touch` wrote it.
        if (!dimensions.every((wanted) => found.some((one) => matches(one, wanted)))) continue
        if (metrics.length === limit) return { metrics, next: last }
        metrics.push({ namespace: String(row['namespace']), name: String(row['name']), dimensions: found })
        last = Number(row['number'])
      }
      return { metrics, next: undefined }
    },
  }
}

const matches = (
  [name, value]: Dimensions[number],
  wanted: { readonly name: string; readonly value: string | undefined },
): boolean => name === wanted.name && (wanted.value === undefined || value === wanted.value)
