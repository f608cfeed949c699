import { operation } from '../aws/operation.ts'
import { defaultNetwork } from './default-network.ts'
import { stopDryRun } from './ec2-errors.ts'
import { type FilterFields, filtered, oneOf, page } from './filters.ts'
import { describeCheck } from './instance-check.ts'
import { knownInstanceTypes } from './instance-types.ts'

/** Every type whose facts are kept is offered in every zone. */
export const DescribeInstanceTypeOfferings = operation('ec2', 'DescribeInstanceTypeOfferings', {
  authorization: { kind: 'permissions', check: (call) => [describeCheck('ec2:DescribeInstanceTypeOfferings', call)] },
  read({ input, caller, region, fail }) {
    const kinds = ['region', 'availability-zone', 'availability-zone-id'] as const
    const LocationType = oneOf(kinds, input.LocationType ?? 'region', 'locationType', fail)
    const { subnets } = defaultNetwork(caller.account, region)
    const locations = {
      region: [region],
      'availability-zone': subnets.map(({ availabilityZone }) => availabilityZone),
      'availability-zone-id': subnets.map(({ availabilityZoneId }) => availabilityZoneId),
    }[LocationType]
    const all = knownInstanceTypes().flatMap(({ type }) =>
      locations.map((Location): Offering => ({ InstanceType: type, LocationType, Location })),
    )
    const matching = filtered(all, input.Filters, FILTERS, fail)
    stopDryRun(input.DryRun)
    const { items, next } = page(matching, order, input, fail)
    return { InstanceTypeOfferings: items, NextToken: next }
  },
})

interface Offering {
  readonly InstanceType: string
  readonly LocationType: string
  readonly Location: string
}

const order = ({ InstanceType, Location }: Offering): string => `${InstanceType}\n${Location}`

const FILTERS: FilterFields<Offering> = {
  'instance-type': ({ InstanceType }) => [InstanceType],
  location: ({ Location }) => [Location],
}
