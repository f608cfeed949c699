import { operation } from '../aws/operation.ts'
import { pageByKey, sortedBy } from '../iam/pages.ts'
import { onSubject, required } from '../iam/subject.ts'
import { users } from '../users/records.ts'
import { userView } from '../users/views.ts'
import { groupSubject } from './records.ts'
import { groupView } from './views.ts'

/** The group and its members. */
export const GetGroup = operation('iam', 'GetGroup', {
  authorization: onSubject(groupSubject, 'GetGroup'),
  read({ state, ...call }) {
    const group = required(groupSubject, state, call)
    const members = sortedBy(state.find(users, 'group', group.id), users.id)
    const { items, more } = pageByKey(members, users.id, call.input, call.fail)
    return { Group: groupView(group), Users: items.map(userView), ...more }
  },
})
