import { operation } from '../../aws/operation.ts'
import { objectCheck } from '../access.ts'
import { existingBucket } from '../bucket.ts'
import type { ObjectStore } from '../object-store.ts'
import { stored } from '../objects/engine-errors.ts'
import { existingUpload, noSuchUpload } from './upload-of.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html */
export const AbortMultipartUpload = (objects: ObjectStore) =>
  operation('s3', 'AbortMultipartUpload', {
    authorization: { kind: 'permissions', check: (call) => [objectCheck(call, 's3:AbortMultipartUpload')] },
    async read({ input, state }) {
      const { bucketId } = existingBucket(state, input.Bucket)
      const upload = existingUpload(objects, bucketId, input)
      const result = await stored(objects.abort(upload.id))
      if (!result.ok) throw noSuchUpload(upload.id)
      return {}
    },
  })
