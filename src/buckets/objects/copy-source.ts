import { AwsError } from '../../aws/error.ts'
import type { Check, May } from '../../aws/operation.ts'
import { type BucketCall, checkOn, existingTags, requireOwner } from '../access.ts'
import { existingBucket, isBucketName, objectArn } from '../bucket.ts'
import type { ObjectStore, StoredObject } from '../object-store.ts'
import { requireCopyConditions } from './conditions.ts'
import { existingObject, requireNullVersion } from './keys.ts'

export interface CopySource {
  readonly bucket: string
  readonly key: string
  readonly versionId: string | undefined
}

const invalid = (): AwsError =>
  new AwsError('InvalidArgument', 'Invalid copy source object key', {
    status: 400,
    fields: { ArgumentName: 'x-amz-copy-source', ArgumentValue: 'x-amz-copy-source' },
  })

/** `bucket/key` or `/bucket/key`, percent-encoded, with or without `?versionId=`. Throws InvalidArgument. */
export function parseCopySource(text: string): CopySource {
  const [path = '', versionId] = text.split(/\?versionId=/, 2)
  let decoded: string
  try {
    decoded = decodeURIComponent(path)
  } catch {
    throw invalid()
  }
  const match = /^\/?([^/]+)\/(.+)$/s.exec(decoded)
  const [, bucket = '', key = ''] = match ?? []
  if (!match || !isBucketName(bucket) || key.includes('\0')) throw invalid()
  return { bucket, key, versionId }
}

interface SourceInput {
  readonly CopySource: string
  readonly ExpectedSourceBucketOwner?: string | undefined
}

/** The permission to read the source of a copy. */
export function sourceCheck(
  call: Omit<BucketCall, 'input'> & { readonly input: SourceInput },
  objects: ObjectStore,
): Check {
  const { bucket: name, key, versionId } = parseCopySource(call.input.CopySource)
  const bucket = existingBucket(call.state, name)
  requireOwner(bucket, call.input.ExpectedSourceBucketOwner)
  const action = versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion'
  return checkOn(call, bucket, action, objectArn(name, key), existingTags(objects, bucket, key))
}

/** The tags that a copy takes along, and the permission to read them; undefined when the source has none. */
export function sourceTags(
  call: Parameters<typeof sourceCheck>[0],
  objects: ObjectStore,
): { readonly tags: Readonly<Record<string, string>>; readonly check: Check } | undefined {
  const { bucket, key, versionId } = parseCopySource(call.input.CopySource)
  const tags = objects.head(existingBucket(call.state, bucket).bucketId, key)?.metadata.tags
  if (!tags || Object.keys(tags).length === 0) return undefined
  const action = versionId === undefined ? 's3:GetObjectTagging' : 's3:GetObjectVersionTagging'
  return { tags, check: { ...sourceCheck(call, objects), action } }
}

/** The object to copy, which must be there and meet the conditions. */
export function sourceObject(
  call: Omit<BucketCall, 'input'> & {
    readonly may: May
    readonly input: SourceInput & Parameters<typeof requireCopyConditions>[1]
  },
  objects: ObjectStore,
): StoredObject {
  const { bucket, key, versionId } = parseCopySource(call.input.CopySource)
  requireNullVersion(key, versionId)
  const object = existingObject(call, objects, existingBucket(call.state, bucket), key)
  requireCopyConditions(object, call.input)
  return object
}
