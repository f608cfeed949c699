import { operation } from '../aws/operation.ts'
import type { State } from '../state/table.ts'
import { type DefaultSubnet, defaultNetwork, SUBNET_ADDRESSES } from './default-network.ts'
import { failNotFound, stopDryRun } from './ec2-errors.ts'
import { type FilterFields, filtered } from './filters.ts'
import { visibleInstances } from './find-instances.ts'
import { describeCheck } from './instance-check.ts'
import { ec2Arn } from './records.ts'

/** The subnets of the default VPC, one a zone. */
export const DescribeSubnets = operation('ec2', 'DescribeSubnets', {
  authorization: { kind: 'permissions', check: (call) => [describeCheck('ec2:DescribeSubnets', call)] },
  read(call) {
    const { input, caller, region, fail } = call
    const { subnets, vpcId } = defaultNetwork(caller.account, region)
    const missing = (input.SubnetIds ?? []).filter((id) => !subnets.some((subnet) => subnet.id === id))
    if (missing.length > 0) failNotFound('subnet', missing, 'InvalidSubnetID.NotFound', fail)
    const asked = subnets.filter(({ id }) => !input.SubnetIds?.length || input.SubnetIds.includes(id))
    const fields: FilterFields<DefaultSubnet> = {
      ...FILTERS,
      'vpc-id': () => [vpcId],
      'owner-id': () => [caller.account],
    }
    stopDryRun(input.DryRun)
    return {
      Subnets: filtered(asked, input.Filters, fields, fail, () => ({})).map((subnet) => ({
        SubnetId: subnet.id,
        SubnetArn: ec2Arn({ account: caller.account, region }, 'subnet', subnet.id),
        VpcId: vpcId,
        OwnerId: caller.account,
        State: 'available',
        CidrBlock: subnet.cidr,
        AvailableIpAddressCount: SUBNET_ADDRESSES - taken(call, subnet),
        AvailabilityZone: subnet.availabilityZone,
        AvailabilityZoneId: subnet.availabilityZoneId,
        DefaultForAz: true,
        MapPublicIpOnLaunch: false,
        AssignIpv6AddressOnCreation: false,
        Ipv6CidrBlockAssociationSet: [],
        EnableDns64: false,
        Ipv6Native: false,
        PrivateDnsNameOptionsOnLaunch: {
          HostnameType: 'ip-name',
          EnableResourceNameDnsARecord: false,
          EnableResourceNameDnsAAAARecord: false,
        },
      })),
    }
  },
})

const taken = (
  call: {
    readonly state: State
    readonly caller: { readonly account: string }
    readonly region: string
    readonly now: number
  },
  subnet: DefaultSubnet,
): number =>
  visibleInstances(call.state, call).filter(
    ({ availabilityZone, state }) => state !== 'terminated' && availabilityZone === subnet.availabilityZone,
  ).length

const FILTERS: FilterFields<DefaultSubnet> = {
  'availability-zone': ({ availabilityZone }) => [availabilityZone],
  availabilityZone: ({ availabilityZone }) => [availabilityZone],
  'availability-zone-id': ({ availabilityZoneId }) => [availabilityZoneId],
  'cidr-block': ({ cidr }) => [cidr],
  cidr: ({ cidr }) => [cidr],
  'default-for-az': () => [true],
  defaultForAz: () => [true],
  'map-public-ip-on-launch': () => [false],
  state: () => ['available'],
  'subnet-id': ({ id }) => [id],
}
