import type { MetricsPage, MetricsQuery, Point, SampleBatch, SeriesQuery } from '../metric-log.ts'

/** What the main thread asks of the thread that owns the metrics. */
export type MetricCalls = {
  add: { input: SampleBatch; output: null }
  read: { input: SeriesQuery; output: readonly Point[] }
  list: { input: MetricsQuery; output: MetricsPage }
  age: { input: number; output: boolean }
}
