import { operation } from '../aws/operation.ts'
import { stopDryRun } from './ec2-errors.ts'
import { oneOf } from './filters.ts'
import { requireInstance } from './find-instances.ts'
import { instanceCheck } from './instance-check.ts'
import { instances } from './records.ts'

/** `sourceDestCheck` goes back to true. Kernel and ramdisk, the other two, are of images that no type takes any more. */
export const ResetInstanceAttribute = operation('ec2', 'ResetInstanceAttribute', {
  authorization: {
    kind: 'permissions',
    check: (call) => {
      const name = call.input.Attribute
      const attribute = name.charAt(0).toUpperCase() + name.slice(1)
      return [instanceCheck('ec2:ResetInstanceAttribute', call.input.InstanceId, call, { 'ec2:Attribute': attribute })]
    },
  },
  handle(call) {
    const { input, tx, fail } = call
    const instance = requireInstance(tx, input.InstanceId, call)
    const attribute = oneOf(['kernel', 'ramdisk', 'sourceDestCheck'], input.Attribute, 'attribute', fail)
    if (attribute !== 'sourceDestCheck') {
      fail('UnsupportedOperation', `The attribute ${attribute} cannot be modified.`)
    }
    stopDryRun(input.DryRun)
    tx.put(instances, { ...instance, sourceDestCheck: true })
    return {}
  },
})
