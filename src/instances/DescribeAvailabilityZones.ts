import { operation } from '../aws/operation.ts'
import { type DefaultSubnet, defaultNetwork } from './default-network.ts'
import { stopDryRun } from './ec2-errors.ts'
import { type FilterFields, filtered } from './filters.ts'
import { describeCheck } from './instance-check.ts'

export const DescribeAvailabilityZones = operation('ec2', 'DescribeAvailabilityZones', {
  authorization: { kind: 'permissions', check: (call) => [describeCheck('ec2:DescribeAvailabilityZones', call)] },
  read({ input, caller, region, fail }) {
    const { subnets } = defaultNetwork(caller.account, region)
    const named = (input.ZoneNames ?? []).find((name) => !subnets.some((zone) => zone.availabilityZone === name))
    if (named !== undefined) fail('InvalidParameterValue', `Invalid availability zone: [${named}]`)
    const withId = (input.ZoneIds ?? []).find((id) => !subnets.some((zone) => zone.availabilityZoneId === id))
    if (withId !== undefined) fail('InvalidParameterValue', `Invalid availability zone-id: [${withId}]`)
    const asked = subnets.filter(
      (zone) =>
        (!input.ZoneNames?.length || input.ZoneNames.includes(zone.availabilityZone)) &&
        (!input.ZoneIds?.length || input.ZoneIds.includes(zone.availabilityZoneId)),
    )
    const fields: FilterFields<DefaultSubnet> = {
      ...FILTERS,
      'region-name': () => [region],
      'group-name': () => [region],
    }
    stopDryRun(input.DryRun)
    return {
      AvailabilityZones: filtered(asked, input.Filters, fields, fail).map((zone) => ({
        ZoneName: zone.availabilityZone,
        ZoneId: zone.availabilityZoneId,
        RegionName: region,
        GroupName: region,
        NetworkBorderGroup: region,
        ZoneType: 'availability-zone',
        OptInStatus: 'opt-in-not-required',
        State: 'available',
        Messages: [],
      })),
    }
  },
})

const FILTERS: FilterFields<DefaultSubnet> = {
  'opt-in-status': () => ['opt-in-not-required'],
  state: () => ['available'],
  'zone-id': ({ availabilityZoneId }) => [availabilityZoneId],
  'zone-name': ({ availabilityZone }) => [availabilityZone],
  'zone-type': () => ['availability-zone'],
}
