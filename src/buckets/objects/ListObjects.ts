import { operation } from '../../aws/operation.ts'
import { existingBucket } from '../bucket.ts'
import type { ObjectStore } from '../object-store.ts'
import { encodedIfAny, listCheck, listed } from './list-objects.ts'
import { keyEncoder, listPage, pageLimit } from './listing.ts'

/** Version 1. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html */
export const ListObjects = (objects: ObjectStore) =>
  operation('s3', 'ListObjects', {
    authorization: { kind: 'permissions', check: (call) => [listCheck(call)] },
    read({ input, state }) {
      const bucket = existingBucket(state, input.Bucket)
      const encode = keyEncoder(input.EncodingType)
      const limit = pageLimit(input.MaxKeys, 'max-keys')
      const { Prefix: prefix = '', Delimiter: delimiter = '', Marker: after = '' } = input
      const page = listPage((range) => objects.list(bucket.bucketId, range), { prefix, delimiter, after, limit })
      return {
        Name: bucket.name,
        Prefix: encode(prefix),
        Marker: encode(after),
        MaxKeys: limit,
        Delimiter: encodedIfAny(delimiter, encode),
        EncodingType: input.EncodingType,
        IsTruncated: page.next !== undefined,
        // Without a delimiter the client goes on from the last key.
        NextMarker: delimiter === '' || page.next === undefined ? undefined : encode(page.next),
        Contents: page.entries.map((object) => listed(object, encode, bucket.account)),
        CommonPrefixes: page.prefixes.map((common) => ({ Prefix: encode(common) })),
      }
    },
  })
