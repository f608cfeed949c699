import type { Datapoint } from '../aws/generated/cloudwatch.ts'
import { type Fail, operation } from '../aws/operation.ts'
import { dimensionsOf } from './dimensions.ts'
import type { MetricLog, Point } from './metric-log.ts'
import { periodFault, roundedStart } from './period.ts'
import { basicStatistic, extendedStatistic, type Statistic } from './statistics.ts'
import { fromMetricLog } from './storage-failure.ts'

const MAX_DATAPOINTS = 1440

export const GetMetricStatistics = (metrics: MetricLog) =>
  operation('cloudwatch', 'GetMetricStatistics', {
    authorization: { kind: 'permissions', check: () => [{ action: 'cloudwatch:GetMetricStatistics', resource: '*' }] },
    async read({ input, caller, region, now, fail }) {
      const basic = input.Statistics ?? []
      const extended = named(input.ExtendedStatistics ?? [], fail)
      if (basic.length === 0 && extended.size === 0)
        fail('InvalidParameterCombination', 'Must specify either Statistics or ExtendedStatistics')
      const { from, to } = rangeOf(input, now, fail)
      const points = await fromMetricLog(
        metrics.read({
          account: caller.account,
          region,
          namespace: input.Namespace,
          name: input.MetricName,
          dimensions: dimensionsOf(input.Dimensions, (message) => fail('InvalidParameterValue', message)),
          from,
          to,
          period: input.Period,
          unit: input.Unit,
          byUnit: true,
        }),
        fail,
      )
      return { Label: input.MetricName, Datapoints: points.map((point) => datapoint(point, basic, extended)) }
    },
  })

function named(names: readonly string[], fail: Fail<'InvalidParameterValue'>): ReadonlyMap<string, Statistic> {
  const unknown = (name: string): never =>
    fail('InvalidParameterValue', `The value ${name} for parameter ExtendedStatistics is not supported.`)
  return new Map(names.map((name) => [name, extendedStatistic(name) ?? unknown(name)]))
}

interface Range {
  readonly StartTime: Date
  readonly EndTime: Date
  readonly Period: number
}

function rangeOf(
  { StartTime, EndTime, Period }: Range,
  now: number,
  fail: Fail<'InvalidParameterValue' | 'InvalidParameterCombination'>,
): { from: number; to: number } {
  const [start, to] = [StartTime.getTime(), EndTime.getTime()]
  if (start >= to) fail('InvalidParameterValue', 'The parameter StartTime must be less than the parameter EndTime.')
  const fault = periodFault(Period)
  if (fault) fail('InvalidParameterValue', fault)
  const datapoints = Math.floor((to - start) / 1000 / Period)
  if (datapoints > MAX_DATAPOINTS)
    fail(
      'InvalidParameterCombination',
      `You have requested up to ${datapoints} datapoints, which exceeds the limit of ${MAX_DATAPOINTS}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    )
  return { from: roundedStart(start, Period, now), to }
}

function datapoint(
  { timestamp, unit, summary }: Point,
  basic: readonly string[],
  extended: ReadonlyMap<string, Statistic>,
): Datapoint {
  const values = Object.fromEntries(basic.map((name) => [name, basicStatistic(name)?.(summary)]))
  const percentiles = [...extended].flatMap(([name, compute]) => {
    const value = compute(summary)
    return value === undefined ? [] : [[name, value] as const]
  })
  const more = percentiles.length > 0 ? { ExtendedStatistics: Object.fromEntries(percentiles) } : {}
  return { Timestamp: new Date(timestamp), ...values, ...more, Unit: unit }
}
