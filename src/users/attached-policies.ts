import { operation } from '../aws/operation.ts'
import { attachingPolicy, detachingPolicy, listingAttachedPolicies } from '../iam/attachments.ts'
import { userSubject } from './records.ts'

export const AttachUserPolicy = operation('iam', 'AttachUserPolicy', attachingPolicy(userSubject))
export const DetachUserPolicy = operation('iam', 'DetachUserPolicy', detachingPolicy(userSubject))
export const ListAttachedUserPolicies = operation(
  'iam',
  'ListAttachedUserPolicies',
  listingAttachedPolicies(userSubject),
)
