import { AwsError } from '../../aws/error.ts'
import { operation, type RequestFacts } from '../../aws/operation.ts'
import { objectCheck } from '../access.ts'
import { existingBucket } from '../bucket.ts'
import type { ObjectStore, Upload } from '../object-store.ts'
import { stored } from '../objects/engine-errors.ts'
import { checksumMember, sentAlgorithm, stageWithChecksum } from '../objects/object-checksums.ts'
import { requireLength, writtenHeaders } from '../objects/put-object.ts'
import { requireDefaultEncryption } from '../supported.ts'
import { existingUpload, noSuchUpload, partAlgorithm, requirePartNumber } from './upload-of.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html */
export const UploadPart = (objects: ObjectStore) =>
  operation('s3', 'UploadPart', {
    authorization: {
      kind: 'permissions',
      check: (call) => [objectCheck(call, 's3:PutObject', { 's3:ObjectCreationOperation': 'false' })],
    },
    async read({ input, state, now, request, continueBody }) {
      const { bucketId } = existingBucket(state, input.Bucket)
      requirePartNumber(input.PartNumber)
      requireDefaultEncryption(input)
      requireLength(input.Body)
      const upload = existingUpload(objects, bucketId, input)
      requireSameAlgorithm(upload, request)

      continueBody()
      const { body, checksum, sent } = await stored(
        stageWithChecksum(input.Body, request, partAlgorithm(upload), (source) => objects.stage(source)),
      )
      const { etag, size } = body
      const part = { number: input.PartNumber, etag, size, modified: now, checksum }
      const result = await stored(objects.putPart(upload.id, part, body))
      if (!result.ok) throw noSuchUpload(upload.id)
      return { ...writtenHeaders(etag), ...checksumMember(sent ?? checksum) }
    },
  })

/** A part's checksum must be of the algorithm that the upload was begun with. Recorded on S3. */
function requireSameAlgorithm(upload: Upload, request: RequestFacts): void {
  const actual = sentAlgorithm(request)
  const expected = upload.checksum?.algorithm
  if (!actual || !expected || actual === expected) return
  const message = `Checksum Type mismatch occurred, expected checksum Type: ${expected.toLowerCase()}, actual checksum Type: ${actual.toLowerCase()}`
  throw new AwsError('InvalidRequest', message, { status: 400 })
}
