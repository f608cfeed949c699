import { RETENTION } from './metric-log.ts'

const SHORT_PERIODS: readonly number[] = [1, 5, 10, 20, 30]

/** What is wrong with a period in seconds, as a sentence; undefined when nothing is. */
export const periodFault = (period: number): string | undefined =>
  SHORT_PERIODS.includes(period) || period % 60 === 0
    ? undefined
    : 'The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60.'

/**
 * The start of a query rounded down to the finest period that there can still be data of, in milliseconds.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html
 */
export function roundedStart(start: number, period: number, now: number): number {
  const age = (now - start) / 1000
  const finest = RETENTION.find(({ keep }) => age <= keep)?.period ?? 3600
  const step = 1000 * Math.max(finest, Math.min(period, 60))
  return Math.floor(start / step) * step
}
