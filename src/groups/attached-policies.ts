import { operation } from '../aws/operation.ts'
import { attachingPolicy, detachingPolicy, listingAttachedPolicies } from '../iam/attachments.ts'
import { groupSubject } from './records.ts'

export const AttachGroupPolicy = operation('iam', 'AttachGroupPolicy', attachingPolicy(groupSubject))
export const DetachGroupPolicy = operation('iam', 'DetachGroupPolicy', detachingPolicy(groupSubject))
export const ListAttachedGroupPolicies = operation(
  'iam',
  'ListAttachedGroupPolicies',
  listingAttachedPolicies(groupSubject),
)
