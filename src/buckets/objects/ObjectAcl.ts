import { operation } from '../../aws/operation.ts'
import { existingObjectCheck, writeKeys } from '../access.ts'
import { privateAcl, requireOwnersAcl } from '../BucketAcl.ts'
import { existingBucket } from '../bucket.ts'
import type { ObjectStore } from '../object-store.ts'
import { existingObject, requireNullVersion } from './keys.ts'

const actionFor = (action: string, input: { readonly VersionId?: string | undefined }): string =>
  input.VersionId === undefined ? `s3:${action}ObjectAcl` : `s3:${action}ObjectVersionAcl`

export const GetObjectAcl = (objects: ObjectStore) =>
  operation('s3', 'GetObjectAcl', {
    authorization: {
      kind: 'permissions',
      check: (call) => [existingObjectCheck(call, objects, actionFor('Get', call.input))],
    },
    read(call) {
      const bucket = existingBucket(call.state, call.input.Bucket)
      requireNullVersion(call.input.Key, call.input.VersionId)
      existingObject(call, objects, bucket, call.input.Key)
      return privateAcl(bucket.account)
    },
  })

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectAcl.html */
export const PutObjectAcl = (objects: ObjectStore) =>
  operation('s3', 'PutObjectAcl', {
    authorization: {
      kind: 'permissions',
      check: (call) => [existingObjectCheck(call, objects, actionFor('Put', call.input), writeKeys(call.input))],
    },
    read(call) {
      const bucket = existingBucket(call.state, call.input.Bucket)
      requireNullVersion(call.input.Key, call.input.VersionId)
      existingObject(call, objects, bucket, call.input.Key)
      requireOwnersAcl(call.input, bucket.account)
      return {}
    },
  })
