import { AwsError } from '../../aws/error.ts'
import { operation } from '../../aws/operation.ts'
import { existingBucket } from '../bucket.ts'
import type { ObjectStore } from '../object-store.ts'
import { encodedIfAny, listCheck, listed } from './list-objects.ts'
import { keyEncoder, listPage, pageLimit } from './listing.ts'

/**
 * Every object has one version, which S3 calls `null`.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
 */
export const ListObjectVersions = (objects: ObjectStore) =>
  operation('s3', 'ListObjectVersions', {
    authorization: { kind: 'permissions', check: (call) => [listCheck(call, 's3:ListBucketVersions')] },
    read({ input, state }) {
      const bucket = existingBucket(state, input.Bucket)
      const encode = keyEncoder(input.EncodingType)
      const limit = pageLimit(input.MaxKeys, 'max-keys')
      const { Prefix: prefix = '', Delimiter: delimiter = '', KeyMarker: after = '' } = input
      if (input.VersionIdMarker && after === '') {
        throw new AwsError('InvalidArgument', 'A version-id marker cannot be specified without a key marker.', {
          status: 400,
          fields: { ArgumentName: 'version-id-marker', ArgumentValue: input.VersionIdMarker },
        })
      }
      const page = listPage((range) => objects.list(bucket.bucketId, range), { prefix, delimiter, after, limit })
      return {
        Name: bucket.name,
        Prefix: encode(prefix),
        KeyMarker: encode(after),
        VersionIdMarker: input.VersionIdMarker ?? '',
        MaxKeys: limit,
        Delimiter: encodedIfAny(delimiter, encode),
        EncodingType: input.EncodingType,
        IsTruncated: page.next !== undefined,
        NextKeyMarker: page.next === undefined ? undefined : encode(page.next),
        NextVersionIdMarker: page.next === undefined ? undefined : 'null',
        Versions: page.entries.map((object) => ({
          ...listed(object, encode, bucket.account),
          VersionId: 'null',
          IsLatest: true,
        })),
        CommonPrefixes: page.prefixes.map((common) => ({ Prefix: encode(common) })),
      }
    },
  })
