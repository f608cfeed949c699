import { operation } from '../aws/operation.ts'
import { listingTags, tagging, untagging } from '../iam/tags.ts'
import { roleSubject } from './records.ts'

export const TagRole = operation('iam', 'TagRole', tagging(roleSubject, 'ignores case'))
export const UntagRole = operation('iam', 'UntagRole', untagging(roleSubject, 'ignores case'))
export const ListRoleTags = operation('iam', 'ListRoleTags', listingTags(roleSubject))
