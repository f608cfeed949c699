import { operation } from '../aws/operation.ts'
import { listingTags, tagging, untagging } from '../iam/tags.ts'
import { instanceProfileSubject } from './records.ts'

export const TagInstanceProfile = operation('iam', 'TagInstanceProfile', tagging(instanceProfileSubject, 'minds case'))
export const UntagInstanceProfile = operation(
  'iam',
  'UntagInstanceProfile',
  untagging(instanceProfileSubject, 'minds case'),
)
export const ListInstanceProfileTags = operation('iam', 'ListInstanceProfileTags', listingTags(instanceProfileSubject))
