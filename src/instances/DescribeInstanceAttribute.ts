import type { InstanceAttribute } from '../aws/generated/ec2.ts'
import { operation } from '../aws/operation.ts'
import { securityGroupsOf } from './default-network.ts'
import { describeInstance } from './describe-instance.ts'
import { stopDryRun } from './ec2-errors.ts'
import { requireInstance } from './find-instances.ts'
import { instanceCheck } from './instance-check.ts'
import type { InstanceRecord } from './records.ts'

export const DescribeInstanceAttribute = operation('ec2', 'DescribeInstanceAttribute', {
  authorization: {
    kind: 'permissions',
    check: (call) => [instanceCheck('ec2:DescribeInstanceAttribute', call.input.InstanceId, call)],
  },
  read(call) {
    const { input, state, fail } = call
    const instance = requireInstance(state, input.InstanceId, call)
    const { Attribute: name } = input
    const attribute = Object.hasOwn(ATTRIBUTES, name) ? ATTRIBUTES[name] : undefined
    if (!attribute)
      return fail('InvalidParameterValue', `Value (${name}) for parameter attribute is invalid. Unknown attribute.`)
    stopDryRun(input.DryRun)
    return { InstanceId: instance.id, ...attribute(instance) }
  },
})

const ATTRIBUTES: Readonly<Record<string, (instance: InstanceRecord) => InstanceAttribute>> = {
  instanceType: ({ type }) => ({ InstanceType: { Value: type } }),
  kernel: () => ({ KernelId: {} }),
  ramdisk: () => ({ RamdiskId: {} }),
  userData: ({ userData }) => ({ UserData: { Value: userData } }),
  disableApiTermination: ({ disableApiTermination }) => ({ DisableApiTermination: { Value: disableApiTermination } }),
  disableApiStop: ({ disableApiStop }) => ({ DisableApiStop: { Value: disableApiStop } }),
  instanceInitiatedShutdownBehavior: ({ shutdownBehavior }) => ({
    InstanceInitiatedShutdownBehavior: { Value: shutdownBehavior },
  }),
  rootDeviceName: ({ volumes }) => ({ RootDeviceName: { Value: volumes[0]?.device } }),
  blockDeviceMapping: (instance) => ({ BlockDeviceMappings: describeInstance(instance).BlockDeviceMappings }),
  productCodes: () => ({ ProductCodes: [] }),
  sourceDestCheck: ({ sourceDestCheck }) => ({ SourceDestCheck: { Value: sourceDestCheck } }),
  groupSet: (instance) => ({
    Groups: securityGroupsOf(instance).map(({ id, name }) => ({ GroupId: id, GroupName: name })),
  }),
  ebsOptimized: ({ ebsOptimized }) => ({ EbsOptimized: { Value: ebsOptimized } }),
  sriovNetSupport: () => ({ SriovNetSupport: {} }),
  enaSupport: () => ({ EnaSupport: { Value: true } }),
  enclaveOptions: () => ({ EnclaveOptions: { Enabled: false } }),
}
