import { operation } from '../../aws/operation.ts'
import { existingObjectCheck, requestTags } from '../access.ts'
import { existingBucket } from '../bucket.ts'
import type { ObjectStore, StoredObject } from '../object-store.ts'
import { checkedTags, tagList } from '../tag-set.ts'
import { stored } from './engine-errors.ts'
import { noSuchKey, requireNullVersion } from './keys.ts'

const actionFor = (action: string, input: { readonly VersionId?: string | undefined }): string =>
  input.VersionId === undefined ? `s3:${action}ObjectTagging` : `s3:${action}ObjectVersionTagging`

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html */
export const PutObjectTagging = (objects: ObjectStore) =>
  operation('s3', 'PutObjectTagging', {
    authorization: {
      kind: 'permissions',
      check(call) {
        const asked = Object.fromEntries(call.input.Tagging.TagSet.map(({ Key, Value }) => [Key, Value]))
        return [existingObjectCheck(call, objects, actionFor('Put', call.input), requestTags(asked))]
      },
    },
    async read({ input, state }) {
      const tags = checkedTags(input.Tagging.TagSet, 'object')
      await setTags(objects, existingBucket(state, input.Bucket).bucketId, input, tags)
      return {}
    },
  })

export const GetObjectTagging = (objects: ObjectStore) =>
  operation('s3', 'GetObjectTagging', {
    authorization: {
      kind: 'permissions',
      check: (call) => [existingObjectCheck(call, objects, actionFor('Get', call.input))],
    },
    read({ input, state }) {
      const { bucketId } = existingBucket(state, input.Bucket)
      return { TagSet: tagList(tagged(objects, bucketId, input).metadata.tags) }
    },
  })

export const DeleteObjectTagging = (objects: ObjectStore) =>
  operation('s3', 'DeleteObjectTagging', {
    authorization: {
      kind: 'permissions',
      check: (call) => [existingObjectCheck(call, objects, actionFor('Delete', call.input))],
    },
    async read({ input, state }) {
      await setTags(objects, existingBucket(state, input.Bucket).bucketId, input, {})
      return {}
    },
  })

interface Named {
  readonly Key: string
  readonly VersionId?: string | undefined
}

function tagged(objects: ObjectStore, bucketId: string, { Key: key, VersionId: versionId }: Named): StoredObject {
  requireNullVersion(key, versionId)
  const object = objects.head(bucketId, key)
  if (!object) throw noSuchKey(key)
  return object
}

/** Tags whatever stands under the key; an object that is replaced meanwhile is looked up again. */
async function setTags(
  objects: ObjectStore,
  bucketId: string,
  named: Named,
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  for (;;) {
    const object = tagged(objects, bucketId, named)
    const result = await stored(objects.setTags(bucketId, object, tags))
    if (result.ok) return
  }
}
