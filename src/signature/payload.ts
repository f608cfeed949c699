import { type Checksum, checksumHeader, isDigest, startChecksum } from './checksums.ts'
import { decodeChunked, wrongLength } from './chunked.ts'
import { equalInConstantTime } from './hmac.ts'
import type { PayloadExpectations, PromisedDigest } from './payload-expectations.ts'
import { PayloadProblem } from './payload-problem.ts'

/** A decoded payload; it is good only when the iteration has ended without an error. */
export interface VerifiedBody extends AsyncIterable<Uint8Array> {
  readonly length: number | undefined
  /** Lower-case names, complete once the iteration has ended. */
  readonly trailers: Readonly<Record<string, string>>
}

/**
 * The payload of a request body, decoded when it is aws-chunked and held to everything that was promised of it. Iterate it
 * once. It throws PayloadProblem before it ends when a length, signature, digest or trailer is wrong, and lets go of the
 * source: of an HTTP request give `incoming.iterator({ destroyOnReturn: false })`, so that it can still be answered.
 */
export const verifyPayload = (source: AsyncIterable<Uint8Array>, expectations: PayloadExpectations): VerifiedBody => {
  const trailers: Record<string, string> = {}
  const { chunked, length } = expectations
  const decoded = chunked ? decodeChunked(source, chunked, trailers) : counted(source, length)
  return { length, trailers, [Symbol.asyncIterator]: () => checked(decoded, expectations, trailers) }
}

async function* checked(
  source: AsyncIterable<Uint8Array>,
  { digests, trailerChecksum }: PayloadExpectations,
  trailers: Readonly<Record<string, string>>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const running: { promised: PromisedDigest; checksum: Checksum }[] = []
  for (const promised of digests) running.push({ promised, checksum: await startChecksum(promised.algorithm) })
  const ofTrailer = trailerChecksum && (await startChecksum(trailerChecksum))
  for await (const bytes of source) {
    for (const { checksum } of running) checksum.update(bytes)
    ofTrailer?.update(bytes)
    yield bytes
  }
  for (const { promised, checksum } of running) compare(promised, checksum.digestBase64())
  if (!trailerChecksum || !ofTrailer) return
  const name = checksumHeader(trailerChecksum)
  const value = trailers[name] ?? ''
  if (!isDigest(trailerChecksum, value)) throw new PayloadProblem('checksum trailer invalid', { what: name })
  compare({ algorithm: trailerChecksum, value, source: 'x-amz-checksum' }, ofTrailer.digestBase64())
}

async function* counted(source: AsyncIterable<Uint8Array>, length: number | undefined): AsyncGenerator<Uint8Array> {
  let provided = 0
  for await (const bytes of source) {
    provided += bytes.length
    if (length !== undefined && provided > length) throw wrongLength(length, provided)
    yield bytes
  }
  if (length !== undefined && provided !== length) throw wrongLength(length, provided)
}

const compare = ({ source, algorithm, value }: PromisedDigest, calculated: string): void => {
  if (source === 'x-amz-content-sha256') {
    const computed = Buffer.from(calculated, 'base64').toString('hex')
    if (equalInConstantTime(computed, value)) return
    const fields = { ClientComputedContentSHA256: value, S3ComputedContentSHA256: computed }
    throw new PayloadProblem('sha256 mismatch', { fields })
  }
  if (equalInConstantTime(calculated, value)) return
  if (source === 'x-amz-checksum') throw new PayloadProblem('checksum mismatch', { what: algorithm })
  // Recorded on S3: the expected digest in hexadecimal, the calculated one in base64.
  const fields = { ExpectedDigest: Buffer.from(value, 'base64').toString('hex'), CalculatedDigest: calculated }
  throw new PayloadProblem('md5 mismatch', { fields })
}
