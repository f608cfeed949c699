import { operation } from '../aws/operation.ts'
import { type DefaultNetwork, defaultNetwork } from './default-network.ts'
import { failNotFound, stopDryRun } from './ec2-errors.ts'
import { type FilterFields, filtered } from './filters.ts'
import { describeCheck } from './instance-check.ts'

/**
 * The default network ACL, which lets everything through.
 * https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html
 */
export const DescribeNetworkAcls = operation('ec2', 'DescribeNetworkAcls', {
  authorization: { kind: 'permissions', check: (call) => [describeCheck('ec2:DescribeNetworkAcls', call)] },
  read({ input, caller, region, fail }) {
    const network = defaultNetwork(caller.account, region)
    const missing = (input.NetworkAclIds ?? []).filter((id) => id !== network.networkAclId)
    if (missing.length > 0) failNotFound('networkAcl', missing, 'InvalidNetworkAclID.NotFound', fail)
    const fields: FilterFields<DefaultNetwork> = { ...FILTERS, 'owner-id': () => [caller.account] }
    const matching = filtered([network], input.Filters, fields, fail, () => ({}))
    stopDryRun(input.DryRun)
    return {
      NetworkAcls: matching.map(({ networkAclId, vpcId, subnets }) => ({
        NetworkAclId: networkAclId,
        VpcId: vpcId,
        OwnerId: caller.account,
        IsDefault: true,
        Tags: [],
        Associations: subnets.map(({ id, networkAclAssociationId }) => ({
          NetworkAclAssociationId: networkAclAssociationId,
          NetworkAclId: networkAclId,
          SubnetId: id,
        })),
        Entries: [true, false].flatMap((Egress) => ENTRIES.map((entry) => ({ ...entry, Egress }))),
      })),
    }
  },
})

const ENTRIES = [
  { CidrBlock: '0.0.0.0/0', Protocol: '-1', RuleAction: 'allow', RuleNumber: 100 },
  { CidrBlock: '0.0.0.0/0', Protocol: '-1', RuleAction: 'deny', RuleNumber: 32767 },
] as const

const FILTERS: FilterFields<DefaultNetwork> = {
  'association.association-id': ({ subnets }) => subnets.map(({ networkAclAssociationId }) => networkAclAssociationId),
  'association.network-acl-id': ({ networkAclId }) => [networkAclId],
  'association.subnet-id': ({ subnets }) => subnets.map(({ id }) => id),
  default: () => [true],
  'network-acl-id': ({ networkAclId }) => [networkAclId],
  'vpc-id': ({ vpcId }) => [vpcId],
}
