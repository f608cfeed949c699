import type { MetricLog } from './metric-log.ts'

/** Moves all data that has grown old to coarser periods, in steps that let writers through. */
export async function ageMetrics(metrics: MetricLog, now: number): Promise<void> {
  while (await metrics.age(now));
}
