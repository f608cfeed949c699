import { GetMetricDataCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { cloudwatch } from '../aws/cloudwatch.ts'
import { everyPage } from '../aws/every-page.ts'
import { endsOf, type TimeRange } from '../parts/time-range.ts'
import { type MetricName, metricText } from './metric.ts'
import { autoPeriod } from './period.ts'

/** Every metric that has had data in the last two weeks; 500 a call. */
export const useMetrics = () => useQuery({ queryKey: ['metrics'], queryFn: listMetrics })

const listMetrics = (): Promise<MetricName[]> =>
  everyPage(async (NextToken: string | undefined) => {
    const { Metrics = [], NextToken: next } = await cloudwatch().send(new ListMetricsCommand({ NextToken }))
    const items = Metrics.map(({ Namespace = '', MetricName = '', Dimensions = [] }) => ({
      namespace: Namespace,
      name: MetricName,
      dimensions: Dimensions.map(({ Name = '', Value = '' }) => ({ name: Name, value: Value })),
    }))
    return { items, next }
  })

/** The statistics that are offered, in CloudWatch's order. */
export const STATISTICS = ['Average', 'Minimum', 'Maximum', 'Sum', 'SampleCount', 'p50', 'p90', 'p95', 'p99'] as const

export interface GraphQuestion {
  readonly metrics: readonly MetricName[]
  readonly statistic: string
  /** In seconds; absent: by the length of the time. */
  readonly period: number | undefined
  readonly range: TimeRange
}

export interface Graph {
  readonly start: Date
  readonly end: Date
  readonly period: number
  readonly lines: readonly Line[]
}

export interface Line {
  readonly metric: MetricName
  readonly points: readonly { readonly x: Date; readonly y: number }[]
}

export const useGraph = (question: GraphQuestion) =>
  useQuery({
    queryKey: ['graph', question],
    queryFn: () => readGraph(question),
    enabled: question.metrics.length > 0,
    placeholderData: keepPreviousData,
  })

async function readGraph({ metrics, statistic, period: chosen, range }: GraphQuestion): Promise<Graph> {
  const { start, end } = endsOf(range)
  const period = chosen ?? autoPeriod(end - start)
  const results = await everyPage(async (NextToken: string | undefined) => {
    const answer = await cloudwatch().send(
      new GetMetricDataCommand({
        StartTime: new Date(start),
        EndTime: new Date(end),
        ScanBy: 'TimestampAscending',
        NextToken,
        MetricDataQueries: metrics.map(({ namespace, name, dimensions }, index) => ({
          Id: `m${index}`,
          MetricStat: {
            Metric: {
              Namespace: namespace,
              MetricName: name,
              Dimensions: dimensions.map((dimension) => ({ Name: dimension.name, Value: dimension.value })),
            },
            Period: period,
            Stat: statistic,
          },
        })),
      }),
    )
    return { items: answer.MetricDataResults ?? [], next: answer.NextToken }
  })
  const lines = metrics.map((metric, index) => ({
    metric,
    points: results
      .filter(({ Id }) => Id === `m${index}`)
      .flatMap(({ Timestamps = [], Values = [] }) => Timestamps.map((x, at) => ({ x, y: Values[at] ?? 0 }))),
  }))
  return { start: new Date(start), end: new Date(end), period, lines }
}

export interface DataPoint {
  readonly time: Date
  /** By the text of the metric. */
  readonly values: ReadonlyMap<string, number>
}

/** The points of all lines by their time, the newest first. */
export function pointsOf({ lines }: Graph): readonly DataPoint[] {
  const byTime = new Map<number, Map<string, number>>()
  for (const { metric, points } of lines) {
    for (const { x, y } of points) {
      const values = byTime.get(x.getTime()) ?? new Map<string, number>()
      byTime.set(x.getTime(), values.set(metricText(metric), y))
    }
  }
  return [...byTime].sort(([a], [b]) => b - a).map(([time, values]) => ({ time: new Date(time), values }))
}

/** A value of a metric as it is read: no more digits than tell it from its neighbours. */
export const valueText = (value: number): string => value.toLocaleString('en', { maximumSignificantDigits: 6 })
