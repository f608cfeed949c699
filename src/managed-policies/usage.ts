import { type Group, groups } from '../groups/records.ts'
import type { Entity } from '../iam/entity.ts'
import { type Role, roles } from '../roles/records.ts'
import type { State } from '../state/table.ts'
import { type User, users } from '../users/records.ts'

export interface PolicyUsers {
  readonly users: readonly User[]
  readonly groups: readonly Group[]
  readonly roles: readonly Role[]
}

/** The entities of the account that the managed policy is attached to. */
export const attachedTo = (state: State, account: string, arn: string): PolicyUsers => ({
  users: within(account, state.find(users, 'attached', arn)),
  groups: within(account, state.find(groups, 'attached', arn)),
  roles: within(account, state.find(roles, 'attached', arn)),
})

/** The users and roles of the account that have the managed policy as their permissions boundary. */
export const boundaryOf = (state: State, account: string, arn: string): PolicyUsers => ({
  users: within(account, state.find(users, 'boundary', arn)),
  groups: [],
  roles: within(account, state.find(roles, 'boundary', arn)),
})

export const countOf = (found: PolicyUsers): number => found.users.length + found.groups.length + found.roles.length

/** AWS's policies are attached in every account; one account sees its own. */
const within = <R extends Entity>(account: string, records: readonly R[]): R[] =>
  records.filter((record) => record.account === account)
