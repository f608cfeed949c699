import type { Summary } from './summary.ts'

/** Where metric data is kept. Times are milliseconds since 1970, periods seconds. Every method rejects with BulkError. */
export interface MetricLog {
  /** Stores all of them or none; durable when it resolves. */
  add(batch: SampleBatch): Promise<void>
  /** Periods that hold data, in order of time. */
  read(query: SeriesQuery): Promise<readonly Point[]>
  list(query: MetricsQuery): Promise<MetricsPage>
  /** Moves some old data to coarser periods and deletes what is past its time; true while there may be more. */
  age(now: number): Promise<boolean>
  close(): Promise<void>
}

/** Ordered by name. */
export type Dimensions = readonly (readonly [name: string, value: string])[]

/** Metrics of different accounts and regions never meet. */
export interface MetricPlace {
  readonly account: string
  readonly region: string
}

export interface MetricName {
  readonly namespace: string
  readonly name: string
  readonly dimensions: Dimensions
}

export interface Sample extends Omit<MetricName, 'namespace'> {
  readonly unit: string
  /** Seconds. */
  readonly resolution: 1 | 60
  readonly timestamp: number
  readonly summary: Summary
}

export interface SampleBatch extends MetricPlace {
  readonly namespace: string
  readonly samples: readonly Sample[]
  readonly receivedAt: number
}

export interface SeriesQuery extends MetricPlace, MetricName {
  /** Inclusive; also where the periods are counted from. */
  readonly from: number
  /** Exclusive. */
  readonly to: number
  readonly period: number
  readonly unit?: string | undefined
  /** Whether each unit gives points of its own; otherwise they are taken together. */
  readonly byUnit: boolean
}

export interface Point {
  /** The period's start. */
  readonly timestamp: number
  readonly unit: string
  readonly summary: Summary
}

export interface MetricsQuery extends MetricPlace {
  readonly namespace?: string | undefined
  readonly name?: string | undefined
  /** A dimension without value may have any. */
  readonly dimensions: readonly { readonly name: string; readonly value: string | undefined }[]
  /** Only metrics that received data since. */
  readonly activeSince: number
  /** `next` of the page before. */
  readonly after?: number | undefined
  readonly limit: number
}

export interface MetricsPage {
  readonly metrics: readonly MetricName[]
  readonly next: number | undefined
}

/**
 * How long data of a period is kept before it moves to the next, in seconds.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#metrics-retention
 */
export const RETENTION = [
  { period: 1, keep: 3 * 3600, next: 60 },
  { period: 60, keep: 15 * 86_400, next: 300 },
  { period: 300, keep: 63 * 86_400, next: 3600 },
  { period: 3600, keep: 455 * 86_400, next: undefined },
] as const
