import { operation } from '../aws/operation.ts'
import { onSubject, required } from '../iam/subject.ts'
import { instanceProfileSubject, instanceProfiles } from './records.ts'

/** Instances that are associated with the profile keep their credentials until these expire. */
export const DeleteInstanceProfile = operation('iam', 'DeleteInstanceProfile', {
  authorization: onSubject(instanceProfileSubject, 'DeleteInstanceProfile'),
  handle({ tx, ...call }) {
    const profile = required(instanceProfileSubject, tx, call)
    if (profile.roleId !== undefined) {
      call.fail('DeleteConflict', 'Cannot delete entity, must remove roles from instance profile first.')
    }
    tx.delete(instanceProfiles, profile)
  },
})
