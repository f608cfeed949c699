/** What ListObjects, ListObjectsV2 and ListObjectVersions have in common. */
import type { Check } from '../../aws/operation.ts'
import { type BucketCall, bucketCheck } from '../access.ts'
import { ownerOf } from '../canonical-owner.ts'
import type { StoredObject } from '../object-store.ts'
import { quoted } from './conditions.ts'

interface ListInput {
  readonly Prefix?: string | undefined
  readonly Delimiter?: string | undefined
  readonly MaxKeys?: number | undefined
}

/** The permission to list, with the keys that policies limit listing by. */
export const listCheck = (call: BucketCall & { readonly input: ListInput }, action = 's3:ListBucket'): Check =>
  bucketCheck(call, action, {
    's3:prefix': call.input.Prefix,
    's3:delimiter': call.input.Delimiter,
    's3:max-keys': call.input.MaxKeys === undefined ? undefined : String(call.input.MaxKeys),
  })

/** An object as lists show it. */
export const listed = (object: StoredObject, encode: (key: string) => string, owner: string | undefined) => ({
  Key: encode(object.key),
  LastModified: new Date(object.modified),
  ETag: quoted(object.etag),
  ...(object.checksum ? { ChecksumAlgorithm: [object.checksum.algorithm], ChecksumType: object.checksum.type } : {}),
  Size: object.size,
  StorageClass: object.metadata.storageClass ?? 'STANDARD',
  ...(owner === undefined ? {} : { Owner: ownerOf(owner) }),
})

export const encodedIfAny = (text: string | undefined, encode: (text: string) => string): string | undefined =>
  text === undefined || text === '' ? undefined : encode(text)
