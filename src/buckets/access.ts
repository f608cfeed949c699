/** Which bucket a call is about, and the questions that S3 operations put to the policy engine. */
import type { Caller, Context } from '../aws/caller.ts'
import { AwsError } from '../aws/error.ts'
import type { Check, RequestFacts } from '../aws/operation.ts'
import type { State } from '../state/table.ts'
import { type Bucket, bucketArn, effectiveBlock, existingBucket, objectArn } from './bucket.ts'
import type { ObjectStore } from './object-store.ts'

/** The parts of a call that say which bucket it is about. */
export interface BucketCall {
  readonly input: { readonly Bucket: string; readonly ExpectedBucketOwner?: string | undefined }
  readonly caller: Caller
  readonly now: number
  readonly region: string
  readonly request: RequestFacts
  readonly state: State
}

export interface ObjectCall extends BucketCall {
  readonly input: BucketCall['input'] & { readonly Key: string; readonly VersionId?: string | undefined }
}

/**
 * The bucket of the call. As on S3 a bucket that is missing, belongs to another owner than expected or lives in another
 * region than the signature names is answered before the caller's permissions are looked at.
 */
export function bucketOf(call: BucketCall): Bucket {
  const bucket = existingBucket(call.state, call.input.Bucket)
  requireRegion(call, bucket)
  requireOwner(bucket, call.input.ExpectedBucketOwner)
  return bucket
}

/** One question about the bucket itself. */
export function bucketCheck(call: BucketCall, action: string, context: Context = {}): Check {
  return checkOn(call, bucketOf(call), action, bucketArn(call.input.Bucket), context)
}

/** One question about the object that the call names. */
export const objectCheck = (call: ObjectCall, action: string, context: Context = {}): Check =>
  checkOn(call, bucketOf(call), action, objectArn(call.input.Bucket, call.input.Key), context)

/** The same for an object that is read or whose tags are changed: the tags that it has count. */
export function existingObjectCheck(
  call: ObjectCall,
  objects: ObjectStore,
  action: string,
  context: Context = {},
): Check {
  return objectCheck(call, action, { ...existingTags(objects, bucketOf(call), call.input.Key), ...context })
}

/**
 * The questions of a write: a condition on what stands shows what stands, so If-Match needs the permission to read too.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export const conditionalCheck = (
  call: ObjectCall & { readonly input: { readonly IfMatch?: string | undefined } },
  objects: ObjectStore,
  action: string,
  context: Context,
): Check[] => [
  objectCheck(call, action, context),
  ...(call.input.IfMatch === undefined ? [] : [existingObjectCheck(call, objects, 's3:GetObject')]),
]

/** A question about any resource in a bucket. */
export function checkOn(
  call: Omit<BucketCall, 'input'>,
  bucket: Bucket,
  action: string,
  resource: string,
  context: Context = {},
): Check {
  // INVARIANT: RestrictPublicBuckets keeps a public policy from granting anything outside the owner's account.
  const restricted =
    bucket.policyIsPublic &&
    call.caller.account !== bucket.account &&
    effectiveBlock(call.state, bucket).restrictPublicBuckets
  return {
    action,
    resource,
    resourceAccount: bucket.account,
    context: { ...requestContext(call), 's3:ResourceAccount': bucket.account, ...context },
    resourcePolicy:
      bucket.policy && !restricted
        ? { document: bucket.policy, kind: 'resource', attachedTo: bucketArn(bucket.name) }
        : undefined,
    resourceTags: bucket.abac === 'Enabled' ? bucket.tags : undefined,
  }
}

export const existingTags = (objects: ObjectStore, bucket: Bucket, key: string): Context =>
  tagContext('s3:ExistingObjectTag', objects.head(bucket.bucketId, key)?.metadata.tags)

export const requestTags = (tags: Readonly<Record<string, string>> | undefined): Context => ({
  ...tagContext('s3:RequestObjectTag', tags),
  ...(tags && Object.keys(tags).length > 0 ? { 's3:RequestObjectTagKeys': Object.keys(tags) } : {}),
})

const tagContext = (prefix: string, tags: Readonly<Record<string, string>> = {}): Context =>
  Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${prefix}/${key}`, value]))

/** Members of writing requests that are condition keys too. https://docs.aws.amazon.com/AmazonS3/latest/userguide/list_amazons3.html */
const WRITE_KEYS = {
  ACL: 's3:x-amz-acl',
  CopySource: 's3:x-amz-copy-source',
  GrantFullControl: 's3:x-amz-grant-full-control',
  GrantRead: 's3:x-amz-grant-read',
  GrantReadACP: 's3:x-amz-grant-read-acp',
  GrantWrite: 's3:x-amz-grant-write',
  GrantWriteACP: 's3:x-amz-grant-write-acp',
  IfMatch: 's3:if-match',
  IfNoneMatch: 's3:if-none-match',
  MetadataDirective: 's3:x-amz-metadata-directive',
  ObjectLockMode: 's3:object-lock-mode',
  ObjectOwnership: 's3:x-amz-object-ownership',
  ServerSideEncryption: 's3:x-amz-server-side-encryption',
  SSECustomerAlgorithm: 's3:x-amz-server-side-encryption-customer-algorithm',
  SSEKMSKeyId: 's3:x-amz-server-side-encryption-aws-kms-key-id',
  StorageClass: 's3:x-amz-storage-class',
  WebsiteRedirectLocation: 's3:x-amz-website-redirect-location',
} as const

/** The condition keys that the headers of a writing request set. */
export function writeKeys(input: { readonly [M in keyof typeof WRITE_KEYS]?: string | undefined }): Context {
  const context: Record<string, string> = {}
  for (const [member, key] of Object.entries(WRITE_KEYS)) {
    // Object.entries forgets that its keys are the object's.
    const value = input[member as keyof typeof WRITE_KEYS]
    if (value !== undefined) context[key] = value
  }
  return context
}

/** What every S3 request sets. */
function requestContext({ request, now }: Pick<BucketCall, 'request' | 'now'>): Context {
  const authorization = request.header('authorization')
  const presigned = request.query('X-Amz-Signature') !== undefined || request.query('Signature') !== undefined
  if (!authorization && !presigned) return {}
  const second = authorization?.startsWith('AWS ') || request.query('Signature') !== undefined
  const date = request.query('X-Amz-Date') ?? request.header('x-amz-date')
  const signed = date && /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date)
  const time = signed ? Date.parse(date.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z')) : undefined
  return {
    's3:authType': presigned ? 'REST-QUERY-STRING' : 'REST-HEADER',
    's3:signatureversion': second ? 'AWS' : 'AWS4-HMAC-SHA256',
    's3:signatureAge': time === undefined ? undefined : String(Math.max(now - time, 0)),
    's3:x-amz-content-sha256': request.header('x-amz-content-sha256') ?? request.query('X-Amz-Content-Sha256'),
  }
}

/**
 * One endpoint serves all regions, so the endpoint is never wrong but the signature's region may be. The answer is the one
 * that S3 gives for a signature of another region: it names the right one, and boto follows it.
 */
function requireRegion({ caller, region, request }: BucketCall, bucket: Bucket): void {
  if (caller.kind === 'anonymous' || region === bucket.region) return
  const presigned = request.query('X-Amz-Signature') !== undefined
  // SigV2 names no region.
  if (!presigned && !request.header('authorization')?.startsWith('AWS4-')) return
  const what = `the region '${region}' is wrong; expecting '${bucket.region}'`
  throw new AwsError(
    presigned ? 'AuthorizationQueryParametersError' : 'AuthorizationHeaderMalformed',
    presigned
      ? `Error parsing the X-Amz-Credential parameter; ${what}`
      : `The authorization header is malformed; ${what}`,
    { status: 400, fields: { Region: bucket.region }, headers: { 'x-amz-bucket-region': bucket.region } },
  )
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html */
export function requireOwner(bucket: Bucket, expected: string | undefined): void {
  if (expected === undefined) return
  if (!/^\d{12}$/.test(expected)) {
    const message = `The value of the expected bucket owner parameter must be an AWS Account ID... [${expected}]`
    throw new AwsError('InvalidBucketOwnerAWSAccountID', message, { status: 400 })
  }
  if (expected !== bucket.account) throw new AwsError('AccessDenied', 'Access Denied', { status: 403 })
}
