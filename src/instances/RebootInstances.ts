import { operation } from '../aws/operation.ts'
import { stopDryRun } from './ec2-errors.ts'
import { requireInstances } from './find-instances.ts'
import { instanceChecks } from './instance-check.ts'

/** A reboot leaves the instance on its host: state, address and metadata tokens stay, so there is nothing to record. */
export const RebootInstances = operation('ec2', 'RebootInstances', {
  authorization: {
    kind: 'permissions',
    check: (call) => instanceChecks('ec2:RebootInstances', call.input.InstanceIds, call),
  },
  handle(call) {
    const { input, tx, fail } = call
    for (const { id, state } of requireInstances(tx, input.InstanceIds, call)) {
      if (state !== 'running') fail('IncorrectState', `This instance '${id}' is not in the 'running' state.`)
    }
    stopDryRun(input.DryRun)
    return {}
  },
})
