import { AwsError } from '../../aws/error.ts'
import { operation } from '../../aws/operation.ts'
import { existingBucket } from '../bucket.ts'
import type { ObjectStore } from '../object-store.ts'
import { encodedIfAny, listCheck, listed } from './list-objects.ts'
import { keyEncoder, listPage, pageLimit } from './listing.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export const ListObjectsV2 = (objects: ObjectStore) =>
  operation('s3', 'ListObjectsV2', {
    authorization: { kind: 'permissions', check: (call) => [listCheck(call)] },
    read({ input, state }) {
      const bucket = existingBucket(state, input.Bucket)
      const encode = keyEncoder(input.EncodingType)
      const limit = pageLimit(input.MaxKeys, 'max-keys')
      const { Prefix: prefix = '', Delimiter: delimiter = '', StartAfter: startAfter = '' } = input
      const after = input.ContinuationToken === undefined ? startAfter : keyOfToken(input.ContinuationToken)
      const page = listPage((range) => objects.list(bucket.bucketId, range), { prefix, delimiter, after, limit })
      const owner = input.FetchOwner ? bucket.account : undefined
      return {
        Name: bucket.name,
        Prefix: encode(prefix),
        Delimiter: encodedIfAny(delimiter, encode),
        MaxKeys: limit,
        EncodingType: input.EncodingType,
        KeyCount: page.entries.length + page.prefixes.length,
        IsTruncated: page.next !== undefined,
        ContinuationToken: input.ContinuationToken,
        NextContinuationToken: page.next === undefined ? undefined : tokenOf(page.next),
        StartAfter: encodedIfAny(input.StartAfter, encode),
        Contents: page.entries.map((object) => listed(object, encode, owner)),
        CommonPrefixes: page.prefixes.map((common) => ({ Prefix: encode(common) })),
      }
    },
  })

/** Opaque to the client; the leading 1 is the form's version. */
const tokenOf = (key: string): string => `1${Buffer.from(key).toString('base64url')}`

function keyOfToken(token: string): string {
  const key = Buffer.from(token.slice(1), 'base64url').toString()
  if (tokenOf(key) === token) return key
  throw new AwsError('InvalidArgument', 'The continuation token provided is incorrect', {
    status: 400,
    fields: { ArgumentName: 'continuation-token' },
  })
}
