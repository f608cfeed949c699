/** What CompleteMultipartUpload makes of the parts it is given; every sentence is recorded from S3. */
import { createHash } from 'node:crypto'
import { AwsError } from '../../aws/error.ts'
import { startChecksum } from '../../signature/checksums.ts'
import type { ObjectStore, Part, StoredChecksum, Upload } from '../object-store.ts'
import { type ChecksumMembers, checksumMember, namedChecksum } from '../objects/object-checksums.ts'
import { combineCrcs, isCombinable } from './crc-combine.ts'

const MIN_PART_BYTES = 5 * 1024 * 1024
const MAX_PARTS = 10_000

export type CompletedPart = ChecksumMembers & {
  readonly ETag?: string | undefined
  readonly PartNumber?: number | undefined
}

export interface Assembly {
  readonly numbers: readonly number[]
  readonly etag: string
  readonly size: number
  readonly checksum: StoredChecksum
}

const invalidRequest = (message: string): AwsError => new AwsError('InvalidRequest', message, { status: 400 })

/** Checks the list of parts and answers the object that they make. */
export async function assemble(
  objects: ObjectStore,
  upload: Upload,
  listed: readonly CompletedPart[],
): Promise<Assembly> {
  if (listed.length === 0) throw invalidRequest('You must specify at least one part')
  requireOrder(upload, listed)
  const known = new Map(objects.parts(upload.id, 0, MAX_PARTS).map((part) => [part.number, part]))
  const parts = listed.map((entry) => matchingPart(upload, entry, known.get(entry.PartNumber ?? 0)))
  for (const part of parts.slice(0, -1)) requireSize(part)
  const md5s = Buffer.concat(parts.map(({ etag }) => Buffer.from(etag, 'hex')))
  return {
    numbers: parts.map(({ number }) => number),
    etag: `${createHash('md5').update(md5s).digest('hex')}-${parts.length}`,
    size: parts.reduce((sum, { size }) => sum + size, 0),
    checksum: await checksumOf(upload, parts),
  }
}

/** The client may say what it expects of the whole. */
export function requireExpected(
  upload: Upload,
  assembly: Assembly,
  input: ChecksumMembers & { readonly ChecksumType?: string | undefined; readonly MpuObjectSize?: number | undefined },
): void {
  const type = upload.checksum?.type
  if (input.ChecksumType !== undefined && input.ChecksumType !== type) {
    throw invalidRequest(
      `The upload was created using the ${type ?? 'null'} checksum mode. The complete request must use the same checksum mode.`,
    )
  }
  if (input.MpuObjectSize !== undefined && input.MpuObjectSize !== assembly.size) {
    throw invalidRequest(
      `The provided 'x-amz-mp-object-size' header value ${input.MpuObjectSize} does not match what was computed: ${assembly.size}`,
    )
  }
  const expected = namedChecksum(input)
  if (!expected) return
  const { algorithm, value } = assembly.checksum
  const bare = value.replace(/-\d+$/, '')
  if (expected.algorithm === algorithm && (expected.value === value || expected.value === bare)) return
  throw badDigest(`The ${expected.algorithm.toLowerCase()} you specified did not match the calculated checksum.`)
}

const badDigest = (message: string): AwsError => new AwsError('BadDigest', message, { status: 400 })

function requireOrder(upload: Upload, listed: readonly CompletedPart[]): void {
  for (const [index, { PartNumber: number = 0 }] of listed.entries()) {
    if (index === 0 || number > (listed[index - 1]?.PartNumber ?? 0)) continue
    const message = 'The list of parts was not in ascending order. Parts must be ordered by part number.'
    throw new AwsError('InvalidPartOrder', message, { status: 400, fields: { UploadId: upload.id } })
  }
}

function matchingPart(upload: Upload, entry: CompletedPart, part: Part | undefined): Part {
  const etag = (entry.ETag ?? '').replace(/^"(.*)"$/, '$1')
  if (!part || part.etag !== etag) {
    const message =
      "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag."
    throw new AwsError('InvalidPart', message, {
      status: 400,
      fields: { ETag: etag, PartNumber: String(entry.PartNumber ?? ''), UploadId: upload.id },
    })
  }
  requirePartChecksum(upload, entry, part)
  return part
}

function requirePartChecksum(upload: Upload, entry: CompletedPart, part: Part): void {
  const sent = namedChecksum(entry)
  if (!sent) {
    if (upload.checksum?.type !== 'COMPOSITE') return
    const name = upload.checksum.algorithm.toLowerCase()
    throw invalidRequest(
      `The upload was created using a ${name} checksum. The complete request must include the checksum for each part. It was missing for part ${part.number} in the request.`,
    )
  }
  // A part of an upload without an algorithm keeps S3's own checksum; another one was checked when the part came in.
  if (!upload.checksum && sent.algorithm !== part.checksum?.algorithm) return
  if (Object.values(checksumMember(part.checksum))[0] === sent.value && part.checksum?.algorithm === sent.algorithm)
    return
  throw badDigest(
    `The ${sent.algorithm.toLowerCase()} you specified for part ${part.number} did not match what we received.`,
  )
}

function requireSize(part: Part): void {
  if (part.size >= MIN_PART_BYTES) return
  throw new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
    status: 400,
    fields: { ETag: part.etag, MinSizeAllowed: MIN_PART_BYTES, PartNumber: part.number, ProposedSize: part.size },
  })
}

async function checksumOf(upload: Upload, parts: readonly Part[]): Promise<StoredChecksum> {
  const { algorithm, type } = upload.checksum ?? { algorithm: 'CRC64NVME', type: 'FULL_OBJECT' }
  const values = parts.map(({ checksum }) => checksum?.value ?? '')
  if (type === 'COMPOSITE') {
    const ofParts = await startChecksum(algorithm)
    for (const value of values) ofParts.update(Buffer.from(value, 'base64'))
    return { algorithm, type, value: `${ofParts.digestBase64()}-${parts.length}` }
  }
  if (!isCombinable(algorithm)) throw new Error(`${algorithm} has no checksum of a full object`)
  const [first = '', ...rest] = values
  const value = rest.reduce(
    (whole, next, index) => combineCrcs(algorithm, whole, next, parts[index + 1]?.size ?? 0),
    first,
  )
  return { algorithm, type, value }
}
