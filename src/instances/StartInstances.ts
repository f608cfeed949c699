import { operation } from '../aws/operation.ts'
import { stopDryRun } from './ec2-errors.ts'
import { requireInstances } from './find-instances.ts'
import { instanceChecks } from './instance-check.ts'
import { changeState, requireOneTransaction } from './state-changes.ts'

/** A start is a new boot: metadata tokens of the one before are refused. */
export const StartInstances = operation('ec2', 'StartInstances', {
  authorization: {
    kind: 'permissions',
    check: (call) => instanceChecks('ec2:StartInstances', call.input.InstanceIds, call),
  },
  handle(call) {
    const { input, now, tx, fail } = call
    requireOneTransaction(input.InstanceIds, fail)
    const found = requireInstances(tx, input.InstanceIds, call)
    for (const { id, state } of found) {
      if (state === 'terminated') {
        fail('IncorrectInstanceState', `The instance '${id}' is not in a state from which it can be started.`)
      }
    }
    stopDryRun(input.DryRun)
    return {
      StartingInstances: found.map((instance) => {
        const stopped = instance.state === 'stopped'
        const started = {
          ...instance,
          state: 'running' as const,
          stateSince: now,
          launchTime: now,
          bootEpoch: instance.bootEpoch + 1,
        }
        return changeState(tx, instance, stopped ? started : undefined, 'pending')
      }),
    }
  },
})
