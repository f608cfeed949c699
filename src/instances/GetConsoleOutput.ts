import { operation } from '../aws/operation.ts'
import { stopDryRun } from './ec2-errors.ts'
import { requireInstance } from './find-instances.ts'
import { instanceCheck } from './instance-check.ts'

/** No console is kept, so there is no output, as of an instance on AWS that has posted none. */
export const GetConsoleOutput = operation('ec2', 'GetConsoleOutput', {
  authorization: {
    kind: 'permissions',
    check: (call) => [instanceCheck('ec2:GetConsoleOutput', call.input.InstanceId, call)],
  },
  read(call) {
    const instance = requireInstance(call.state, call.input.InstanceId, call)
    stopDryRun(call.input.DryRun)
    return { InstanceId: instance.id, Timestamp: new Date(instance.stateSince) }
  },
})
