import { operation } from '../../aws/operation.ts'
import { existingObjectCheck } from '../access.ts'
import { existingBucket } from '../bucket.ts'
import type { ObjectStore } from '../object-store.ts'
import { readAction } from './GetObject.ts'
import { existingObject, requireNullVersion } from './keys.ts'
import { describeObject, requireSignedOverrides } from './read-object.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html */
export const HeadObject = (objects: ObjectStore) =>
  operation('s3', 'HeadObject', {
    authorization: {
      kind: 'permissions',
      check: (call) => [existingObjectCheck(call, objects, readAction(call.input))],
    },
    read(call) {
      const { input, state, caller } = call
      requireNullVersion(input.Key, input.VersionId)
      requireSignedOverrides(input, caller.kind === 'anonymous')
      const object = existingObject(call, objects, existingBucket(state, input.Bucket), input.Key)
      return describeObject(objects, object, input).headers
    },
  })
