import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { AwsError } from '../aws/error.ts'
import { testCaller } from '../bulk/caller-for-tests.ts'
import { memoryState } from '../state/memory-state.ts'
import { GetMetricData } from './GetMetricData.ts'
import { GetMetricStatistics } from './GetMetricStatistics.ts'
import { ListMetrics } from './ListMetrics.ts'
import { PutMetricData } from './PutMetricData.ts'
import { sqliteMetricLog } from './sqlite/metric-log.ts'

const NOW = Date.UTC(2026, 10, 23)
const MINUTE = 60_000
const DAY = 86_400_000
const METRIC = { Namespace: 'App', MetricName: 'latency' }

function setUp(t: TestContext) {
  const log = sqliteMetricLog({ directory: undefined })
  t.after(() => log.close())
  const caller = testCaller(memoryState([]), NOW)
  const put = (...MetricData: object[]) =>
    caller.run(PutMetricData(log), {
      Namespace: 'App',
      MetricData: MetricData.map((datum) => ({ MetricName: 'latency', ...datum })),
    })
  const stats = (input: object = {}) =>
    caller.run(GetMetricStatistics(log), {
      ...METRIC,
      StartTime: new Date(NOW - 10 * MINUTE),
      EndTime: new Date(NOW + 10 * MINUTE),
      Period: 60,
      Statistics: ['Sum'],
      ...input,
    })
  const data = (input: object, ...queries: object[]) =>
    caller.run(GetMetricData(log), {
      StartTime: new Date(NOW - 10 * MINUTE),
      EndTime: new Date(NOW + 10 * MINUTE),
      MetricDataQueries: queries,
      ...input,
    })
  return { log, caller, put, stats, data }
}

const refuses = (work: Promise<unknown>, code: string, message: string) =>
  assert.rejects(work, (error) => {
    assert.ok(error instanceof AwsError, String(error))
    assert.deepEqual({ code: error.code, message: error.message }, { code, message })
    return true
  })

const vectors = process.env['ROLECALL_VECTORS'] ?? join(import.meta.dirname, '../../../shared/vectors')
const file = join(vectors, 'aws-recorded-errors.json')

test('refusals are the recorded ones', { skip: !existsSync(file) && `there is no ${file}` }, async (t) => {
  const recorded: { service: string; step: string; code: string; message: string }[] = JSON.parse(
    readFileSync(file, 'utf8'),
  )
  const { put, stats } = setUp(t)
  const step = (name: string) => {
    const found = recorded.find((entry) => entry.service === 'cloudwatch' && entry.step === name)
    assert.ok(found, name)
    return [found.code, found.message] as const
  }
  await refuses(put({ Value: 1, Values: [1] }), ...step('invalid-param-combination'))
  await refuses(put({ Value: 1, StatisticValues: {} }), ...step('invalid-param-combination-2'))
  await refuses(put({ Values: [1, 2], Counts: [1] }), ...step('invalid-param-value'))
  const backwards = { StartTime: new Date(NOW), EndTime: new Date(NOW - MINUTE) }
  await refuses(stats(backwards), ...step('error-invalid-time-frame'))
  const tooMany = { StartTime: new Date(NOW - DAY), EndTime: new Date(NOW), Period: 1 }
  await refuses(stats(tooMany), ...step('error-invalid-amount-datapoints'))
})

test('data that AWS refuses is refused in its words, and nothing of the call is stored', async (t) => {
  const { log, caller, put, stats } = setUp(t)
  const bad: [object, string][] = [
    [{ Value: Number.NaN }, 'The value NaN for parameter MetricData.member.2.Value is invalid.'],
    [{ Value: 2 ** 361 }, `The value ${2 ** 361} for parameter MetricData.member.2.Value is invalid.`],
    [
      { Value: 1, StorageResolution: 300 },
      'The parameter MetricData.member.2.StorageResolution must be a value in the set [ 1, 60 ].',
    ],
    [
      { Values: Array(151).fill(1) },
      'The collection MetricData.member.2.Values must not have a size greater than 150.',
    ],
    [
      { Value: 1, Timestamp: new Date(NOW - 15 * DAY) },
      'The parameter MetricData.member.2.Timestamp must specify a time within the past two weeks.',
    ],
    [
      {
        Value: 1,
        Dimensions: [
          { Name: 'a', Value: '1' },
          { Name: 'a', Value: '2' },
        ],
      },
      'No metric may specify the same dimension name twice.',
    ],
  ]
  for (const [datum, message] of bad) await refuses(put({ Value: 1 }, datum), 'InvalidParameterValue', message)
  await assert.rejects(put({ Value: 1, Timestamp: new Date(NOW + 3 * 60 * MINUTE) }), { code: 'InvalidParameterValue' })
  await assert.rejects(put({}), { code: 'MissingParameter' })
  await refuses(
    put(...Array(1001).fill({ Value: 1 })),
    'InvalidParameterValue',
    'The collection MetricData must not have a size greater than 1000.',
  )
  await refuses(
    caller.run(PutMetricData(log), { Namespace: 'AWS/EC2', MetricData: [{ MetricName: 'm', Value: 1 }] }),
    'InvalidParameterValue',
    'The value AWS/ for parameter Namespace is invalid.',
  )
  assert.deepEqual((await stats()).Datapoints, [])
})

test('values, counted values and statistic sets add up', async (t) => {
  const { put, stats } = setUp(t)
  await put({ Value: 1 }, { Values: [2, 3], Counts: [2, 1] })
  await put({
    StatisticValues: { SampleCount: 2, Sum: 20, Minimum: 5, Maximum: 15 },
    Timestamp: new Date(NOW + MINUTE),
  })
  const { Label, Datapoints } = await stats({ Statistics: ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'] })
  assert.equal(Label, 'latency')
  assert.deepEqual(Datapoints, [
    { Timestamp: new Date(NOW), SampleCount: 4, Average: 2, Sum: 8, Minimum: 1, Maximum: 3, Unit: 'None' },
    { Timestamp: new Date(NOW + MINUTE), SampleCount: 2, Average: 10, Sum: 20, Minimum: 5, Maximum: 15, Unit: 'None' },
  ])
})

test('percentiles come as extended statistics', async (t) => {
  const { put, stats } = setUp(t)
  await put({ Values: [1, 2, 3, 4] })
  const { Datapoints } = await stats({ Statistics: undefined, ExtendedStatistics: ['p50', 'p100'] })
  assert.deepEqual(Datapoints, [{ Timestamp: new Date(NOW), ExtendedStatistics: { p50: 2, p100: 4 }, Unit: 'None' }])
  await assert.rejects(stats({ ExtendedStatistics: ['p500'] }), { code: 'InvalidParameterValue' })
  await assert.rejects(stats({ Statistics: undefined }), { code: 'InvalidParameterCombination' })
  await assert.rejects(stats({ Period: 7 }), { code: 'InvalidParameterValue' })
})

test('data of entities is metric data too', async (t) => {
  const { log, caller, stats } = setUp(t)
  const EntityMetricData = [
    { Entity: { KeyAttributes: { Name: 'x' } }, MetricData: [{ MetricName: 'latency', Value: 4 }] },
  ]
  await caller.run(PutMetricData(log), { Namespace: 'App', EntityMetricData })
  assert.equal((await stats()).Datapoints[0].Sum, 4)
  const bad = [{ MetricData: [{ MetricName: 'latency', Value: Infinity }] }]
  await refuses(
    caller.run(PutMetricData(log), { Namespace: 'App', EntityMetricData: bad }),
    'InvalidParameterValue',
    'The value Infinity for parameter EntityMetricData.member.1.MetricData.member.1.Value is invalid.',
  )
})

test('the order of dimensions says nothing', async (t) => {
  const { put, stats } = setUp(t)
  const a = { Name: 'a', Value: '1' }
  const b = { Name: 'b', Value: '2' }
  await put({ Value: 1, Dimensions: [a, b] })
  assert.equal((await stats({ Dimensions: [b, a] })).Datapoints.length, 1)
  assert.equal((await stats({ Dimensions: [a] })).Datapoints.length, 0)
})

const query = (Id: string, more: object = {}) => ({
  Id,
  MetricStat: { Metric: METRIC, Period: 60, Stat: 'Sum' },
  ...more,
})

test('queries answer newest first unless asked otherwise, with periods at their multiples', async (t) => {
  const { put, data } = setUp(t)
  await put({ Value: 1, Timestamp: new Date(NOW) }, { Value: 2, Timestamp: new Date(NOW + 61_000) })
  const { MetricDataResults } = await data({}, query('a'), query('b', { ReturnData: false }))
  assert.deepEqual(MetricDataResults, [
    {
      Id: 'a',
      Label: 'latency',
      Timestamps: [new Date(NOW + MINUTE), new Date(NOW)],
      Values: [2, 1],
      StatusCode: 'Complete',
    },
  ])
  const { MetricDataResults: up } = await data(
    { ScanBy: 'TimestampAscending', StartTime: new Date(NOW + 1000) },
    query('a'),
  )
  assert.deepEqual(up[0].Values, [1, 2])
})

test('pages of datapoints join to the whole', async (t) => {
  const { put, data } = setUp(t)
  await put(...[0, 1, 2].map((minute) => ({ Value: minute, Timestamp: new Date(NOW + minute * MINUTE) })))
  const found: Record<string, number[]> = { a: [], b: [] }
  const codes: string[] = []
  let NextToken: string | undefined
  do {
    const page = await data({ MaxDatapoints: 2, ScanBy: 'TimestampAscending', NextToken }, query('a'), query('b'))
    for (const { Id, Values, StatusCode } of page.MetricDataResults) {
      found[Id]?.push(...Values)
      codes.push(`${Id} ${StatusCode}`)
    }
    NextToken = page.NextToken
  } while (NextToken)
  assert.deepEqual(found, { a: [0, 1, 2], b: [0, 1, 2] })
  assert.deepEqual(codes, ['a PartialData', 'a Complete', 'b PartialData', 'b Complete'])
  await assert.rejects(data({ NextToken: 'x' }, query('a')), { code: 'InvalidNextToken' })
})

test('expressions and queries that make no sense are refused clearly', async (t) => {
  const { data } = setUp(t)
  await assert.rejects(data({}, { Id: 'a', Expression: 'SUM(METRICS())' }), { code: 'ValidationError' })
  await assert.rejects(data({}, query('a'), query('a')), { code: 'ValidationError' })
  await assert.rejects(data({}, query('Upper')), { code: 'ValidationError' })
  await refuses(
    data({ StartTime: new Date(NOW), EndTime: new Date(NOW) }, query('a')),
    'ValidationError',
    'The parameter StartTime must not equal parameter EndTime.',
  )
})

test('more than 500 metrics are listed in pages', async (t) => {
  const { log, caller, put } = setUp(t)
  await put(...Array.from({ length: 501 }, (_, index) => ({ MetricName: `m${index}`, Value: 1 })))
  const first = await caller.run(ListMetrics(log), { Namespace: 'App' })
  assert.equal(first.Metrics.length, 500)
  assert.deepEqual(first.Metrics[0], { Namespace: 'App', MetricName: 'm0', Dimensions: [] })
  const second = await caller.run(ListMetrics(log), { Namespace: 'App', NextToken: first.NextToken })
  assert.deepEqual(second, {
    Metrics: [{ Namespace: 'App', MetricName: 'm500', Dimensions: [] }],
    NextToken: undefined,
  })
  await assert.rejects(caller.run(ListMetrics(log), { NextToken: 'x' }), { code: 'InvalidParameterValue' })
})

test('recently active are metrics of the last three hours', async (t) => {
  const { log, caller, put } = setUp(t)
  await put({ Value: 1 })
  caller.now = NOW + 4 * 60 * MINUTE
  assert.equal((await caller.run(ListMetrics(log), {})).Metrics.length, 1)
  assert.equal((await caller.run(ListMetrics(log), { RecentlyActive: 'PT3H' })).Metrics.length, 0)
  caller.now = NOW + 15 * DAY
  assert.equal((await caller.run(ListMetrics(log), {})).Metrics.length, 0)
})

test('authorization asks with the namespace', (t) => {
  const { log, caller } = setUp(t)
  assert.deepEqual(caller.checks(PutMetricData(log), { Namespace: 'App' }), [
    { action: 'cloudwatch:PutMetricData', resource: '*', context: { 'cloudwatch:namespace': 'App' } },
  ])
})
