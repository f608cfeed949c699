import { AwsError } from '../../aws/error.ts'
import type { ObjectChecksum } from '../../signature/checksums.ts'
import type { ObjectStore, Upload } from '../object-store.ts'

export const noSuchUpload = (id: string): AwsError =>
  new AwsError(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { status: 404, fields: { UploadId: id } },
  )

interface Named {
  readonly Key: string
  readonly UploadId: string
}

/** The upload, if it is one of this bucket and key. */
export function findUpload(
  objects: ObjectStore,
  bucketId: string,
  { Key: key, UploadId: id }: Named,
): Upload | undefined {
  const upload = objects.upload(id)
  return upload?.bucket === bucketId && upload.key === key ? upload : undefined
}

/** The same. Throws NoSuchUpload. */
export function existingUpload(objects: ObjectStore, bucketId: string, named: Named): Upload {
  const upload = findUpload(objects, bucketId, named)
  if (!upload) throw noSuchUpload(named.UploadId)
  return upload
}

/** The algorithm that every part is given a checksum of. */
export const partAlgorithm = (upload: Upload): ObjectChecksum => upload.checksum?.algorithm ?? 'CRC64NVME'

export const uploadChecksum = (upload: Upload) =>
  upload.checksum ? { ChecksumAlgorithm: upload.checksum.algorithm, ChecksumType: upload.checksum.type } : {}

/** Throws InvalidArgument outside 1 to 10,000. */
export function requirePartNumber(number: number): void {
  if (Number.isInteger(number) && number >= 1 && number <= 10_000) return
  throw new AwsError('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive', {
    status: 400,
    fields: { ArgumentName: 'partNumber', ArgumentValue: String(number) },
  })
}
