import { operation } from '../aws/operation.ts'
import { quotaSentence } from '../iam/quotas.ts'
import { required, subjectCheck } from '../iam/subject.ts'
import { passRoleCheck } from '../roles/pass-role.ts'
import { roleSubject } from '../roles/records.ts'
import { instanceProfileSubject, instanceProfiles } from './records.ts'

/** The caller must also be permitted to pass the role to EC2. */
export const AddRoleToInstanceProfile = operation('iam', 'AddRoleToInstanceProfile', {
  authorization: {
    kind: 'permissions',
    check: ({ input, caller, state }) => [
      subjectCheck(instanceProfileSubject, {
        state,
        account: caller.account,
        handle: input.InstanceProfileName,
        action: 'iam:AddRoleToInstanceProfile',
      }),
      passRoleCheck(state, {
        account: caller.account,
        roleName: input.RoleName,
        service: 'ec2.amazonaws.com',
        associatedResource: `arn:aws:ec2:*:${caller.account}:instance/*`,
      }),
    ],
  },
  handle({ tx, ...call }) {
    const profile = required(instanceProfileSubject, tx, call)
    const role = required(roleSubject, tx, call)
    if (profile.roleId !== undefined) {
      call.fail('LimitExceeded', quotaSentence('InstanceSessionsPerInstanceProfile', 1))
    }
    tx.put(instanceProfiles, { ...profile, roleId: role.id })
  },
})
