import { operation } from '../../aws/operation.ts'
import { conditionalCheck, objectCheck, requestTags, writeKeys } from '../access.ts'
import { existingBucket } from '../bucket.ts'
import type { ObjectStore } from '../object-store.ts'
import { headerNotImplemented } from '../supported.ts'
import { headerTags } from '../tag-set.ts'
import { requireWriteCondition, requireWritten, writeCondition } from './conditions.ts'
import { stored } from './engine-errors.ts'
import { requireKey } from './keys.ts'
import { metadataOf, requireSupported } from './metadata.ts'
import { sentAlgorithm, stageWithChecksum } from './object-checksums.ts'
import { requireLength, requireSameBucket, writtenObject } from './put-object.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
export const PutObject = (objects: ObjectStore) =>
  operation('s3', 'PutObject', {
    authorization: {
      kind: 'permissions',
      check(call) {
        const tags = headerTags(call.input.Tagging)
        const context = { ...writeKeys(call.input), ...requestTags(tags), 's3:ObjectCreationOperation': 'true' }
        const checks = conditionalCheck(call, objects, 's3:PutObject', context)
        return tags ? [...checks, objectCheck(call, 's3:PutObjectTagging', context)] : checks
      },
    },
    async read({ input, state, now, request, continueBody }) {
      const { bucketId } = existingBucket(state, input.Bucket)
      requireKey(input.Key)
      requireSupported(input)
      if (input.WriteOffsetBytes !== undefined) headerNotImplemented('x-amz-write-offset-bytes')
      requireLength(input.Body)
      const condition = writeCondition(input)
      requireWriteCondition(objects.head(bucketId, input.Key), input.Key, condition)
      const metadata = metadataOf(input, headerTags(input.Tagging))

      continueBody()
      const { body, checksum } = await stored(
        stageWithChecksum(input.Body, request, sentAlgorithm(request) ?? 'CRC64NVME', (source) =>
          objects.stage(source),
        ),
      )
      await requireSameBucket(state, input.Bucket, bucketId, () => objects.discard(body))
      const { etag, size } = body
      const object = { key: input.Key, etag, size, modified: now, checksum, metadata }
      requireWritten(await stored(objects.put(bucketId, object, body, condition)), input.Key)
      return writtenObject(etag, checksum)
    },
  })
