import { operation } from '../../aws/operation.ts'
import { objectCheck } from '../access.ts'
import { existingBucket } from '../bucket.ts'
import { ownerOf } from '../canonical-owner.ts'
import type { ObjectStore } from '../object-store.ts'
import { quoted } from '../objects/conditions.ts'
import { pageLimit } from '../objects/listing.ts'
import { checksumMember } from '../objects/object-checksums.ts'
import { existingUpload, uploadChecksum } from './upload-of.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html */
export const ListParts = (objects: ObjectStore) =>
  operation('s3', 'ListParts', {
    authorization: { kind: 'permissions', check: (call) => [objectCheck(call, 's3:ListMultipartUploadParts')] },
    read({ input, state }) {
      const bucket = existingBucket(state, input.Bucket)
      const upload = existingUpload(objects, bucket.bucketId, input)
      const limit = pageLimit(input.MaxParts, 'max-parts')
      const after = input.PartNumberMarker ?? 0
      const found = objects.parts(upload.id, after, limit + 1)
      const page = found.slice(0, limit)
      return {
        Bucket: bucket.name,
        Key: upload.key,
        UploadId: upload.id,
        PartNumberMarker: after,
        NextPartNumberMarker: page.at(-1)?.number ?? 0,
        MaxParts: limit,
        IsTruncated: limit > 0 && found.length > limit,
        Parts: page.map(({ number, etag, size, modified, checksum }) => ({
          PartNumber: number,
          LastModified: new Date(modified),
          ETag: quoted(etag),
          Size: size,
          ...(upload.checksum ? checksumMember(checksum) : {}),
        })),
        Initiator: { ID: upload.initiator, DisplayName: upload.initiator },
        Owner: ownerOf(bucket.account),
        StorageClass: upload.metadata.storageClass ?? 'STANDARD',
        ...uploadChecksum(upload),
      }
    },
  })
