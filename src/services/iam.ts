import { CreateAccountAlias, DeleteAccountAlias, ListAccountAliases } from '../accounts/aliases.ts'
import { GetAccountAuthorizationDetails } from '../accounts/GetAccountAuthorizationDetails.ts'
import { GetAccountSummary } from '../accounts/GetAccountSummary.ts'
import {
  DeleteAccountPasswordPolicy,
  GetAccountPasswordPolicy,
  UpdateAccountPasswordPolicy,
} from '../accounts/password-policy.ts'
import { notYet, type ServiceTable } from '../aws/operation.ts'
import { AttachGroupPolicy, DetachGroupPolicy, ListAttachedGroupPolicies } from '../groups/attached-policies.ts'
import { CreateGroup } from '../groups/CreateGroup.ts'
import { DeleteGroup } from '../groups/DeleteGroup.ts'
import { GetGroup } from '../groups/GetGroup.ts'
import { DeleteGroupPolicy, GetGroupPolicy, ListGroupPolicies, PutGroupPolicy } from '../groups/inline-policies.ts'
import { ListGroups } from '../groups/ListGroups.ts'
import { AddUserToGroup, ListGroupsForUser, RemoveUserFromGroup } from '../groups/members.ts'
import { UpdateGroup } from '../groups/UpdateGroup.ts'
import { AddRoleToInstanceProfile } from '../instance-profiles/AddRoleToInstanceProfile.ts'
import { CreateInstanceProfile } from '../instance-profiles/CreateInstanceProfile.ts'
import { DeleteInstanceProfile } from '../instance-profiles/DeleteInstanceProfile.ts'
import { GetInstanceProfile } from '../instance-profiles/GetInstanceProfile.ts'
import { ListInstanceProfiles } from '../instance-profiles/ListInstanceProfiles.ts'
import { ListInstanceProfilesForRole } from '../instance-profiles/ListInstanceProfilesForRole.ts'
import { RemoveRoleFromInstanceProfile } from '../instance-profiles/RemoveRoleFromInstanceProfile.ts'
import { ListInstanceProfileTags, TagInstanceProfile, UntagInstanceProfile } from '../instance-profiles/tags.ts'
import { CreatePolicy } from '../managed-policies/CreatePolicy.ts'
import { CreatePolicyVersion } from '../managed-policies/CreatePolicyVersion.ts'
import { DeletePolicy } from '../managed-policies/DeletePolicy.ts'
import { DeletePolicyVersion } from '../managed-policies/DeletePolicyVersion.ts'
import { GetPolicy } from '../managed-policies/GetPolicy.ts'
import { GetPolicyVersion } from '../managed-policies/GetPolicyVersion.ts'
import { ListEntitiesForPolicy } from '../managed-policies/ListEntitiesForPolicy.ts'
import { ListPolicies } from '../managed-policies/ListPolicies.ts'
import { ListPolicyVersions } from '../managed-policies/ListPolicyVersions.ts'
import { SetDefaultPolicyVersion } from '../managed-policies/SetDefaultPolicyVersion.ts'
import { ListPolicyTags, TagPolicy, UntagPolicy } from '../managed-policies/tags.ts'
import { AttachRolePolicy, DetachRolePolicy, ListAttachedRolePolicies } from '../roles/attached-policies.ts'
import { CreateRole } from '../roles/CreateRole.ts'
import { DeleteRole } from '../roles/DeleteRole.ts'
import { GetRole } from '../roles/GetRole.ts'
import { DeleteRolePolicy, GetRolePolicy, ListRolePolicies, PutRolePolicy } from '../roles/inline-policies.ts'
import { ListRoles } from '../roles/ListRoles.ts'
import { DeleteRolePermissionsBoundary, PutRolePermissionsBoundary } from '../roles/permissions-boundary.ts'
import { ListRoleTags, TagRole, UntagRole } from '../roles/tags.ts'
import { UpdateAssumeRolePolicy } from '../roles/UpdateAssumeRolePolicy.ts'
import { UpdateRole } from '../roles/UpdateRole.ts'
import { UpdateRoleDescription } from '../roles/UpdateRoleDescription.ts'
import { GetContextKeysForCustomPolicy, GetContextKeysForPrincipalPolicy } from '../simulation/context-keys.ts'
import { SimulateCustomPolicy } from '../simulation/SimulateCustomPolicy.ts'
import { SimulatePrincipalPolicy } from '../simulation/SimulatePrincipalPolicy.ts'
import { AttachUserPolicy, DetachUserPolicy, ListAttachedUserPolicies } from '../users/attached-policies.ts'
import { ChangePassword } from '../users/ChangePassword.ts'
import type { SecretSealer } from '../users/CreateAccessKey.ts'
import { CreateAccessKey } from '../users/CreateAccessKey.ts'
import { CreateLoginProfile } from '../users/CreateLoginProfile.ts'
import { CreateUser } from '../users/CreateUser.ts'
import { DeleteAccessKey } from '../users/DeleteAccessKey.ts'
import { DeleteLoginProfile } from '../users/DeleteLoginProfile.ts'
import { DeleteUser } from '../users/DeleteUser.ts'
import { GetAccessKeyLastUsed } from '../users/GetAccessKeyLastUsed.ts'
import { GetLoginProfile } from '../users/GetLoginProfile.ts'
import { GetUser } from '../users/GetUser.ts'
import { DeleteUserPolicy, GetUserPolicy, ListUserPolicies, PutUserPolicy } from '../users/inline-policies.ts'
import { ListAccessKeys } from '../users/ListAccessKeys.ts'
import { ListUsers } from '../users/ListUsers.ts'
import type { Passwords } from '../users/passwords.ts'
import { DeleteUserPermissionsBoundary, PutUserPermissionsBoundary } from '../users/permissions-boundary.ts'
import { ListUserTags, TagUser, UntagUser } from '../users/tags.ts'
import { UpdateAccessKey } from '../users/UpdateAccessKey.ts'
import { UpdateLoginProfile } from '../users/UpdateLoginProfile.ts'
import { UpdateUser } from '../users/UpdateUser.ts'

/** What IAM's operations are made with. */
export interface IamDependencies {
  readonly sealer: SecretSealer
  readonly passwords: Passwords
}

/** Every operation of IAM and what answers it. */
export const iamService = (deps: IamDependencies) =>
  ({
    AcceptDelegationRequest: notYet,
    AcquireRole: notYet,
    AddClientIDToOpenIDConnectProvider: notYet,
    AddRoleToInstanceProfile,
    AddUserToGroup,
    AssociateDelegationRequest: notYet,
    AttachGroupPolicy,
    AttachRolePolicy,
    AttachUserPolicy,
    ChangePassword: ChangePassword(deps.passwords),
    CreateAccessKey: CreateAccessKey(deps.sealer),
    CreateAccountAlias,
    CreateDelegationRequest: notYet,
    CreateGroup,
    CreateInstanceProfile,
    CreateLoginProfile: CreateLoginProfile(deps.passwords),
    CreateOpenIDConnectProvider: notYet,
    CreatePolicy,
    CreatePolicyVersion,
    CreateRole,
    CreateSAMLProvider: notYet,
    CreateServiceLinkedRole: notYet,
    CreateServiceSpecificCredential: notYet,
    CreateUser,
    CreateVirtualMFADevice: notYet,
    DeactivateMFADevice: notYet,
    DeleteAccessKey,
    DeleteAccountAlias,
    DeleteAccountPasswordPolicy,
    DeleteGroup,
    DeleteGroupPolicy,
    DeleteInstanceProfile,
    DeleteLoginProfile,
    DeleteOpenIDConnectProvider: notYet,
    DeletePolicy,
    DeletePolicyVersion,
    DeleteRole,
    DeleteRolePermissionsBoundary,
    DeleteRolePolicy,
    DeleteSAMLProvider: notYet,
    DeleteSSHPublicKey: notYet,
    DeleteServerCertificate: notYet,
    DeleteServiceLinkedRole: notYet,
    DeleteServiceSpecificCredential: notYet,
    DeleteSigningCertificate: notYet,
    DeleteUser,
    DeleteUserPermissionsBoundary,
    DeleteUserPolicy,
    DeleteVirtualMFADevice: notYet,
    DetachGroupPolicy,
    DetachRolePolicy,
    DetachUserPolicy,
    DisableOrganizationsRootCredentialsManagement: notYet,
    DisableOrganizationsRootSessions: notYet,
    DisableOutboundWebIdentityFederation: notYet,
    EnableMFADevice: notYet,
    EnableOrganizationsRootCredentialsManagement: notYet,
    EnableOrganizationsRootSessions: notYet,
    EnableOutboundWebIdentityFederation: notYet,
    GenerateCredentialReport: notYet,
    GenerateOrganizationsAccessReport: notYet,
    GenerateServiceLastAccessedDetails: notYet,
    GetAccessKeyLastUsed,
    GetAccountAuthorizationDetails,
    GetAccountPasswordPolicy,
    GetAccountProperties: notYet,
    GetAccountSummary,
    GetContextKeysForCustomPolicy,
    GetContextKeysForPrincipalPolicy,
    GetCredentialReport: notYet,
    GetDelegationRequest: notYet,
    GetGroup,
    GetGroupPolicy,
    GetHumanReadableSummary: notYet,
    GetInstanceProfile,
    GetLoginProfile,
    GetMFADevice: notYet,
    GetOpenIDConnectProvider: notYet,
    GetOrganizationsAccessReport: notYet,
    GetOutboundWebIdentityFederationInfo: notYet,
    GetPolicy,
    GetPolicyVersion,
    GetRole,
    GetRolePolicy,
    GetRoleTemplateVersion: notYet,
    GetSAMLProvider: notYet,
    GetSSHPublicKey: notYet,
    GetServerCertificate: notYet,
    GetServiceLastAccessedDetails: notYet,
    GetServiceLastAccessedDetailsWithEntities: notYet,
    GetServiceLinkedRoleDeletionStatus: notYet,
    GetUser,
    GetUserPolicy,
    ListAccessKeys,
    ListAccountAliases,
    ListAttachedGroupPolicies,
    ListAttachedRolePolicies,
    ListAttachedUserPolicies,
    ListDelegationRequests: notYet,
    ListEntitiesForPolicy,
    ListGroupPolicies,
    ListGroups,
    ListGroupsForUser,
    ListInstanceProfileTags,
    ListInstanceProfiles,
    ListInstanceProfilesForRole,
    ListMFADeviceTags: notYet,
    ListMFADevices: notYet,
    ListOpenIDConnectProviderTags: notYet,
    ListOpenIDConnectProviders: notYet,
    ListOrganizationsFeatures: notYet,
    ListPolicies,
    ListPoliciesGrantingServiceAccess: notYet,
    ListPolicyTags,
    ListPolicyVersions,
    ListRolePolicies,
    ListRoleTags,
    ListRoles,
    ListSAMLProviderTags: notYet,
    ListSAMLProviders: notYet,
    ListSSHPublicKeys: notYet,
    ListServerCertificateTags: notYet,
    ListServerCertificates: notYet,
    ListServiceSpecificCredentials: notYet,
    ListSigningCertificates: notYet,
    ListUserPolicies,
    ListUserTags,
    ListUsers,
    ListVirtualMFADevices: notYet,
    PutAccountProperties: notYet,
    PutGroupPolicy,
    PutRolePermissionsBoundary,
    PutRolePolicy,
    PutUserPermissionsBoundary,
    PutUserPolicy,
    RejectDelegationRequest: notYet,
    RemoveClientIDFromOpenIDConnectProvider: notYet,
    RemoveRoleFromInstanceProfile,
    RemoveUserFromGroup,
    ResetServiceSpecificCredential: notYet,
    ResyncMFADevice: notYet,
    SendDelegationToken: notYet,
    SetDefaultPolicyVersion,
    SetSecurityTokenServicePreferences: notYet,
    SimulateCustomPolicy,
    SimulatePrincipalPolicy,
    TagInstanceProfile,
    TagMFADevice: notYet,
    TagOpenIDConnectProvider: notYet,
    TagPolicy,
    TagRole,
    TagSAMLProvider: notYet,
    TagServerCertificate: notYet,
    TagUser,
    UntagInstanceProfile,
    UntagMFADevice: notYet,
    UntagOpenIDConnectProvider: notYet,
    UntagPolicy,
    UntagRole,
    UntagSAMLProvider: notYet,
    UntagServerCertificate: notYet,
    UntagUser,
    UpdateAccessKey,
    UpdateAccountPasswordPolicy,
    UpdateAssumeRolePolicy,
    UpdateDelegationRequest: notYet,
    UpdateGroup,
    UpdateLoginProfile: UpdateLoginProfile(deps.passwords),
    UpdateOpenIDConnectProviderThumbprint: notYet,
    UpdateRole,
    UpdateRoleDescription,
    UpdateSAMLProvider: notYet,
    UpdateSSHPublicKey: notYet,
    UpdateServerCertificate: notYet,
    UpdateServiceSpecificCredential: notYet,
    UpdateSigningCertificate: notYet,
    UpdateUser,
    UploadSSHPublicKey: notYet,
    UploadServerCertificate: notYet,
    UploadSigningCertificate: notYet,
  }) satisfies ServiceTable<'iam'>
