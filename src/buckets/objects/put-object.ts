import { AwsError } from '../../aws/error.ts'
import type { StreamingBody } from '../../aws/wire.ts'
import type { State } from '../../state/table.ts'
import { buckets } from '../bucket.ts'
import type { StoredChecksum } from '../object-store.ts'
import { quoted } from './conditions.ts'
import { checksumMembers } from './object-checksums.ts'

/** The most that one PUT or one part may hold. */
export const MAX_UPLOAD_BYTES = 5 * 1024 ** 3

/** Refuses a body before it is read: its length must be known and within S3's limit. */
export function requireLength(body: StreamingBody | undefined): void {
  if (!body) return
  if (body.length === undefined) {
    throw new AwsError('MissingContentLength', 'You must provide the Content-Length HTTP header.', { status: 411 })
  }
  if (body.length > MAX_UPLOAD_BYTES) {
    throw new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
      status: 400,
      fields: { ProposedSize: body.length, MaxSizeAllowed: MAX_UPLOAD_BYTES },
    })
  }
}

/** What every successful write of an object or part answers. */
export const writtenHeaders = (etag: string) => ({ ETag: quoted(etag), ServerSideEncryption: 'AES256' })

export const writtenObject = (etag: string, checksum: StoredChecksum | undefined) => ({
  ...writtenHeaders(etag),
  ...checksumMembers(checksum),
})

/** A bucket may be deleted, or made again, while a body comes in: then the body is freed and the write refused. */
export async function requireSameBucket(
  state: State,
  name: string,
  bucketId: string,
  discard: () => Promise<void>,
): Promise<void> {
  if (state.get(buckets, '', name)?.bucketId === bucketId) return
  await discard()
  throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', {
    status: 404,
    fields: { BucketName: name },
  })
}
