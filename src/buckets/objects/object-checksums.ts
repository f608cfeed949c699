import type { RequestFacts } from '../../aws/operation.ts'
import type { StreamingBody } from '../../aws/wire.ts'
import { checksumHeader, OBJECT_CHECKSUMS, type ObjectChecksum, startChecksum } from '../../signature/checksums.ts'
import type { StagedBody, StoredChecksum } from '../object-store.ts'

/** The member of S3's shapes that carries a checksum of this algorithm. */
const MEMBERS = {
  CRC32: 'ChecksumCRC32',
  CRC32C: 'ChecksumCRC32C',
  CRC64NVME: 'ChecksumCRC64NVME',
  SHA1: 'ChecksumSHA1',
  SHA256: 'ChecksumSHA256',
} as const satisfies Record<ObjectChecksum, string>

export type ChecksumMembers = { readonly [M in (typeof MEMBERS)[ObjectChecksum]]?: string | undefined }

/** The checksum as members of an answer, without its type. */
export const checksumMember = (checksum: StoredChecksum | undefined): ChecksumMembers =>
  checksum ? { [MEMBERS[checksum.algorithm]]: checksum.value } : {}

/** The same with ChecksumType, as objects carry it. */
export const checksumMembers = (checksum: StoredChecksum | undefined) =>
  checksum ? { ...checksumMember(checksum), ChecksumType: checksum.type } : {}

/** The checksum that a request's members name first, in S3's order. */
export function namedChecksum(members: ChecksumMembers): { algorithm: ObjectChecksum; value: string } | undefined {
  for (const algorithm of OBJECT_CHECKSUMS) {
    const value = members[MEMBERS[algorithm]]
    if (value !== undefined) return { algorithm, value }
  }
  return undefined
}

/**
 * Stages a request's body with its checksum of the algorithm: the client's value, which the body itself has been held to,
 * or one that is computed here. `sent` is what the client sent, of whatever algorithm.
 */
export async function stageWithChecksum(
  body: StreamingBody | undefined,
  request: RequestFacts,
  algorithm: ObjectChecksum,
  stage: (source: AsyncIterable<Uint8Array>) => Promise<StagedBody>,
): Promise<{
  readonly body: StagedBody
  readonly checksum: StoredChecksum
  readonly sent: StoredChecksum | undefined
}> {
  const announced = sentAlgorithm(request)
  const computed = announced === algorithm ? undefined : await startChecksum(algorithm)
  const source = body ?? empty()
  const staged = await stage(computed ? observed(source, computed.update) : source)
  const full = { type: 'FULL_OBJECT' } as const
  const header = announced && checksumHeader(announced)
  const value = header && (request.header(header) ?? body?.trailers[header] ?? '')
  const sent = announced && value !== undefined ? { ...full, algorithm: announced, value } : undefined
  const checksum = computed ? { ...full, algorithm, value: computed.digestBase64() } : sent
  if (!checksum) throw new Error('a body was staged without a checksum')
  return { body: staged, checksum, sent }
}

/** The algorithm of the checksum that the request carries as a header or announces as a trailer. */
export function sentAlgorithm(request: RequestFacts): ObjectChecksum | undefined {
  const trailers = (request.header('x-amz-trailer') ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
  return OBJECT_CHECKSUMS.find((algorithm) => {
    const header = checksumHeader(algorithm)
    return request.header(header) !== undefined || trailers.includes(header)
  })
}

/** The source again, seen by `update` on its way. */
export async function* observed(
  source: AsyncIterable<Uint8Array>,
  update: (bytes: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  for await (const bytes of source) {
    update(bytes)
    yield bytes
  }
}

async function* empty(): AsyncGenerator<Uint8Array> {}
