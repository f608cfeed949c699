import { operation } from '../aws/operation.ts'
import { type DefaultNetwork, defaultNetwork } from './default-network.ts'
import { stopDryRun } from './ec2-errors.ts'
import { type FilterFields, filtered } from './filters.ts'
import { describeCheck } from './instance-check.ts'
import { ec2Arn } from './records.ts'

/** The default group of the default VPC: everything out, and in from its own members. */
export const DescribeSecurityGroups = operation('ec2', 'DescribeSecurityGroups', {
  authorization: { kind: 'permissions', check: (call) => [describeCheck('ec2:DescribeSecurityGroups', call)] },
  read({ input, caller, region, fail }) {
    const network = defaultNetwork(caller.account, region)
    const { securityGroup, vpcId } = network
    for (const id of input.GroupIds ?? []) {
      if (id !== securityGroup.id) fail('InvalidGroup.NotFound', `The security group '${id}' does not exist`)
    }
    for (const name of input.GroupNames ?? []) {
      if (name !== securityGroup.name) {
        fail('InvalidGroup.NotFound', `The security group '${name}' does not exist in default VPC '${vpcId}'`)
      }
    }
    const fields: FilterFields<DefaultNetwork> = { ...FILTERS, 'owner-id': () => [caller.account] }
    stopDryRun(input.DryRun)
    return {
      SecurityGroups: filtered([network], input.Filters, fields, fail, () => ({})).map(() => ({
        GroupId: securityGroup.id,
        GroupName: securityGroup.name,
        Description: DESCRIPTION,
        VpcId: vpcId,
        OwnerId: caller.account,
        SecurityGroupArn: ec2Arn({ account: caller.account, region }, 'security-group', securityGroup.id),
        IpPermissions: [
          {
            IpProtocol: '-1',
            UserIdGroupPairs: [{ GroupId: securityGroup.id, UserId: caller.account }],
            IpRanges: [],
            Ipv6Ranges: [],
            PrefixListIds: [],
          },
        ],
        IpPermissionsEgress: [
          {
            IpProtocol: '-1',
            UserIdGroupPairs: [],
            IpRanges: [{ CidrIp: '0.0.0.0/0' }],
            Ipv6Ranges: [],
            PrefixListIds: [],
          },
        ],
      })),
    }
  },
})

const DESCRIPTION = 'default VPC security group'

const FILTERS: FilterFields<DefaultNetwork> = {
  description: () => [DESCRIPTION],
  'group-id': ({ securityGroup }) => [securityGroup.id],
  'group-name': ({ securityGroup }) => [securityGroup.name],
  'vpc-id': ({ vpcId }) => [vpcId],
}
