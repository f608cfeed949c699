import { groupsOf } from '../groups/records.ts'
import { appliedBoundary, type EntityPolicies, policiesOfHolder } from '../iam/applied-policies.ts'
import type { State } from '../state/table.ts'
import type { User } from './records.ts'

/** The user's own policies and those of its groups; the boundary is the user's. */
export const policiesOfUser = (state: State, user: User): EntityPolicies => ({
  identity: [user, ...groupsOf(state, user)].flatMap((holder) => policiesOfHolder(state, holder)),
  ...appliedBoundary(state, user.account, user.permissionsBoundary),
})
