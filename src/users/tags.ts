import { operation } from '../aws/operation.ts'
import { listingTags, tagging, untagging } from '../iam/tags.ts'
import { userSubject } from './records.ts'

export const TagUser = operation('iam', 'TagUser', tagging(userSubject, 'ignores case'))
export const UntagUser = operation('iam', 'UntagUser', untagging(userSubject, 'ignores case'))
export const ListUserTags = operation('iam', 'ListUserTags', listingTags(userSubject))
