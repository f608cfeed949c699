import type { MetricDatum, StatisticSet } from '../aws/generated/cloudwatch.ts'
import type { Fail } from '../aws/operation.ts'
import { dimensionsOf } from './dimensions.ts'
import type { Sample } from './metric-log.ts'
import { type Summary, summaryOfTotals, summaryOfValues } from './summary.ts'

type Refuse = Fail<'InvalidParameterCombination' | 'InvalidParameterValue' | 'MissingParameter'>

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
const LIMITS = { values: 150, magnitude: 2 ** 360, past: 14 * 86_400_000, future: 2 * 3_600_000 } as const

/** A datum as it is stored. `path` is its name in AWS's sentences, such as `MetricData.member.1`. */
export function samplesOf(path: string, datum: MetricDatum, now: number, fail: Refuse): Sample {
  const resolution = datum.StorageResolution ?? 60
  if (resolution !== 1 && resolution !== 60)
    return fail(
      'InvalidParameterValue',
      `The parameter ${path}.StorageResolution must be a value in the set [ 1, 60 ].`,
    )
  return {
    name: datum.MetricName,
    dimensions: dimensionsOf(datum.Dimensions, (message) => fail('InvalidParameterValue', message)),
    unit: datum.Unit ?? 'None',
    resolution,
    timestamp: timestampOf(path, datum.Timestamp, now, fail),
    summary: summaryOf(path, datum, fail),
  }
}

function timestampOf(path: string, time: Date | undefined, now: number, fail: Refuse): number {
  if (!time) return now
  if (time.getTime() < now - LIMITS.past)
    fail('InvalidParameterValue', `The parameter ${path}.Timestamp must specify a time within the past two weeks.`)
  if (time.getTime() > now + LIMITS.future)
    fail(
      'InvalidParameterValue',
      `The parameter ${path}.Timestamp must specify a time no more than two hours in the future.`,
    )
  return time.getTime()
}

function summaryOf(path: string, datum: MetricDatum, fail: Refuse): Summary {
  const given = (['Value', 'StatisticValues', 'Values'] as const).filter((name) => datum[name] !== undefined)
  const [first, second] = given
  if (second)
    fail(
      'InvalidParameterCombination',
      `The parameters ${path}.${first} and ${path}.${second} are mutually exclusive and you have specified both.`,
    )
  if (datum.Value !== undefined) return summaryOfValues([[finite(`${path}.Value`, datum.Value, fail), 1]])
  if (datum.StatisticValues) return statisticSet(`${path}.StatisticValues`, datum.StatisticValues, fail)
  if (datum.Values) return valueCounts(path, datum.Values, datum.Counts, fail)
  return fail(
    'MissingParameter',
    `At least one of the parameters ${path}.Value, ${path}.Values and ${path}.StatisticValues must be specified.`,
  )
}

function statisticSet(path: string, set: StatisticSet, fail: Refuse): Summary {
  for (const name of ['SampleCount', 'Sum', 'Minimum', 'Maximum'] as const) finite(`${path}.${name}`, set[name], fail)
  if (set.SampleCount <= 0) fail('InvalidParameterValue', `The parameter ${path}.SampleCount must be greater than 0.`)
  if (set.Minimum > set.Maximum)
    fail('InvalidParameterValue', `The parameter ${path}.Maximum must be greater than or equal to ${path}.Minimum.`)
  return summaryOfTotals(set.SampleCount, set.Sum, set.Minimum, set.Maximum)
}

function valueCounts(
  path: string,
  values: readonly number[],
  counts: readonly number[] | undefined,
  fail: Refuse,
): Summary {
  if (counts && counts.length !== values.length)
    fail('InvalidParameterValue', `The parameters ${path}.Values and ${path}.Counts must be of the same size.`)
  if (values.length > LIMITS.values)
    fail('InvalidParameterValue', `The collection ${path}.Values must not have a size greater than ${LIMITS.values}.`)
  const pairs = values.map((value, index) => {
    const count = finite(`${path}.Counts.member.${index + 1}`, counts?.[index] ?? 1, fail)
    if (count <= 0) invalid(`${path}.Counts.member.${index + 1}`, count, fail)
    return [finite(`${path}.Values.member.${index + 1}`, value, fail), count] as const
  })
  if (pairs.length === 0) fail('MissingParameter', `The parameter ${path}.Values is required.`)
  return summaryOfValues(pairs)
}

function finite(path: string, value: number, fail: Refuse): number {
  return Number.isFinite(value) && Math.abs(value) <= LIMITS.magnitude ? value : invalid(path, value, fail)
}

const invalid = (path: string, value: number, fail: Refuse): never =>
  fail('InvalidParameterValue', `The value ${value} for parameter ${path} is invalid.`)
