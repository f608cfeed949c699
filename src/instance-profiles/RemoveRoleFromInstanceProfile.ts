import { operation } from '../aws/operation.ts'
import { onSubject, required } from '../iam/subject.ts'
import { roleSubject } from '../roles/records.ts'
import { instanceProfileSubject, instanceProfiles } from './records.ts'

export const RemoveRoleFromInstanceProfile = operation('iam', 'RemoveRoleFromInstanceProfile', {
  authorization: onSubject(instanceProfileSubject, 'RemoveRoleFromInstanceProfile'),
  handle({ tx, ...call }) {
    const profile = required(instanceProfileSubject, tx, call)
    const role = required(roleSubject, tx, call)
    if (profile.roleId !== role.id) {
      call.fail('NoSuchEntity', `Role ${role.name} in Instance Profile ${profile.name} cannot be found.`)
    }
    tx.put(instanceProfiles, { ...profile, roleId: undefined })
  },
})
