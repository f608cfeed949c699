import type { MetricDataQuery, MetricDataResult, MetricStat } from '../aws/generated/cloudwatch.ts'
import { type Fail, operation } from '../aws/operation.ts'
import { dimensionsOf } from './dimensions.ts'
import type { Dimensions, MetricLog, MetricPlace } from './metric-log.ts'
import { periodFault } from './period.ts'
import { type Statistic, statistic } from './statistics.ts'
import { fromMetricLog } from './storage-failure.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const LIMITS = { queries: 500, datapoints: 100_800 } as const

export const GetMetricData = (metrics: MetricLog) =>
  operation('cloudwatch', 'GetMetricData', {
    authorization: { kind: 'permissions', check: () => [{ action: 'cloudwatch:GetMetricData', resource: '*' }] },
    async read({ input, caller, region, fail }) {
      const refuse = (message: string): never => fail('ValidationError', message)
      const [start, end] = [input.StartTime.getTime(), input.EndTime.getTime()]
      if (start === end) refuse('The parameter StartTime must not equal parameter EndTime.')
      if (start > end) refuse('The parameter StartTime must be less than the parameter EndTime.')
      const limit = input.MaxDatapoints ?? LIMITS.datapoints
      if (limit < 1 || limit > LIMITS.datapoints)
        refuse(`The parameter MaxDatapoints must be between 1 and ${LIMITS.datapoints}.`)
      const queries = input.MetricDataQueries.map((query) => queryOf(query, refuse))
      refuseQueries(queries, refuse)
      const skip = input.NextToken === undefined ? 0 : placeOf(input.NextToken, fail)
      const ascending = input.ScanBy === 'TimestampAscending'
      const answers: Answer[] = []
      for (const query of queries) {
        const values = await fromMetricLog(read(metrics, { account: caller.account, region }, query, start, end), fail)
        if (query.returned) answers.push({ query, values: ascending ? values : values.toReversed() })
      }
      const { results, next } = page(answers, skip, limit)
      const NextToken = next === undefined ? undefined : Buffer.from(`skip ${next}`).toString('base64url')
      return { MetricDataResults: results, Messages: [], NextToken }
    },
  })

type Refuse = (message: string) => never

interface Query {
  readonly id: string
  readonly label: string
  readonly returned: boolean
  readonly stat: MetricStat
  readonly dimensions: Dimensions
  readonly compute: Statistic
}

interface Answer {
  readonly query: Query
  readonly values: readonly { readonly timestamp: number; readonly value: number }[]
}

function queryOf({ Id, MetricStat: stat, Expression, Label, ReturnData }: MetricDataQuery, refuse: Refuse): Query {
  if (!/^[a-z][a-zA-Z0-9_]*$/.test(Id)) refuse(`The value ${Id} for parameter Id is invalid.`)
  if (Expression !== undefined) refuse('Metric math expressions are not supported by this server.')
  if (!stat) return refuse(`The query ${Id} must have a MetricStat.`)
  const fault = periodFault(stat.Period)
  if (fault) refuse(fault)
  const compute = statistic(stat.Stat) ?? refuse(`The value ${stat.Stat} for parameter Stat is not supported.`)
  const dimensions = dimensionsOf(stat.Metric.Dimensions, refuse)
  return {
    id: Id,
    label: Label ?? stat.Metric.MetricName ?? Id,
    returned: ReturnData ?? true,
    stat,
    dimensions,
    compute,
  }
}

function refuseQueries(queries: readonly Query[], refuse: Refuse): void {
  if (queries.length > LIMITS.queries)
    refuse(`The collection MetricDataQueries must not have a size greater than ${LIMITS.queries}.`)
  if (new Set(queries.map(({ id }) => id)).size !== queries.length)
    refuse('The values for parameter Id in MetricDataQueries must be unique.')
}

/** Periods begin at multiples of their length, whatever the start asks for. */
async function read(
  metrics: MetricLog,
  place: MetricPlace,
  { stat, dimensions, compute }: Query,
  start: number,
  end: number,
): Promise<Answer['values']> {
  const step = stat.Period * 1000
  const points = await metrics.read({
    ...place,
    namespace: stat.Metric.Namespace ?? '',
    name: stat.Metric.MetricName ?? '',
    dimensions,
    from: Math.floor(start / step) * step,
    to: Math.ceil(end / step) * step,
    period: stat.Period,
    unit: stat.Unit,
    byUnit: false,
  })
  return points.flatMap(({ timestamp, summary }) => {
    const value = compute(summary)
    return value === undefined ? [] : [{ timestamp, value }]
  })
}

/** The datapoints of all results count through: a page is a piece of that row. */
function page(answers: readonly Answer[], skip: number, limit: number): { results: MetricDataResult[]; next?: number } {
  const end = skip + limit
  const results: MetricDataResult[] = []
  let before = 0
  for (const { query, values } of answers) {
    const shown = values.slice(Math.max(0, skip - before), Math.max(0, end - before))
    const after = before + values.length
    const begun = skip === 0 || after > skip
    if (begun && (shown.length > 0 || values.length === 0))
      results.push({
        Id: query.id,
        Label: query.label,
        Timestamps: shown.map(({ timestamp }) => new Date(timestamp)),
        Values: shown.map(({ value }) => value),
        StatusCode: after > end ? 'PartialData' : 'Complete',
      })
    before = after
  }
  return before > end ? { results, next: end } : { results }
}

function placeOf(token: string, fail: Fail<'InvalidNextToken'>): number {
  const place = /^skip (\d{1,12})$/.exec(Buffer.from(token, 'base64url').toString())?.[1]
  return place === undefined ? fail('InvalidNextToken', 'Request parameter NextToken is invalid.') : Number(place)
}
