import type { MetricDatum } from '../aws/generated/cloudwatch.ts'
import { type Fail, operation } from '../aws/operation.ts'
import { samplesOf } from './datum.ts'
import type { MetricLog } from './metric-log.ts'
import { fromMetricLog } from './storage-failure.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
const MAX_DATA = 1000

type Named = { readonly path: string; readonly datum: MetricDatum }

/** The entity of EntityMetricData is accepted and not kept. */
export const PutMetricData = (metrics: MetricLog) =>
  operation('cloudwatch', 'PutMetricData', {
    authorization: {
      kind: 'permissions',
      check: ({ input }) => [
        { action: 'cloudwatch:PutMetricData', resource: '*', context: { 'cloudwatch:namespace': input.Namespace } },
      ],
    },
    async read({ input, caller, region, now, fail }) {
      if (/^AWS\//i.test(input.Namespace))
        fail('InvalidParameterValue', 'The value AWS/ for parameter Namespace is invalid.')
      const data = [
        ...named('MetricData', input.MetricData ?? [], fail),
        ...(input.EntityMetricData ?? []).flatMap(({ MetricData }, index) =>
          named(`EntityMetricData.member.${index + 1}.MetricData`, MetricData ?? [], fail),
        ),
      ]
      if (data.length === 0) fail('MissingParameter', 'The parameter MetricData is required.')
      if (data.length > MAX_DATA) tooMany('MetricData', MAX_DATA, fail)
      const samples = data.map(({ path, datum }) => samplesOf(path, datum, now, fail))
      const { account } = caller
      await fromMetricLog(metrics.add({ account, region, namespace: input.Namespace, samples, receivedAt: now }), fail)
    },
  })

function named(list: string, data: readonly MetricDatum[], fail: Fail<'InvalidParameterValue'>): readonly Named[] {
  if (data.length > MAX_DATA) tooMany(list, MAX_DATA, fail)
  return data.map((datum, index) => ({ path: `${list}.member.${index + 1}`, datum }))
}

const tooMany = (list: string, limit: number, fail: Fail<'InvalidParameterValue'>): never =>
  fail('InvalidParameterValue', `The collection ${list} must not have a size greater than ${limit}.`)
