import { shownDate } from '../iam/dates.ts'
import { boundaryIfAny } from '../iam/permissions-boundaries.ts'
import { encodedDocument } from '../iam/policy-documents.ts'
import { tagsIfAny } from '../iam/tags.ts'
import type { State } from '../state/table.ts'
import { type Role, roleSubject } from './records.ts'
import { shownTrustPolicy } from './trust-policy.ts'

/** What every answer that holds a role shows of it; CreateRole and instance profiles show no more. */
export const roleView = (state: State, role: Role) => ({
  Path: role.path,
  RoleName: role.name,
  RoleId: role.id,
  Arn: roleSubject.arn(role),
  CreateDate: shownDate(role.created),
  AssumeRolePolicyDocument: encodedDocument(shownTrustPolicy(state, role.trustPolicy)),
})

/** A role in ListRoles: neither tags nor boundary. */
export const listedRoleView = (state: State, role: Role) => ({
  ...roleView(state, role),
  ...descriptionIfAny(role),
  MaxSessionDuration: role.maxSessionDuration,
})

/** A role in GetRole. */
export const fullRoleView = (state: State, role: Role) => ({
  ...listedRoleView(state, role),
  ...boundaryIfAny(role.permissionsBoundary),
  ...tagsIfAny(role.tags),
  RoleLastUsed: lastUsedView(role),
})

export const descriptionIfAny = ({ description }: { readonly description?: string | undefined }) =>
  description === undefined ? {} : { Description: description }

/** `RoleLastUsed`: empty when the role has not been used. */
export const lastUsedView = ({ lastUsed }: Role) =>
  lastUsed ? { LastUsedDate: shownDate(lastUsed.at), Region: lastUsed.region } : {}
