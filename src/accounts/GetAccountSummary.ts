import { operation } from '../aws/operation.ts'
import { groups } from '../groups/records.ts'
import { QUOTAS } from '../iam/quotas.ts'
import { onEverything } from '../iam/subject.ts'
import { instanceProfiles } from '../instance-profiles/records.ts'
import { managedPolicies } from '../managed-policies/records.ts'
import { POLICY_QUOTAS } from '../policy/size.ts'
import { roles } from '../roles/records.ts'
import { accessKeys, users } from '../users/records.ts'

/** Default quotas of an account, shown and not enforced. Recorded from AWS. */
const ACCOUNT_QUOTAS = {
  GroupsQuota: 300,
  InstanceProfilesQuota: 1000,
  PoliciesQuota: 1500,
  PolicyVersionsInUseQuota: 10000,
  RolesQuota: 1000,
  ServerCertificatesQuota: 20,
  SigningCertificatesPerUserQuota: 2,
  UsersQuota: 5000,
}

/** What this server has none of. */
const ABSENT = {
  AccountMFAEnabled: 0,
  AccountPasswordPresent: 0,
  AccountSigningCertificatesPresent: 0,
  MFADevices: 0,
  MFADevicesInUse: 0,
  Providers: 0,
  ServerCertificates: 0,
}

export const GetAccountSummary = operation('iam', 'GetAccountSummary', {
  authorization: onEverything('GetAccountSummary'),
  read({ caller, state }) {
    const { account } = caller
    const policies = state.list(managedPolicies, account)
    return {
      SummaryMap: {
        ...ACCOUNT_QUOTAS,
        ...ABSENT,
        AccessKeysPerUserQuota: QUOTAS.accessKeysPerUser,
        AccountAccessKeysPresent: state.find(accessKeys, 'owner', account).length > 0 ? 1 : 0,
        AssumeRolePolicySizeQuota: POLICY_QUOTAS.trust,
        AttachedPoliciesPerGroupQuota: QUOTAS.attachedPolicies,
        AttachedPoliciesPerRoleQuota: QUOTAS.attachedPolicies,
        AttachedPoliciesPerUserQuota: QUOTAS.attachedPolicies,
        GlobalEndpointTokenVersion: 1,
        GroupPolicySizeQuota: POLICY_QUOTAS.groupInline,
        Groups: state.count(groups, account),
        GroupsPerUserQuota: QUOTAS.groupsPerUser,
        InstanceProfiles: state.count(instanceProfiles, account),
        Policies: policies.length,
        PolicySizeQuota: POLICY_QUOTAS.managed,
        PolicyVersionsInUse: policies.reduce((sum, { versions }) => sum + versions.length, 0),
        RolePolicySizeQuota: POLICY_QUOTAS.roleInline,
        Roles: state.count(roles, account),
        UserPolicySizeQuota: POLICY_QUOTAS.userInline,
        Users: state.count(users, account),
        VersionsPerPolicyQuota: QUOTAS.versionsPerPolicy,
      },
    }
  },
})
