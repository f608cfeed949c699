import { AwsError } from '../../aws/error.ts'
import { operation } from '../../aws/operation.ts'
import { OBJECT_CHECKSUMS, type ObjectChecksum } from '../../signature/checksums.ts'
import { conditionalCheck, objectCheck, requestTags, writeKeys } from '../access.ts'
import { existingBucket } from '../bucket.ts'
import type { ObjectMetadata, ObjectStore, StoredObject } from '../object-store.ts'
import { headerTags } from '../tag-set.ts'
import { quoted, requireWriteCondition, requireWritten, writeCondition } from './conditions.ts'
import { parseCopySource, sourceCheck, sourceObject, sourceTags } from './copy-source.ts'
import { stored } from './engine-errors.ts'
import { requireKey } from './keys.ts'
import { metadataOf, requireSupported } from './metadata.ts'
import { checksumMembers } from './object-checksums.ts'
import { MAX_UPLOAD_BYTES, requireSameBucket } from './put-object.ts'
import { restage } from './restage.ts'

const DIRECTIVES = ['COPY', 'REPLACE'] as const

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
export const CopyObject = (objects: ObjectStore) =>
  operation('s3', 'CopyObject', {
    authorization: {
      kind: 'permissions',
      check(call) {
        const { input } = call
        const tags = headerTags(input.Tagging)
        const context = { ...writeKeys(input), ...requestTags(tags), 's3:ObjectCreationOperation': 'true' }
        const checks = [sourceCheck(call, objects), ...conditionalCheck(call, objects, 's3:PutObject', context)]
        if (tags) checks.push(objectCheck(call, 's3:PutObjectTagging', context))
        // Tags that come along are read and written too: without these permissions a copy would be a way around both.
        const copied = input.TaggingDirective === 'REPLACE' ? undefined : sourceTags(call, objects)
        if (!copied) return checks
        const writing = { ...context, ...requestTags(copied.tags) }
        return [...checks, copied.check, objectCheck(call, 's3:PutObjectTagging', writing)]
      },
    },
    async read(call) {
      const { input, state, now } = call
      const { bucketId } = existingBucket(state, input.Bucket)
      requireKey(input.Key)
      requireSupported(input)
      const metadataDirective = directive(input.MetadataDirective, 'x-amz-metadata-directive')
      const taggingDirective = directive(input.TaggingDirective, 'x-amz-tagging-directive')
      const source = sourceObject(call, objects)
      refuseUnchangedSelf(input, source, metadataDirective)
      if (source.size > MAX_UPLOAD_BYTES) {
        const message =
          'The specified copy source is larger than the maximum allowable size for a copy source: 5368709120'
        throw new AwsError('InvalidRequest', message, { status: 400 })
      }
      const algorithm = algorithmOf(input.ChecksumAlgorithm, source)
      const condition = writeCondition(input)
      requireWriteCondition(objects.head(bucketId, input.Key), input.Key, condition)
      const tags = taggingDirective === 'REPLACE' ? headerTags(input.Tagging) : source.metadata.tags
      const metadata =
        metadataDirective === 'REPLACE' ? metadataOf(input, tags) : copiedMetadata(source.metadata, input, tags)

      const { body, checksum } = await stored(restage(objects, source, algorithm))
      await requireSameBucket(state, input.Bucket, bucketId, () => objects.discard(body))
      const { etag, size } = body
      const object = { key: input.Key, etag, size, modified: now, checksum, metadata }
      requireWritten(await stored(objects.put(bucketId, object, body, condition)), input.Key)
      return {
        CopyObjectResult: { ETag: quoted(etag), LastModified: new Date(now), ...checksumMembers(checksum) },
        ServerSideEncryption: 'AES256',
      }
    },
  })

/** The algorithm that is asked for, else the source's. */
function algorithmOf(requested: string | undefined, source: StoredObject): ObjectChecksum {
  const wanted = requested?.toUpperCase() ?? source.checksum?.algorithm ?? 'CRC64NVME'
  const algorithm = OBJECT_CHECKSUMS.find((known) => known === wanted)
  if (algorithm) return algorithm
  const message = `Checksum algorithm provided is unsupported. Please try again with any of the valid types: [${OBJECT_CHECKSUMS.join(', ')}]`
  throw new AwsError('InvalidRequest', message, { status: 400 })
}

function directive(text: string | undefined, header: string): (typeof DIRECTIVES)[number] {
  if (text === undefined) return 'COPY'
  const known = DIRECTIVES.find((one) => one === text)
  if (known) return known
  throw new AwsError(
    'InvalidArgument',
    `Unknown ${header === 'x-amz-tagging-directive' ? 'tagging' : 'metadata'} directive.`,
    {
      status: 400,
      fields: { ArgumentName: header, ArgumentValue: text },
    },
  )
}

/** With COPY the metadata is the source's; storage class and redirect are never copied. */
function copiedMetadata(
  source: ObjectMetadata,
  input: { readonly StorageClass?: string | undefined; readonly WebsiteRedirectLocation?: string | undefined },
  tags: Readonly<Record<string, string>> | undefined,
): ObjectMetadata {
  const { storageClass: _class, websiteRedirectLocation: _redirect, tags: _tags, ...kept } = source
  const { StorageClass: storageClass, WebsiteRedirectLocation: websiteRedirectLocation } = input
  return {
    ...kept,
    ...(storageClass && storageClass !== 'STANDARD' && { storageClass }),
    ...(websiteRedirectLocation && { websiteRedirectLocation }),
    ...(tags && Object.keys(tags).length > 0 && { tags }),
  }
}

interface SelfCopyInput {
  readonly Bucket: string
  readonly Key: string
  readonly CopySource: string
  readonly StorageClass?: string | undefined
  readonly WebsiteRedirectLocation?: string | undefined
  readonly ServerSideEncryption?: string | undefined
}

function refuseUnchangedSelf(input: SelfCopyInput, source: StoredObject, metadataDirective: string): void {
  const { bucket, key } = parseCopySource(input.CopySource)
  if (bucket !== input.Bucket || key !== input.Key || metadataDirective === 'REPLACE') return
  const storageClass =
    input.StorageClass !== undefined && input.StorageClass !== (source.metadata.storageClass ?? 'STANDARD')
  if (storageClass || input.WebsiteRedirectLocation !== undefined || input.ServerSideEncryption !== undefined) return
  const message =
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes."
  throw new AwsError('InvalidRequest', message, { status: 400 })
}
