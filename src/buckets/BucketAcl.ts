import { AwsError } from '../aws/error.ts'
import { operation } from '../aws/operation.ts'
import { bucketCheck, writeKeys } from './access.ts'
import { existingBucket } from './bucket.ts'
import { canonicalId, ownerOf } from './canonical-owner.ts'
import { onBucket } from './settings.ts'
import { requirePrivateAcl } from './supported.ts'

interface Acl {
  readonly Grants?:
    | readonly {
        readonly Permission?: string | undefined
        readonly Grantee?: { readonly ID?: string | undefined } | undefined
      }[]
    | undefined
}

/** The owner and nobody else. */
export const privateAcl = (account: string) => ({
  Owner: ownerOf(account),
  Grants: [{ Grantee: { ...ownerOf(account), Type: 'CanonicalUser' }, Permission: 'FULL_CONTROL' }],
})

/** Accepts an ACL only when it says what holds anyway: the owner has full control and nobody else has anything. */
export function requireOwnersAcl(
  input: Parameters<typeof requirePrivateAcl>[0] & { readonly AccessControlPolicy?: Acl | undefined },
  account: string,
): void {
  requirePrivateAcl(input)
  const grants = input.AccessControlPolicy?.Grants ?? []
  const foreign = grants.some(
    ({ Permission, Grantee }) => Permission !== 'FULL_CONTROL' || Grantee?.ID !== canonicalId(account),
  )
  if (foreign) {
    throw new AwsError('AccessControlListNotSupported', 'The bucket does not allow ACLs', { status: 400 })
  }
  if (input.ACL === undefined && !input.AccessControlPolicy) {
    throw new AwsError('MissingSecurityHeader', 'Your request was missing a required header', {
      status: 400,
      fields: { MissingHeaderName: 'x-amz-acl' },
    })
  }
}

export const GetBucketAcl = operation('s3', 'GetBucketAcl', {
  authorization: onBucket<'GetBucketAcl'>('s3:GetBucketAcl'),
  read: ({ input, state }) => privateAcl(existingBucket(state, input.Bucket).account),
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAcl.html */
export const PutBucketAcl = operation('s3', 'PutBucketAcl', {
  authorization: {
    kind: 'permissions',
    check: (call) => [bucketCheck(call, 's3:PutBucketAcl', writeKeys(call.input))],
  },
  read({ input, state }) {
    requireOwnersAcl(input, existingBucket(state, input.Bucket).account)
  },
})
