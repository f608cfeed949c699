import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { BulkError } from '../../bulk/bulk-error.ts'
import type { MetricLog, Point, Sample, SeriesQuery } from '../metric-log.ts'
import { summaryOfValues } from '../summary.ts'
import { type SqliteMetricLogOptions, sqliteMetricLog } from './metric-log.ts'

const NOW = Date.UTC(2026, 10, 23)
const HOUR = 3_600_000
const DAY = 24 * HOUR
const PLACE = { account: '111122223333', region: 'us-east-1' }
const METRIC = { namespace: 'App', name: 'latency', dimensions: [['host', 'a']] } as const

async function directory(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'metric-log-'))
  t.after(() => rm(path, { recursive: true, force: true }))
  return path
}

function openLog(t: TestContext, options: Partial<SqliteMetricLogOptions> = {}): MetricLog {
  const log = sqliteMetricLog({ directory: undefined, ...options })
  t.after(() => log.close())
  return log
}

const sample = (timestamp: number, value: number, more: Partial<Sample> = {}): Sample => ({
  name: METRIC.name,
  dimensions: METRIC.dimensions,
  unit: 'None',
  resolution: 60,
  timestamp,
  summary: summaryOfValues([[value, 1]]),
  ...more,
})

const add = (log: MetricLog, ...samples: Sample[]) => log.add({ ...PLACE, namespace: 'App', samples, receivedAt: NOW })

const read = (log: MetricLog, query: Partial<SeriesQuery> = {}) =>
  log.read({ ...PLACE, ...METRIC, from: NOW - DAY, to: NOW + DAY, period: 60, byUnit: true, ...query })

const sums = (points: readonly Point[]) =>
  points.map(({ timestamp, summary }) => [(timestamp - NOW) / 1000, summary.sum])

test('points outlive the engine, with their values', async (t) => {
  const path = await directory(t)
  const first = openLog(t, { directory: path })
  await add(first, sample(NOW, 1), sample(NOW + 1000, 3))
  await first.close()
  const points = await read(openLog(t, { directory: path }))
  assert.deepEqual(points, [
    {
      timestamp: NOW,
      unit: 'None',
      summary: {
        n: 2,
        sum: 4,
        min: 1,
        max: 3,
        values: [
          [1, 1],
          [3, 1],
        ],
      },
    },
  ])
})

test('concurrent batches all count', async (t) => {
  const log = openLog(t, { directory: await directory(t) })
  await Promise.all(Array.from({ length: 200 }, (_, index) => add(log, sample(NOW, index % 7))))
  const [point] = await read(log)
  assert.equal(point?.summary.n, 200)
  assert.equal(point?.summary.values?.length, 7)
})

test('periods are counted from the start of the query', async (t) => {
  const log = openLog(t)
  await add(log, ...[0, 60, 120, 180].map((second) => sample(NOW + second * 1000, 1)))
  assert.deepEqual(sums(await read(log, { period: 120, from: NOW })), [
    [0, 2],
    [120, 2],
  ])
  assert.deepEqual(sums(await read(log, { period: 120, from: NOW - 60_000 })), [
    [-60, 1],
    [60, 2],
    [180, 1],
  ])
  assert.deepEqual(sums(await read(log, { from: NOW + 60_000, to: NOW + 180_000 })), [
    [60, 1],
    [120, 1],
  ])
})

test('only high-resolution data answers periods below a minute', async (t) => {
  const log = openLog(t)
  await add(log, sample(NOW + 7000, 1, { resolution: 1 }), sample(NOW + 9000, 2, { resolution: 1 }), sample(NOW, 4))
  assert.deepEqual(sums(await read(log, { period: 5 })), [[5, 3]])
  assert.deepEqual(sums(await read(log, { period: 1 })), [
    [7, 1],
    [9, 2],
  ])
  assert.deepEqual(sums(await read(log)), [[0, 7]])
})

test('units are kept apart where asked for', async (t) => {
  const log = openLog(t)
  await add(log, sample(NOW, 1, { unit: 'Seconds' }), sample(NOW, 2))
  assert.deepEqual(
    (await read(log)).map(({ unit, summary }) => [unit, summary.sum]),
    [
      ['None', 2],
      ['Seconds', 1],
    ],
  )
  assert.deepEqual(sums(await read(log, { unit: 'Seconds' })), [[0, 1]])
  assert.deepEqual(sums(await read(log, { byUnit: false })), [[0, 3]])
})

test('accounts, regions, namespaces and dimensions do not meet', async (t) => {
  const log = openLog(t)
  await add(log, sample(NOW, 1))
  const others = [{ account: '1' }, { region: 'eu-west-1' }, { namespace: 'x' }, { name: 'x' }, { dimensions: [] }]
  for (const other of others) assert.deepEqual(await read(log, other), [])
})

test('data moves to coarser periods as it ages and is deleted in the end', async (t) => {
  const log = openLog(t)
  await add(log, sample(NOW, 1, { resolution: 1 }), sample(NOW + 1000, 2, { resolution: 1 }), sample(NOW + 60_000, 4))
  const ageTo = async (time: number) => {
    while (await log.age(time));
  }
  await ageTo(NOW + 3 * HOUR - 1000)
  assert.equal((await read(log, { period: 1 })).length, 2)
  await ageTo(NOW + 4 * HOUR)
  assert.deepEqual(await read(log, { period: 1 }), [])
  assert.deepEqual(sums(await read(log)), [
    [0, 3],
    [60, 4],
  ])
  await ageTo(NOW + 16 * DAY)
  assert.deepEqual(await read(log), [])
  assert.deepEqual(sums(await read(log, { period: 300 })), [[0, 7]])
  await ageTo(NOW + 64 * DAY)
  assert.deepEqual(await read(log, { period: 300 }), [])
  assert.deepEqual(sums(await read(log, { period: 3600 })), [[0, 7]])
  await ageTo(NOW + 456 * DAY)
  assert.deepEqual(await read(log, { period: 3600 }), [])
  assert.deepEqual((await log.list({ ...PLACE, dimensions: [], activeSince: 0, limit: 10 })).metrics, [])
})

test('metrics are listed by name and dimension, page by page', async (t) => {
  const log = openLog(t)
  const dimensions = [
    ['host', 'b'],
    ['zone', 'z'],
  ] as const
  await add(log, sample(NOW, 1), sample(NOW, 1, { dimensions }), sample(NOW, 1, { name: 'errors', dimensions: [] }))
  const list = async (query: object, limit = 10) => {
    const found: string[] = []
    let after: number | undefined
    do {
      const page = await log.list({ ...PLACE, dimensions: [], activeSince: NOW, ...query, after, limit })
      found.push(
        ...page.metrics.map(({ name, dimensions }) => `${name}${dimensions.map(([, value]) => ` ${value}`).join('')}`),
      )
      after = page.next
    } while (after !== undefined)
    return found
  }
  assert.deepEqual(await list({}), ['latency a', 'latency b z', 'errors'])
  assert.deepEqual(await list({}, 1), ['latency a', 'latency b z', 'errors'])
  assert.deepEqual(await list({ name: 'errors' }), ['errors'])
  assert.deepEqual(await list({ dimensions: [{ name: 'host', value: undefined }] }), ['latency a', 'latency b z'])
  assert.deepEqual(
    await list({
      dimensions: [
        { name: 'host', value: 'b' },
        { name: 'zone', value: 'z' },
      ],
    }),
    ['latency b z'],
  )
  assert.deepEqual(await list({ namespace: 'Other' }), [])
  assert.deepEqual(await list({ activeSince: NOW + HOUR }), [])
})

test('when there is no room nothing of the batch is stored', async (t) => {
  const log = openLog(t, { directory: await directory(t), maxBytes: 60_000 })
  const batch = Array.from({ length: 3000 }, (_, index) =>
    sample(NOW, 1, { name: `metric ${index} ${'x'.repeat(100)}` }),
  )
  await assert.rejects(add(log, ...batch), (error) => error instanceof BulkError && error.reason === 'full')
  assert.deepEqual((await log.list({ ...PLACE, dimensions: [], activeSince: 0, limit: 10 })).metrics, [])
  await add(log, sample(NOW, 1))
})
