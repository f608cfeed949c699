import { entityTable, entityWithId, type PolicyHolder } from '../iam/entity.ts'
import type { HolderSubject } from '../iam/inline-policies.ts'
import { namedSubject } from '../iam/subject.ts'
import type { State } from '../state/table.ts'

/** Its members are the users that name it: the look-up `group` of the users' table. */
export type Group = PolicyHolder

/** Look-up: `attached` by policy ARN. */
export const groups = entityTable<Group>('groups', { attached: (group) => group.attachedPolicies })

export const groupSubject: HolderSubject<Group, 'GroupName'> = {
  ...namedSubject({
    table: groups,
    word: 'Group',
    member: 'GroupName',
    type: 'group',
    notFound: (name) => `The group with name ${name} cannot be found.`,
  }),
  word: 'Group',
}

/** The groups that a user is in, in the order of joining. */
export const groupsOf = (state: State, user: { readonly groupIds: readonly string[] }): readonly Group[] =>
  user.groupIds.map((id) => entityWithId(state, groups, id)).filter((group) => group !== undefined)
