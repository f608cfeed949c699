import { operation } from '../aws/operation.ts'
import { type DefaultNetwork, defaultNetwork } from './default-network.ts'
import { failNotFound, stopDryRun } from './ec2-errors.ts'
import { type FilterFields, filtered } from './filters.ts'
import { describeCheck } from './instance-check.ts'

/** The default VPC: there is no other. */
export const DescribeVpcs = operation('ec2', 'DescribeVpcs', {
  authorization: { kind: 'permissions', check: (call) => [describeCheck('ec2:DescribeVpcs', call)] },
  read({ input, caller, region, fail }) {
    const network = defaultNetwork(caller.account, region)
    const missing = (input.VpcIds ?? []).filter((id) => id !== network.vpcId)
    if (missing.length > 0) failNotFound('vpc', missing, 'InvalidVpcID.NotFound', fail)
    stopDryRun(input.DryRun)
    return {
      Vpcs: filtered([network], input.Filters, FILTERS, fail, () => ({})).map((vpc) => ({
        VpcId: vpc.vpcId,
        OwnerId: caller.account,
        State: 'available',
        CidrBlock: vpc.cidr,
        CidrBlockAssociationSet: [
          {
            AssociationId: vpc.cidrAssociationId,
            CidrBlock: vpc.cidr,
            CidrBlockState: { State: 'associated' },
          },
        ],
        DhcpOptionsId: vpc.dhcpOptionsId,
        InstanceTenancy: 'default',
        IsDefault: true,
      })),
    }
  },
})

const FILTERS: FilterFields<DefaultNetwork> = {
  cidr: ({ cidr }) => [cidr],
  'cidr-block-association.cidr-block': ({ cidr }) => [cidr],
  'dhcp-options-id': ({ dhcpOptionsId }) => [dhcpOptionsId],
  'is-default': () => [true],
  isDefault: () => [true],
  state: () => ['available'],
  'vpc-id': ({ vpcId }) => [vpcId],
}
