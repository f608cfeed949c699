import { type Fail, operation } from '../aws/operation.ts'
import { dimensionsAnswer } from './dimensions.ts'
import type { MetricLog } from './metric-log.ts'
import { fromMetricLog } from './storage-failure.ts'

const PAGE_SIZE = 500
const HOUR = 3_600_000
/** A metric is listed for two weeks after its last data. */
const LISTED_FOR = 14 * 24 * HOUR

export const ListMetrics = (metrics: MetricLog) =>
  operation('cloudwatch', 'ListMetrics', {
    authorization: { kind: 'permissions', check: () => [{ action: 'cloudwatch:ListMetrics', resource: '*' }] },
    async read({ input, caller, region, now, fail }) {
      const page = await fromMetricLog(
        metrics.list({
          account: caller.account,
          region,
          namespace: input.Namespace,
          name: input.MetricName,
          dimensions: (input.Dimensions ?? []).map(({ Name, Value }) => ({ name: Name, value: Value })),
          activeSince: now - (input.RecentlyActive === undefined ? LISTED_FOR : 3 * HOUR),
          after: input.NextToken === undefined ? undefined : placeOf(input.NextToken, fail),
          limit: PAGE_SIZE,
        }),
        fail,
      )
      return {
        Metrics: page.metrics.map(({ namespace, name, dimensions }) => ({
          Namespace: namespace,
          MetricName: name,
          Dimensions: dimensionsAnswer(dimensions),
        })),
        NextToken: page.next === undefined ? undefined : Buffer.from(`after ${page.next}`).toString('base64url'),
      }
    },
  })

function placeOf(token: string, fail: Fail<'InvalidParameterValue'>): number {
  const place = /^after (\d{1,15})$/.exec(Buffer.from(token, 'base64url').toString())?.[1]
  return place === undefined ? fail('InvalidParameterValue', 'Request parameter NextToken is invalid.') : Number(place)
}
