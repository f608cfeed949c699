/** Entities with everything about them, as GetAccountAuthorizationDetails answers them. */
import { type Group, groupsOf } from '../groups/records.ts'
import { groupView } from '../groups/views.ts'
import { attachedPolicyView } from '../iam/attachments.ts'
import type { PolicyHolder } from '../iam/entity.ts'
import { sortedBy } from '../iam/pages.ts'
import { boundaryIfAny } from '../iam/permissions-boundaries.ts'
import { encodedDocument } from '../iam/policy-documents.ts'
import { tagList } from '../iam/tags.ts'
import { instanceProfiles } from '../instance-profiles/records.ts'
import { instanceProfileView } from '../instance-profiles/views.ts'
import type { ManagedPolicy } from '../managed-policies/records.ts'
import { fullVersionView, newestFirst, policyView } from '../managed-policies/views.ts'
import type { Role } from '../roles/records.ts'
import { lastUsedView, roleView } from '../roles/views.ts'
import type { State } from '../state/table.ts'
import type { User } from '../users/records.ts'
import { userView } from '../users/views.ts'

export const userDetail = (state: State, user: User) => ({
  ...userView(user),
  UserPolicyList: inlineDetails(user),
  GroupList: groupsOf(state, user).map(({ name }) => name),
  AttachedManagedPolicies: user.attachedPolicies.map(attachedPolicyView),
  ...boundaryIfAny(user.permissionsBoundary),
  Tags: tagList(user.tags),
})

export const groupDetail = (group: Group) => ({
  ...groupView(group),
  GroupPolicyList: inlineDetails(group),
  AttachedManagedPolicies: group.attachedPolicies.map(attachedPolicyView),
})

export const roleDetail = (state: State, role: Role) => ({
  ...roleView(state, role),
  InstanceProfileList: sortedBy(state.find(instanceProfiles, 'role', role.id), instanceProfiles.id).map((profile) =>
    instanceProfileView(state, profile),
  ),
  RolePolicyList: inlineDetails(role),
  AttachedManagedPolicies: role.attachedPolicies.map(attachedPolicyView),
  ...boundaryIfAny(role.permissionsBoundary),
  Tags: tagList(role.tags),
  RoleLastUsed: lastUsedView(role),
})

export const policyDetail = (state: State, account: string, policy: ManagedPolicy) => ({
  ...policyView(state, account, policy),
  ...(policy.description !== undefined && { Description: policy.description }),
  PolicyVersionList: newestFirst(policy).map((version) => fullVersionView(policy, version)),
})

const inlineDetails = ({ inlinePolicies }: PolicyHolder) =>
  Object.entries(inlinePolicies)
    .map(([PolicyName, text]) => ({ PolicyName, PolicyDocument: encodedDocument(text) }))
    .sort((a, b) => (a.PolicyName < b.PolicyName ? -1 : 1))
