import { AwsError } from '../../aws/error.ts'
import type { May } from '../../aws/operation.ts'
import { type BucketCall, checkOn } from '../access.ts'
import { type Bucket, bucketArn } from '../bucket.ts'
import type { ObjectStore, StoredObject } from '../object-store.ts'

const KEY_BYTES = 1024

/** S3's limit on a new object's key. */
export function requireKey(key: string): void {
  const size = Buffer.byteLength(key)
  if (size > KEY_BYTES) {
    throw new AwsError('KeyTooLongError', 'Your key is too long', {
      status: 400,
      fields: { Size: size, MaxSizeAllowed: KEY_BYTES },
    })
  }
  if (!key.isWellFormed()) throw new AwsError('InvalidURI', "Couldn't parse the specified URI.", { status: 400 })
}

export const noSuchKey = (key: string): AwsError =>
  new AwsError('NoSuchKey', 'The specified key does not exist.', { status: 404, fields: { Key: key } })

/**
 * Objects have no versions, so `null` names the only one. Throws InvalidArgument for anything that cannot be an id, and
 * NoSuchVersion for one that nobody made.
 */
export function requireNullVersion(key: string, versionId: string | undefined): void {
  if (versionId === undefined || versionId === 'null') return
  if (!/^[A-Za-z0-9._]{32}$/.test(versionId)) {
    throw new AwsError('InvalidArgument', 'Invalid version id specified', {
      status: 400,
      fields: { ArgumentName: 'versionId', ArgumentValue: versionId },
    })
  }
  throw new AwsError('NoSuchVersion', 'The specified version does not exist.', {
    status: 404,
    fields: { Key: key, VersionId: versionId },
  })
}

/**
 * The object, or NoSuchKey for callers who may list the bucket and AccessDenied for others, who are not to learn what is
 * there. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export function existingObject(
  call: Omit<BucketCall, 'input'> & { readonly may: May },
  objects: ObjectStore,
  bucket: Bucket,
  key: string,
): StoredObject {
  const object = objects.head(bucket.bucketId, key)
  if (object) return object
  if (call.may(checkOn(call, bucket, 's3:ListBucket', bucketArn(bucket.name)))) throw noSuchKey(key)
  throw new AwsError('AccessDenied', 'Access Denied', { status: 403 })
}
