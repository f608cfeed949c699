import { operation } from '../aws/operation.ts'
import { listingTags, tagging, untagging } from '../iam/tags.ts'
import { policySubject } from './records.ts'

export const TagPolicy = operation('iam', 'TagPolicy', tagging(policySubject, 'minds case'))
export const UntagPolicy = operation('iam', 'UntagPolicy', untagging(policySubject, 'minds case'))
export const ListPolicyTags = operation('iam', 'ListPolicyTags', listingTags(policySubject))
