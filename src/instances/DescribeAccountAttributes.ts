import { operation } from '../aws/operation.ts'
import { defaultNetwork } from './default-network.ts'
import { stopDryRun } from './ec2-errors.ts'
import { oneOf } from './filters.ts'
import { describeCheck } from './instance-check.ts'

const NAMES = ['supported-platforms', 'default-vpc'] as const

export const DescribeAccountAttributes = operation('ec2', 'DescribeAccountAttributes', {
  authorization: { kind: 'permissions', check: (call) => [describeCheck('ec2:DescribeAccountAttributes', call)] },
  read({ input, caller, region, fail }) {
    const asked = input.AttributeNames?.length
      ? input.AttributeNames.map((name) => oneOf(NAMES, name, 'attributeName', fail))
      : NAMES
    stopDryRun(input.DryRun)
    const { vpcId } = defaultNetwork(caller.account, region)
    const values = { 'supported-platforms': 'VPC', 'default-vpc': vpcId }
    return {
      AccountAttributes: asked.map((name) => ({
        AttributeName: name,
        AttributeValues: [{ AttributeValue: values[name] }],
      })),
    }
  },
})
