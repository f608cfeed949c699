import { operation } from '../aws/operation.ts'
import { refuseHeldPolicies } from '../iam/deletion.ts'
import { onSubject, required } from '../iam/subject.ts'
import { users } from '../users/records.ts'
import { groupSubject, groups } from './records.ts'

export const DeleteGroup = operation('iam', 'DeleteGroup', {
  authorization: onSubject(groupSubject, 'DeleteGroup'),
  handle({ tx, ...call }) {
    const group = required(groupSubject, tx, call)
    if (tx.find(users, 'group', group.id).length > 0) {
      call.fail('DeleteConflict', 'Cannot delete entity, must remove users from group first.')
    }
    refuseHeldPolicies(group, call.fail)
    tx.delete(groups, group)
  },
})
