import { AwsError } from '../../aws/error.ts'
import { operation } from '../../aws/operation.ts'
import { OBJECT_CHECKSUMS, type ObjectChecksum } from '../../signature/checksums.ts'
import { objectCheck, requestTags, writeKeys } from '../access.ts'
import { existingBucket } from '../bucket.ts'
import type { ObjectStore, Upload } from '../object-store.ts'
import { stored } from '../objects/engine-errors.ts'
import { requireKey } from '../objects/keys.ts'
import { metadataOf, requireSupported } from '../objects/metadata.ts'
import { headerTags } from '../tag-set.ts'
import { isCombinable } from './crc-combine.ts'
import { uploadChecksum } from './upload-of.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html */
export const CreateMultipartUpload = (objects: ObjectStore) =>
  operation('s3', 'CreateMultipartUpload', {
    authorization: {
      kind: 'permissions',
      check(call) {
        const tags = headerTags(call.input.Tagging)
        const context = { ...writeKeys(call.input), ...requestTags(tags), 's3:ObjectCreationOperation': 'false' }
        const create = objectCheck(call, 's3:PutObject', context)
        return tags ? [create, objectCheck(call, 's3:PutObjectTagging', context)] : [create]
      },
    },
    async read({ input, state, caller, now, ids }) {
      const { bucketId } = existingBucket(state, input.Bucket)
      requireKey(input.Key)
      requireSupported(input)
      const upload: Upload = {
        id: ids.bytes(48).toString('base64url'),
        bucket: bucketId,
        key: input.Key,
        initiated: now,
        initiator: caller.arn,
        initiatorId: caller.account,
        metadata: metadataOf(input, headerTags(input.Tagging)),
        checksum: checksumOf(input),
      }
      await stored(objects.createUpload(upload))
      return {
        Bucket: input.Bucket,
        Key: input.Key,
        UploadId: upload.id,
        ServerSideEncryption: 'AES256',
        ...uploadChecksum(upload),
      }
    },
  })

const refused = (message: string): AwsError => new AwsError('InvalidRequest', message, { status: 400 })

/** Which checksum the object will have; the sentences are recorded from S3. */
function checksumOf(input: {
  readonly ChecksumAlgorithm?: string | undefined
  readonly ChecksumType?: string | undefined
}): Upload['checksum'] {
  const { ChecksumAlgorithm: name, ChecksumType: type } = input
  if (name === undefined) {
    if (type === undefined) return undefined
    throw refused('The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.')
  }
  const algorithm = OBJECT_CHECKSUMS.find((known) => known === name.toUpperCase())
  if (!algorithm) {
    throw refused(
      `Checksum algorithm provided is unsupported. Please try again with any of the valid types: [${OBJECT_CHECKSUMS.join(', ')}]`,
    )
  }
  if (type === undefined) return { algorithm, type: defaultType(algorithm) }
  if (type !== 'COMPOSITE' && type !== 'FULL_OBJECT') throw refused('Value for x-amz-checksum-type header is invalid.')
  const possible = type === 'FULL_OBJECT' ? isCombinable(algorithm) : algorithm !== 'CRC64NVME'
  if (possible) return { algorithm, type }
  throw refused(`The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`)
}

const defaultType = (algorithm: ObjectChecksum) => (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE')
