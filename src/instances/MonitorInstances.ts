import { operation, type WriteCall } from '../aws/operation.ts'
import { stopDryRun } from './ec2-errors.ts'
import { requireInstances } from './find-instances.ts'
import { instanceChecks } from './instance-check.ts'
import { instances } from './records.ts'
import { requireOneTransaction } from './state-changes.ts'

/** Detailed monitoring on. */
export const MonitorInstances = operation('ec2', 'MonitorInstances', {
  authorization: {
    kind: 'permissions',
    check: (call) => instanceChecks('ec2:MonitorInstances', call.input.InstanceIds, call),
  },
  handle: (call) => monitor(call, true),
})

/** Detailed monitoring off. */
export const UnmonitorInstances = operation('ec2', 'UnmonitorInstances', {
  authorization: {
    kind: 'permissions',
    check: (call) => instanceChecks('ec2:UnmonitorInstances', call.input.InstanceIds, call),
  },
  handle: (call) => monitor(call, false),
})

type Request = { readonly InstanceIds: readonly string[]; readonly DryRun?: boolean | undefined }

function monitor(call: WriteCall<Request, string>, monitoring: boolean) {
  const { input, tx, fail } = call
  requireOneTransaction(input.InstanceIds, fail)
  const found = requireInstances(tx, input.InstanceIds, call)
  const gone = found.find(({ state }) => state === 'terminated')
  if (gone) fail('IncorrectInstanceState', `The instance '${gone.id}' is not in a state from which it can be modified.`)
  stopDryRun(input.DryRun)
  const begun = monitoring ? 'pending' : 'disabling'
  const settled = monitoring ? 'enabled' : 'disabled'
  return {
    InstanceMonitorings: found.map((instance) => {
      if (instance.monitoring !== monitoring) tx.put(instances, { ...instance, monitoring })
      return {
        InstanceId: instance.id,
        Monitoring: { State: instance.monitoring === monitoring ? settled : begun },
      }
    }),
  }
}
