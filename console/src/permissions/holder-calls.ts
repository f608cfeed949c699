import * as sdk from '@aws-sdk/client-iam'
import { iam } from '../aws/iam.ts'
import type { HolderKind } from './holder.ts'

interface AttachedPage {
  readonly AttachedPolicies?: sdk.AttachedPolicy[] | undefined
  readonly Marker?: string | undefined
}

interface InlinePage {
  readonly PolicyNames: string[] | undefined
  readonly Marker?: string | undefined
}

/** IAM's operations on the policies of one kind of holder, which differ in no more than the holder's name. */
interface HolderCalls {
  readonly attached: (name: string, Marker: string | undefined) => Promise<AttachedPage>
  readonly attach: (name: string, PolicyArn: string) => Promise<unknown>
  readonly detach: (name: string, PolicyArn: string) => Promise<unknown>
  readonly inlineNames: (name: string, Marker: string | undefined) => Promise<InlinePage>
  /** The document as IAM answers it, percent-encoded. */
  readonly inline: (name: string, PolicyName: string) => Promise<{ readonly PolicyDocument: string | undefined }>
  readonly putInline: (name: string, PolicyName: string, PolicyDocument: string) => Promise<unknown>
  readonly deleteInline: (name: string, PolicyName: string) => Promise<unknown>
}

export const HOLDER_CALLS: Readonly<Record<HolderKind, HolderCalls>> = {
  role: {
    attached: (RoleName, Marker) => iam().send(new sdk.ListAttachedRolePoliciesCommand({ RoleName, Marker })),
    attach: (RoleName, PolicyArn) => iam().send(new sdk.AttachRolePolicyCommand({ RoleName, PolicyArn })),
    detach: (RoleName, PolicyArn) => iam().send(new sdk.DetachRolePolicyCommand({ RoleName, PolicyArn })),
    inlineNames: (RoleName, Marker) => iam().send(new sdk.ListRolePoliciesCommand({ RoleName, Marker })),
    inline: (RoleName, PolicyName) => iam().send(new sdk.GetRolePolicyCommand({ RoleName, PolicyName })),
    putInline: (RoleName, PolicyName, PolicyDocument) =>
      iam().send(new sdk.PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument })),
    deleteInline: (RoleName, PolicyName) => iam().send(new sdk.DeleteRolePolicyCommand({ RoleName, PolicyName })),
  },
  user: {
    attached: (UserName, Marker) => iam().send(new sdk.ListAttachedUserPoliciesCommand({ UserName, Marker })),
    attach: (UserName, PolicyArn) => iam().send(new sdk.AttachUserPolicyCommand({ UserName, PolicyArn })),
    detach: (UserName, PolicyArn) => iam().send(new sdk.DetachUserPolicyCommand({ UserName, PolicyArn })),
    inlineNames: (UserName, Marker) => iam().send(new sdk.ListUserPoliciesCommand({ UserName, Marker })),
    inline: (UserName, PolicyName) => iam().send(new sdk.GetUserPolicyCommand({ UserName, PolicyName })),
    putInline: (UserName, PolicyName, PolicyDocument) =>
      iam().send(new sdk.PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument })),
    deleteInline: (UserName, PolicyName) => iam().send(new sdk.DeleteUserPolicyCommand({ UserName, PolicyName })),
  },
  group: {
    attached: (GroupName, Marker) => iam().send(new sdk.ListAttachedGroupPoliciesCommand({ GroupName, Marker })),
    attach: (GroupName, PolicyArn) => iam().send(new sdk.AttachGroupPolicyCommand({ GroupName, PolicyArn })),
    detach: (GroupName, PolicyArn) => iam().send(new sdk.DetachGroupPolicyCommand({ GroupName, PolicyArn })),
    inlineNames: (GroupName, Marker) => iam().send(new sdk.ListGroupPoliciesCommand({ GroupName, Marker })),
    inline: (GroupName, PolicyName) => iam().send(new sdk.GetGroupPolicyCommand({ GroupName, PolicyName })),
    putInline: (GroupName, PolicyName, PolicyDocument) =>
      iam().send(new sdk.PutGroupPolicyCommand({ GroupName, PolicyName, PolicyDocument })),
    deleteInline: (GroupName, PolicyName) => iam().send(new sdk.DeleteGroupPolicyCommand({ GroupName, PolicyName })),
  },
}

interface BoundaryCalls {
  readonly put: (name: string, PermissionsBoundary: string) => Promise<unknown>
  readonly remove: (name: string) => Promise<unknown>
}

/** The same of permissions boundaries, which groups have none of. */
export const BOUNDARY_CALLS: Readonly<Record<Exclude<HolderKind, 'group'>, BoundaryCalls>> = {
  role: {
    put: (RoleName, PermissionsBoundary) =>
      iam().send(new sdk.PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary })),
    remove: (RoleName) => iam().send(new sdk.DeleteRolePermissionsBoundaryCommand({ RoleName })),
  },
  user: {
    put: (UserName, PermissionsBoundary) =>
      iam().send(new sdk.PutUserPermissionsBoundaryCommand({ UserName, PermissionsBoundary })),
    remove: (UserName) => iam().send(new sdk.DeleteUserPermissionsBoundaryCommand({ UserName })),
  },
}
