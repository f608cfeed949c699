import { operation } from '../aws/operation.ts'
import { pageByKey, sortedBy } from '../iam/pages.ts'
import { onSubject, required } from '../iam/subject.ts'
import { roleSubject } from '../roles/records.ts'
import { instanceProfiles } from './records.ts'
import { instanceProfileView } from './views.ts'

export const ListInstanceProfilesForRole = operation('iam', 'ListInstanceProfilesForRole', {
  authorization: onSubject(roleSubject, 'ListInstanceProfilesForRole'),
  read({ state, ...call }) {
    const role = required(roleSubject, state, call)
    const held = sortedBy(state.find(instanceProfiles, 'role', role.id), instanceProfiles.id)
    const { items, more } = pageByKey(held, instanceProfiles.id, call.input, call.fail)
    return { InstanceProfiles: items.map((profile) => instanceProfileView(state, profile)), ...more }
  },
})
