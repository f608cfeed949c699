import { operation } from '../aws/operation.ts'
import { defaultNetwork, subnetOfZone } from './default-network.ts'
import { stateOf } from './describe-instance.ts'
import { stopDryRun } from './ec2-errors.ts'
import { type FilterFields, filtered, page, refusePagedIds } from './filters.ts'
import { requireInstances, visibleInstances } from './find-instances.ts'
import { describeCheck } from './instance-check.ts'
import type { InstanceRecord } from './records.ts'

/** Running instances only, unless all are asked for. An instance is as healthy as the server that answers for it. */
export const DescribeInstanceStatus = operation('ec2', 'DescribeInstanceStatus', {
  authorization: { kind: 'permissions', check: (call) => [describeCheck('ec2:DescribeInstanceStatus', call)] },
  read(call) {
    const { input, state, fail } = call
    refusePagedIds(input.InstanceIds, 'instancesSet', input, fail)
    const asked = input.InstanceIds?.length
      ? requireInstances(state, input.InstanceIds, call)
      : visibleInstances(state, call)
    const shown = asked.filter((instance) => input.IncludeAllInstances || instance.state === 'running')
    const matching = filtered(shown, input.Filters, FILTERS, fail, ({ tags }) => tags)
    stopDryRun(input.DryRun)
    const { items, next } = page(matching, ({ id }) => id, input, fail)
    return { InstanceStatuses: items.map(status), NextToken: next }
  },
})

function status(instance: InstanceRecord) {
  const running = instance.state === 'running'
  const summary = running
    ? { Status: 'ok', Details: [{ Name: 'reachability', Status: 'passed' }] }
    : { Status: 'not-applicable', Details: [] }
  return {
    InstanceId: instance.id,
    AvailabilityZone: instance.availabilityZone,
    AvailabilityZoneId: subnetOfZone(defaultNetwork(instance.account, instance.region), instance.availabilityZone)
      .availabilityZoneId,
    InstanceState: stateOf(instance.state),
    InstanceStatus: summary,
    SystemStatus: summary,
  }
}

const FILTERS: FilterFields<InstanceRecord> = {
  'availability-zone': ({ availabilityZone }) => [availabilityZone],
  'instance-state-code': ({ state }) => [stateOf(state).Code],
  'instance-state-name': ({ state }) => [state],
  'instance-status.status': ({ state }) => [state === 'running' ? 'ok' : 'not-applicable'],
  'system-status.status': ({ state }) => [state === 'running' ? 'ok' : 'not-applicable'],
}
