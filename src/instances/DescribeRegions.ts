import { operation } from '../aws/operation.ts'
import { stopDryRun } from './ec2-errors.ts'
import { type FilterFields, filtered } from './filters.ts'
import { describeCheck } from './instance-check.ts'

/** Regions that are on in every account. https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html */
const ENABLED = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
] as const

export const DescribeRegions = operation('ec2', 'DescribeRegions', {
  authorization: { kind: 'permissions', check: (call) => [describeCheck('ec2:DescribeRegions', call)] },
  read({ input, fail }) {
    const known: readonly string[] = ENABLED
    const unknown = (input.RegionNames ?? []).find((name) => !known.includes(name))
    if (unknown !== undefined) fail('InvalidParameterValue', `Invalid region name: [${unknown}]`)
    const asked = known.filter((name) => !input.RegionNames?.length || input.RegionNames.includes(name))
    stopDryRun(input.DryRun)
    return {
      Regions: filtered(asked, input.Filters, FILTERS, fail).map((name) => ({
        RegionName: name,
        Endpoint: endpoint(name),
        OptInStatus: 'opt-in-not-required',
      })),
    }
  },
})

const endpoint = (region: string): string => `ec2.${region}.amazonaws.com`

const FILTERS: FilterFields<string> = {
  endpoint: (name) => [endpoint(name)],
  'opt-in-status': () => ['opt-in-not-required'],
  'region-name': (name) => [name],
}
