import { appliedBoundary, type EntityPolicies, policiesOfHolder } from '../iam/applied-policies.ts'
import type { State } from '../state/table.ts'
import type { Role } from './records.ts'

export const policiesOfRole = (state: State, role: Role): EntityPolicies => ({
  identity: policiesOfHolder(state, role),
  ...appliedBoundary(state, role.account, role.permissionsBoundary),
})
