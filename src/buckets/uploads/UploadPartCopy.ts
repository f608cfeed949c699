import { AwsError } from '../../aws/error.ts'
import { operation } from '../../aws/operation.ts'
import { objectCheck } from '../access.ts'
import { existingBucket } from '../bucket.ts'
import type { ByteRange, ObjectStore } from '../object-store.ts'
import { quoted } from '../objects/conditions.ts'
import { sourceCheck, sourceObject } from '../objects/copy-source.ts'
import { stored } from '../objects/engine-errors.ts'
import { checksumMember } from '../objects/object-checksums.ts'
import { MAX_UPLOAD_BYTES } from '../objects/put-object.ts'
import { restage } from '../objects/restage.ts'
import { existingUpload, noSuchUpload, partAlgorithm, requirePartNumber } from './upload-of.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html */
export const UploadPartCopy = (objects: ObjectStore) =>
  operation('s3', 'UploadPartCopy', {
    authorization: {
      kind: 'permissions',
      check: (call) => [
        sourceCheck(call, objects),
        objectCheck(call, 's3:PutObject', {
          's3:x-amz-copy-source': call.input.CopySource,
          's3:ObjectCreationOperation': 'false',
        }),
      ],
    },
    async read(call) {
      const { input, state, now } = call
      const { bucketId } = existingBucket(state, input.Bucket)
      requirePartNumber(input.PartNumber)
      const upload = existingUpload(objects, bucketId, input)
      const source = sourceObject(call, objects)
      const range = copyRange(input.CopySourceRange, source.size)
      const length = range ? range.last - range.first + 1 : source.size
      if (length > MAX_UPLOAD_BYTES) {
        const message =
          'The specified copy source is larger than the maximum allowable size for a copy source: 5368709120'
        throw new AwsError('InvalidRequest', message, { status: 400 })
      }
      const { body, checksum } = await stored(restage(objects, source, partAlgorithm(upload), range))
      const { etag, size } = body
      const part = { number: input.PartNumber, etag, size, modified: now, checksum }
      const result = await stored(objects.putPart(upload.id, part, body))
      if (!result.ok) throw noSuchUpload(upload.id)
      return {
        CopyPartResult: {
          ETag: quoted(etag),
          LastModified: new Date(now),
          ...(upload.checksum ? checksumMember(checksum) : {}),
        },
        ServerSideEncryption: 'AES256',
      }
    },
  })

/** `bytes=first-last`, both given and inside the source. Recorded on S3. */
function copyRange(header: string | undefined, size: number): ByteRange | undefined {
  if (header === undefined) return undefined
  const match = /^bytes=(\d+)-(\d+)$/.exec(header)
  const fields = { ArgumentName: 'x-amz-copy-source-range', ArgumentValue: header }
  const range = match && { first: Number(match[1]), last: Number(match[2]) }
  if (!range || range.first > range.last) {
    const message =
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy'
    throw new AwsError('InvalidArgument', message, { status: 400, fields })
  }
  if (range.first >= size) {
    throw new AwsError('InvalidRequest', 'The specified copy range is invalid for the source object size', {
      status: 400,
    })
  }
  if (range.last >= size) {
    throw new AwsError('InvalidArgument', `Range specified is not valid for source object of size: ${size}`, {
      status: 400,
      fields,
    })
  }
  return range
}
