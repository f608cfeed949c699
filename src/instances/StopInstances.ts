import { operation } from '../aws/operation.ts'
import { stopDryRun } from './ec2-errors.ts'
import { requireInstances } from './find-instances.ts'
import { instanceChecks } from './instance-check.ts'
import { changeState, failProtected, requireOneTransaction } from './state-changes.ts'

export const StopInstances = operation('ec2', 'StopInstances', {
  authorization: {
    kind: 'permissions',
    check: (call) => instanceChecks('ec2:StopInstances', call.input.InstanceIds, call),
  },
  handle(call) {
    const { input, now, tx, fail } = call
    requireOneTransaction(input.InstanceIds, fail)
    const found = requireInstances(tx, input.InstanceIds, call)
    for (const { id, state, disableApiStop } of found) {
      if (state === 'terminated') {
        fail('IncorrectInstanceState', `This instance '${id}' is not in a state from which it can be stopped.`)
      }
      if (disableApiStop) failProtected(id, 'stopped', 'disableApiStop', fail)
    }
    if (input.Hibernate) {
      fail(
        'UnsupportedHibernationConfiguration',
        'Unable to hibernate this instance because hibernation was not enabled when it was launched.',
      )
    }
    stopDryRun(input.DryRun)
    return {
      StoppingInstances: found.map((instance) => {
        const stopped = { ...instance, state: 'stopped' as const, stateSince: now }
        return changeState(tx, instance, instance.state === 'running' ? stopped : undefined, 'stopping')
      }),
    }
  },
})
