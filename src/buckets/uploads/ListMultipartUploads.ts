import { AwsError } from '../../aws/error.ts'
import { operation } from '../../aws/operation.ts'
import { bucketCheck } from '../access.ts'
import { existingBucket } from '../bucket.ts'
import { ownerOf } from '../canonical-owner.ts'
import type { KeyRange, ObjectStore, Upload } from '../object-store.ts'
import { encodedIfAny } from '../objects/list-objects.ts'
import { compareKeys, keyEncoder, type Listing, listPage, pageLimit } from '../objects/listing.ts'
import { uploadChecksum } from './upload-of.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html */
export const ListMultipartUploads = (objects: ObjectStore) =>
  operation('s3', 'ListMultipartUploads', {
    authorization: {
      kind: 'permissions',
      check: (call) => [
        bucketCheck(call, 's3:ListBucketMultipartUploads', {
          's3:prefix': call.input.Prefix,
          's3:delimiter': call.input.Delimiter,
        }),
      ],
    },
    read({ input, state }) {
      const bucket = existingBucket(state, input.Bucket)
      const encode = keyEncoder(input.EncodingType)
      const limit = pageLimit(input.MaxUploads, 'max-uploads')
      const { Prefix: prefix = '', Delimiter: delimiter = '', KeyMarker: keyMarker = '' } = input
      const same = keyMarker === '' ? [] : uploadsAfter(objects, bucket.bucketId, keyMarker, input.UploadIdMarker)
      const page = uploadPage(objects, bucket.bucketId, { prefix, delimiter, after: keyMarker, limit }, same)
      const last = page.entries.at(-1)
      return {
        Bucket: bucket.name,
        KeyMarker: encode(keyMarker),
        UploadIdMarker: input.UploadIdMarker ?? '',
        NextKeyMarker: page.next === undefined ? undefined : encode(page.next),
        NextUploadIdMarker: page.next === undefined ? undefined : last?.key === page.next ? last.id : '',
        Prefix: encode(prefix),
        Delimiter: encodedIfAny(delimiter, encode),
        MaxUploads: limit,
        EncodingType: input.EncodingType,
        IsTruncated: page.next !== undefined,
        Uploads: page.entries.map((upload) => ({
          UploadId: upload.id,
          Key: encode(upload.key),
          Initiated: new Date(upload.initiated),
          StorageClass: upload.metadata.storageClass ?? 'STANDARD',
          Owner: ownerOf(bucket.account),
          Initiator: { ID: upload.initiator, DisplayName: upload.initiator },
          ...uploadChecksum(upload),
        })),
        CommonPrefixes: page.prefixes.map((common) => ({ Prefix: encode(common) })),
      }
    },
  })

/** More uploads of one key than anybody has: a page never ends within them in the index. */
const OF_ONE_KEY = 100_000

const ofKey = (objects: ObjectStore, bucketId: string, key: string): readonly Upload[] =>
  objects.uploads(bucketId, { from: key, to: `${key}\0`, limit: OF_ONE_KEY })

/** The uploads of the marker's key that a page before did not show. */
function uploadsAfter(objects: ObjectStore, bucketId: string, key: string, id: string | undefined): readonly Upload[] {
  if (!id) return []
  const uploads = ofKey(objects, bucketId, key)
  const at = uploads.findIndex((upload) => upload.id === id)
  if (at !== -1) return uploads.slice(at + 1)
  // The marker's upload may have ended since; an id of another key never marked this one.
  if (!objects.upload(id)) return uploads
  throw new AwsError('InvalidArgument', 'Invalid uploadId marker', {
    status: 400,
    fields: { ArgumentName: 'upload-id-marker', ArgumentValue: id },
  })
}

/** A page in which one key may have several uploads: keys are listed once each and then spread out. */
function uploadPage(
  objects: ObjectStore,
  bucketId: string,
  options: { readonly prefix: string; readonly delimiter: string; readonly after: string; readonly limit: number },
  same: readonly Upload[],
): Listing<Upload> {
  const keys = listPage((range) => firstOfEach(objects, bucketId, range), options)
  const spread = [...same, ...keys.entries.flatMap(({ key }) => ofKey(objects, bucketId, key))]
  // Uploads and prefixes share the page in the order of their keys.
  const all = [
    ...spread.map((upload) => ({ key: upload.key, upload })),
    ...keys.prefixes.map((key) => ({ key, upload: undefined })),
  ].toSorted((a, b) => compareKeys(a.key, b.key))
  const page = all.slice(0, options.limit)
  const more = options.limit > 0 && (all.length > options.limit || keys.next !== undefined)
  return {
    entries: page.flatMap(({ upload }) => (upload ? [upload] : [])),
    prefixes: page.flatMap(({ key, upload }) => (upload ? [] : [key])),
    next: more ? page.at(-1)?.key : undefined,
  }
}

/** The first upload of each key in the range, up to its limit. */
function firstOfEach(objects: ObjectStore, bucketId: string, { from, to, limit }: KeyRange): readonly Upload[] {
  const firsts: Upload[] = []
  let next = from
  while (firsts.length < limit) {
    const [first] = objects.uploads(bucketId, { from: next, to, limit: 1 })
    if (!first) break
    firsts.push(first)
    next = `${first.key}\0`
  }
  return firsts
}
