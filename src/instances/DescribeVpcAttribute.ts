import { operation } from '../aws/operation.ts'
import { defaultNetwork } from './default-network.ts'
import { failNotFound, stopDryRun } from './ec2-errors.ts'
import { oneOf } from './filters.ts'
import { ec2Arn, placeOf } from './records.ts'

/** As a default VPC has them. https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html */
const ATTRIBUTES = {
  enableDnsHostnames: { EnableDnsHostnames: { Value: true } },
  enableDnsSupport: { EnableDnsSupport: { Value: true } },
  enableNetworkAddressUsageMetrics: { EnableNetworkAddressUsageMetrics: { Value: false } },
} as const

export const DescribeVpcAttribute = operation('ec2', 'DescribeVpcAttribute', {
  authorization: {
    kind: 'permissions',
    check: (call) => [
      {
        action: 'ec2:DescribeVpcAttribute',
        resource: ec2Arn(placeOf(call), 'vpc', call.input.VpcId),
        context: { 'ec2:Region': call.region, 'ec2:Tenancy': 'default', 'ec2:VpcID': call.input.VpcId },
      },
    ],
  },
  read({ input, caller, region, fail }) {
    const { vpcId } = defaultNetwork(caller.account, region)
    if (input.VpcId !== vpcId) failNotFound('vpc', [input.VpcId], 'InvalidVpcID.NotFound', fail)
    const names = ['enableDnsHostnames', 'enableDnsSupport', 'enableNetworkAddressUsageMetrics'] as const
    const name = oneOf(names, input.Attribute, 'attribute', fail)
    stopDryRun(input.DryRun)
    return { VpcId: vpcId, ...ATTRIBUTES[name] }
  },
})
