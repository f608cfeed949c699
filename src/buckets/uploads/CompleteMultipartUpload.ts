import { operation, type RequestFacts } from '../../aws/operation.ts'
import { conditionalCheck, writeKeys } from '../access.ts'
import { existingBucket } from '../bucket.ts'
import type { ObjectStore, StoredObject } from '../object-store.ts'
import { quoted, requireWriteCondition, requireWritten, writeCondition } from '../objects/conditions.ts'
import { stored } from '../objects/engine-errors.ts'
import { writtenObject } from '../objects/put-object.ts'
import { malformedXml } from '../settings.ts'
import { assemble, requireExpected } from './assemble.ts'
import { findUpload, noSuchUpload } from './upload-of.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html */
export const CompleteMultipartUpload = (objects: ObjectStore) =>
  operation('s3', 'CompleteMultipartUpload', {
    authorization: {
      kind: 'permissions',
      check: (call) =>
        conditionalCheck(call, objects, 's3:PutObject', {
          ...writeKeys(call.input),
          's3:ObjectCreationOperation': 'true',
        }),
    },
    async read({ input, state, now, request }) {
      const { bucketId } = existingBucket(state, input.Bucket)
      const answer = ({ etag, checksum }: Pick<StoredObject, 'etag' | 'checksum'>) => ({
        Location: locationOf(request, input),
        Bucket: input.Bucket,
        Key: input.Key,
        ...writtenObject(etag, checksum),
        ETag: quoted(etag),
      })
      const upload = findUpload(objects, bucketId, input)
      if (!upload) {
        // The answer to an earlier try may have been lost: the object that this upload became is answered again.
        const made = objects.head(bucketId, input.Key)
        if (made?.body === input.UploadId) return answer(made)
        throw noSuchUpload(input.UploadId)
      }
      if (!input.MultipartUpload) throw malformedXml()
      const condition = writeCondition(input)
      requireWriteCondition(objects.head(bucketId, input.Key), input.Key, condition)
      const assembly = await assemble(objects, upload, input.MultipartUpload.Parts ?? [])
      requireExpected(upload, assembly, input)
      const { etag, size, checksum, numbers } = assembly
      const object = { key: upload.key, etag, size, modified: now, checksum, metadata: upload.metadata }
      const result = await stored(objects.complete(upload.id, object, numbers, condition))
      // Without a condition only the upload itself can be missing: another call ended it first.
      if (!result.ok && result.why === 'missing' && condition?.kind !== 'etag') throw noSuchUpload(upload.id)
      requireWritten(result, input.Key)
      return answer(object)
    },
  })

/** Where the object is, by the way that the client addresses the bucket. */
function locationOf(
  { secure, host }: RequestFacts,
  { Bucket: bucket, Key: key }: { Bucket: string; Key: string },
): string {
  const path = key.split('/').map(encodeURIComponent).join('/')
  const inHost = host.startsWith(`${bucket}.`)
  return `${secure ? 'https' : 'http'}://${host}/${inHost ? '' : `${bucket}/`}${path}`
}
