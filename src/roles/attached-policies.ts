import { operation } from '../aws/operation.ts'
import { attachingPolicy, detachingPolicy, listingAttachedPolicies } from '../iam/attachments.ts'
import { roleSubject } from './records.ts'

export const AttachRolePolicy = operation('iam', 'AttachRolePolicy', attachingPolicy(roleSubject))
export const DetachRolePolicy = operation('iam', 'DetachRolePolicy', detachingPolicy(roleSubject))
export const ListAttachedRolePolicies = operation(
  'iam',
  'ListAttachedRolePolicies',
  listingAttachedPolicies(roleSubject),
)
