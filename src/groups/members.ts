import { operation } from '../aws/operation.ts'
import { pageByPosition } from '../iam/pages.ts'
import { QUOTAS, quotaSentence } from '../iam/quotas.ts'
import { onSubject, required } from '../iam/subject.ts'
import { userSubject, users } from '../users/records.ts'
import { groupSubject, groupsOf } from './records.ts'
import { groupView } from './views.ts'

/** Adding a member again changes nothing. */
export const AddUserToGroup = operation('iam', 'AddUserToGroup', {
  authorization: onSubject(groupSubject, 'AddUserToGroup'),
  handle({ tx, ...call }) {
    const user = required(userSubject, tx, call)
    const group = required(groupSubject, tx, call)
    if (user.groupIds.includes(group.id)) return
    if (user.groupIds.length >= QUOTAS.groupsPerUser) {
      call.fail('LimitExceeded', quotaSentence('GroupsPerUser', QUOTAS.groupsPerUser))
    }
    tx.put(users, { ...user, groupIds: [...user.groupIds, group.id] })
  },
})

/** Removing a user who is no member succeeds. Recorded from AWS. */
export const RemoveUserFromGroup = operation('iam', 'RemoveUserFromGroup', {
  authorization: onSubject(groupSubject, 'RemoveUserFromGroup'),
  handle({ tx, ...call }) {
    const user = required(userSubject, tx, call)
    const group = required(groupSubject, tx, call)
    if (!user.groupIds.includes(group.id)) return
    tx.put(users, { ...user, groupIds: user.groupIds.filter((id) => id !== group.id) })
  },
})

export const ListGroupsForUser = operation('iam', 'ListGroupsForUser', {
  authorization: onSubject(userSubject, 'ListGroupsForUser'),
  read({ state, ...call }) {
    const user = required(userSubject, state, call)
    const { items, more } = pageByPosition(groupsOf(state, user), call.input, call.fail)
    return { Groups: items.map(groupView), ...more }
  },
})
