import { operation } from '../../aws/operation.ts'
import { defaultNetwork, securityGroupsOf } from '../default-network.ts'
import { stopDryRun } from '../ec2-errors.ts'
import { visibleInstances } from '../find-instances.ts'
import { placeOf } from '../records.ts'
import { groupCheck, requireNamedGroup } from './find-groups.ts'
import { listGroups, securityGroups } from './records.ts'

/** Not while an instance is in the group, or a rule of another group names it. */
export const DeleteSecurityGroup = operation('ec2', 'DeleteSecurityGroup', {
  authorization: { kind: 'permissions', check: (call) => [groupCheck('ec2:DeleteSecurityGroup', call.input, call)] },
  handle(call) {
    const { input, tx, fail } = call
    const place = placeOf(call)
    const group = requireNamedGroup(tx, place, input, fail)
    if (group.id === defaultNetwork(place.account, place.region).securityGroup.id) {
      fail('CannotDelete', `the specified group: "${group.id}" name: "${group.name}" cannot be deleted by a user`)
    }
    const worn = visibleInstances(tx, call).some(
      (instance) => instance.state !== 'terminated' && securityGroupsOf(instance).some(({ id }) => id === group.id),
    )
    const named = listGroups(tx, place).some(
      ({ id, rules }) => id !== group.id && rules.some(({ peer }) => peer.kind === 'group' && peer.id === group.id),
    )
    if (worn || named) fail('DependencyViolation', `resource ${group.id} has a dependent object`)
    stopDryRun(input.DryRun)
    tx.delete(securityGroups, group)
    return { Return: true, GroupId: group.id }
  },
})
