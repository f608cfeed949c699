import type { ObjectOwnership } from '@aws-sdk/client-s3'

/** The settings of object ownership, in AWS's words. */
export const OWNERSHIPS: readonly {
  readonly value: ObjectOwnership
  readonly label: string
  readonly description: string
}[] = [
  {
    value: 'BucketOwnerEnforced',
    label: 'ACLs disabled (recommended) - Bucket owner enforced',
    description: 'Every object belongs to this account. Policies alone say who may do what.',
  },
  {
    value: 'BucketOwnerPreferred',
    label: 'ACLs enabled - Bucket owner preferred',
    description: 'An object that is written with the ACL bucket-owner-full-control belongs to the bucket owner.',
  },
  {
    value: 'ObjectWriter',
    label: 'ACLs enabled - Object writer',
    description: 'An object belongs to the account that wrote it.',
  },
]
