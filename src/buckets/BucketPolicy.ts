import type { Caller } from '../aws/caller.ts'
import { AwsError } from '../aws/error.ts'
import { operation } from '../aws/operation.ts'
import type { PolicyDocument } from '../policy/document.ts'
import { isPublicPolicy } from '../policy/public-policy.ts'
import { type NamedPrincipal, validatePolicy } from '../policy/validate.ts'
import type { State } from '../state/table.ts'
import { bucketCheck } from './access.ts'
import { type Bucket, bucketArn, buckets, effectiveBlock, existingBucket } from './bucket.ts'

/**
 * What IAM knows of the principals that a bucket policy names. Users and roles are stored by their unique ids, so that one
 * which is deleted and created again is granted nothing, and shown by their ARNs for as long as they exist.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
 */
export interface PolicyPrincipals {
  readonly exists: (state: State, principal: NamedPrincipal) => boolean
  /** The document's text to store. */
  readonly stored: (state: State, document: PolicyDocument) => string
  /** The text to show of a stored one. */
  readonly shown: (state: State, stored: string) => string
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html */
export const PutBucketPolicy = (principals: PolicyPrincipals) =>
  operation('s3', 'PutBucketPolicy', {
    authorization: { kind: 'permissions', check: (call) => [bucketCheck(call, 's3:PutBucketPolicy')] },
    handle({ input, caller, tx }) {
      const bucket = existingBucket(tx, input.Bucket)
      requireOwnerAccount(caller, bucket)
      const result = validatePolicy(input.Policy, 'bucket', {
        bucket: bucket.name,
        principalExists: (principal) => principals.exists(tx, principal),
      })
      if (result.problem) throw new AwsError(result.problem.code, result.problem.message, { status: 400 })
      const policyIsPublic = isPublicPolicy(result.document)
      if (policyIsPublic && effectiveBlock(tx, bucket).blockPublicPolicy) {
        const message =
          `User: ${caller.arn} is not authorized to perform: s3:PutBucketPolicy on resource: "${bucketArn(bucket.name)}" ` +
          'because public policies are blocked by the BlockPublicPolicy block public access setting.'
        throw new AwsError('AccessDenied', message, { status: 403 })
      }
      tx.put(buckets, { ...bucket, policy: principals.stored(tx, result.document), policyIsPublic })
    },
  })

export const GetBucketPolicy = (principals: PolicyPrincipals) =>
  operation('s3', 'GetBucketPolicy', {
    authorization: { kind: 'permissions', check: (call) => [bucketCheck(call, 's3:GetBucketPolicy')] },
    read({ input, caller, state }) {
      const bucket = existingBucket(state, input.Bucket)
      requireOwnerAccount(caller, bucket)
      return { Policy: principals.shown(state, policyOf(bucket)) }
    },
  })

export const DeleteBucketPolicy = operation('s3', 'DeleteBucketPolicy', {
  authorization: { kind: 'permissions', check: (call) => [bucketCheck(call, 's3:DeleteBucketPolicy')] },
  handle({ input, caller, tx }) {
    const bucket = existingBucket(tx, input.Bucket)
    requireOwnerAccount(caller, bucket)
    const { policy: _policy, policyIsPublic: _public, ...rest } = bucket
    tx.put(buckets, rest)
  },
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicyStatus.html */
export const GetBucketPolicyStatus = operation('s3', 'GetBucketPolicyStatus', {
  authorization: { kind: 'permissions', check: (call) => [bucketCheck(call, 's3:GetBucketPolicyStatus')] },
  read({ input, state }) {
    const bucket = existingBucket(state, input.Bucket)
    policyOf(bucket)
    return { PolicyStatus: { IsPublic: bucket.policyIsPublic ?? false } }
  },
})

function policyOf(bucket: Bucket): string {
  if (bucket.policy !== undefined) return bucket.policy
  throw new AwsError('NoSuchBucketPolicy', 'The bucket policy does not exist', {
    status: 404,
    fields: { BucketName: bucket.name },
  })
}

/** Only the owner's account handles the policy, whatever the policy grants: others get 405. */
function requireOwnerAccount(caller: Caller, bucket: Bucket): void {
  if (caller.account === bucket.account) return
  throw new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', { status: 405 })
}
