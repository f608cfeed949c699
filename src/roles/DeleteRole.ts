import { operation } from '../aws/operation.ts'
import { refuseHeldPolicies } from '../iam/deletion.ts'
import { onSubject, required } from '../iam/subject.ts'
import { instanceProfiles } from '../instance-profiles/records.ts'
import { roleSubject, roles } from './records.ts'

export const DeleteRole = operation('iam', 'DeleteRole', {
  authorization: onSubject(roleSubject, 'DeleteRole'),
  handle({ tx, ...call }) {
    const role = required(roleSubject, tx, call)
    if (tx.find(instanceProfiles, 'role', role.id).length > 0) {
      call.fail('DeleteConflict', 'Cannot delete entity, must remove roles from instance profile first.')
    }
    refuseHeldPolicies(role, call.fail)
    tx.delete(roles, role)
  },
})
