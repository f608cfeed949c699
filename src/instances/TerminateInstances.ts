import { operation } from '../aws/operation.ts'
import { stopDryRun } from './ec2-errors.ts'
import { requireInstances } from './find-instances.ts'
import { instanceChecks } from './instance-check.ts'
import { changeState, failProtected, requireOneTransaction } from './state-changes.ts'

/** A terminated instance keeps neither profile nor user data: nothing of it may be handed out again. */
export const TerminateInstances = operation('ec2', 'TerminateInstances', {
  authorization: {
    kind: 'permissions',
    check: (call) => instanceChecks('ec2:TerminateInstances', call.input.InstanceIds, call),
  },
  handle(call) {
    const { input, now, tx, fail } = call
    requireOneTransaction(input.InstanceIds, fail)
    const found = requireInstances(tx, input.InstanceIds, call)
    for (const { id, disableApiTermination, state } of found) {
      if (disableApiTermination && state !== 'terminated')
        failProtected(id, 'terminated', 'disableApiTermination', fail)
    }
    stopDryRun(input.DryRun)
    return {
      TerminatingInstances: found.map((instance) => {
        const terminated = {
          ...instance,
          state: 'terminated' as const,
          stateSince: now,
          association: undefined,
          userData: undefined,
        }
        return changeState(tx, instance, instance.state === 'terminated' ? undefined : terminated, 'shutting-down')
      }),
    }
  },
})
