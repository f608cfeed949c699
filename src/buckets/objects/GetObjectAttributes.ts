import { operation } from '../../aws/operation.ts'
import { existingObjectCheck } from '../access.ts'
import { existingBucket } from '../bucket.ts'
import type { ObjectStore, StoredObject } from '../object-store.ts'
import { existingObject, requireNullVersion } from './keys.ts'
import { pageLimit } from './listing.ts'
import { checksumMember, checksumMembers } from './object-checksums.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html */
export const GetObjectAttributes = (objects: ObjectStore) =>
  operation('s3', 'GetObjectAttributes', {
    authorization: {
      kind: 'permissions',
      check(call) {
        const version = call.input.VersionId === undefined ? '' : 'Version'
        return [
          existingObjectCheck(call, objects, `s3:GetObject${version}`),
          existingObjectCheck(call, objects, `s3:GetObject${version}Attributes`),
        ]
      },
    },
    read(call) {
      const { input, state } = call
      requireNullVersion(input.Key, input.VersionId)
      const object = existingObject(call, objects, existingBucket(state, input.Bucket), input.Key)
      const asked = new Set(input.ObjectAttributes)
      return {
        LastModified: new Date(object.modified),
        ...(asked.has('ETag') && { ETag: object.etag }),
        ...(asked.has('Checksum') && object.checksum && { Checksum: checksumMembers(object.checksum) }),
        ...(asked.has('ObjectParts') && object.partCount > 0 && { ObjectParts: partsOf(objects, object, input) }),
        ...(asked.has('StorageClass') && { StorageClass: object.metadata.storageClass ?? 'STANDARD' }),
        ...(asked.has('ObjectSize') && { ObjectSize: object.size }),
      }
    },
  })

/** The parts themselves are shown only for objects whose checksum is made of theirs. */
function partsOf(
  objects: ObjectStore,
  object: StoredObject,
  input: { readonly MaxParts?: number | undefined; readonly PartNumberMarker?: number | undefined },
) {
  if (object.checksum?.type !== 'COMPOSITE') return { TotalPartsCount: object.partCount }
  const limit = pageLimit(input.MaxParts, 'max-parts')
  const after = input.PartNumberMarker ?? 0
  const found = objects.parts(object.body, after, limit + 1)
  const page = found.slice(0, limit)
  return {
    TotalPartsCount: object.partCount,
    PartNumberMarker: after,
    NextPartNumberMarker: page.at(-1)?.number ?? after,
    MaxParts: limit,
    IsTruncated: found.length > limit,
    Parts: page.map(({ number, size, checksum }) => ({ PartNumber: number, Size: size, ...checksumMember(checksum) })),
  }
}
