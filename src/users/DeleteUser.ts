import { operation } from '../aws/operation.ts'
import { refuseHeldPolicies } from '../iam/deletion.ts'
import { onSubject, required } from '../iam/subject.ts'
import { loginProfileOf } from './login-profiles.ts'
import { accessKeys, userSubject, users } from './records.ts'

export const DeleteUser = operation('iam', 'DeleteUser', {
  authorization: onSubject(userSubject, 'DeleteUser'),
  handle({ tx, ...call }) {
    const user = required(userSubject, tx, call)
    if (loginProfileOf(tx, user)) call.fail('DeleteConflict', 'Cannot delete entity, must delete login profile first.')
    if (user.groupIds.length > 0) {
      call.fail('DeleteConflict', 'Cannot delete entity, must remove users from group first.')
    }
    refuseHeldPolicies(user, call.fail)
    if (tx.find(accessKeys, 'owner', user.id).length > 0) {
      call.fail('DeleteConflict', 'Cannot delete entity, must delete access keys first.')
    }
    tx.delete(users, user)
  },
})
