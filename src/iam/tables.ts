import { accounts } from '../accounts/records.ts'
import { groups } from '../groups/records.ts'
import { instanceProfiles } from '../instance-profiles/records.ts'
import { managedPolicies } from '../managed-policies/records.ts'
import { roles } from '../roles/records.ts'
import type { AnyTable } from '../state/table.ts'
import { accessKeys, users } from '../users/records.ts'

/** Every table of IAM. */
export const iamTables: readonly AnyTable[] = [
  accounts,
  users,
  accessKeys,
  groups,
  roles,
  managedPolicies,
  instanceProfiles,
]
