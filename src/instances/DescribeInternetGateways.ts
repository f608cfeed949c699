import { operation } from '../aws/operation.ts'
import { type DefaultNetwork, defaultNetwork } from './default-network.ts'
import { failNotFound, stopDryRun } from './ec2-errors.ts'
import { type FilterFields, filtered } from './filters.ts'
import { describeCheck } from './instance-check.ts'

/** The one that the default VPC is attached to. */
export const DescribeInternetGateways = operation('ec2', 'DescribeInternetGateways', {
  authorization: { kind: 'permissions', check: (call) => [describeCheck('ec2:DescribeInternetGateways', call)] },
  read({ input, caller, region, fail }) {
    const network = defaultNetwork(caller.account, region)
    const missing = (input.InternetGatewayIds ?? []).filter((id) => id !== network.internetGatewayId)
    if (missing.length > 0) failNotFound('internetGateway', missing, 'InvalidInternetGatewayID.NotFound', fail)
    const fields: FilterFields<DefaultNetwork> = { ...FILTERS, 'owner-id': () => [caller.account] }
    const matching = filtered([network], input.Filters, fields, fail, () => ({}))
    stopDryRun(input.DryRun)
    return {
      InternetGateways: matching.map(({ internetGatewayId, vpcId }) => ({
        InternetGatewayId: internetGatewayId,
        OwnerId: caller.account,
        Attachments: [{ VpcId: vpcId, State: 'available' }],
        Tags: [],
      })),
    }
  },
})

const FILTERS: FilterFields<DefaultNetwork> = {
  'attachment.state': () => ['available'],
  'attachment.vpc-id': ({ vpcId }) => [vpcId],
  'internet-gateway-id': ({ internetGatewayId }) => [internetGatewayId],
}
