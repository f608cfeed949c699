import { createHash } from 'node:crypto'
import { ByteReader } from './byte-reader.ts'
import { equalInConstantTime, type HmacKey, hmacSha256Hex, sha256Hex } from './hmac.ts'
import { PayloadProblem, type PayloadProblemKind } from './payload-problem.ts'

/** What chunk signatures are chained to. */
export interface ChunkSeal {
  readonly key: HmacKey
  /** The request's `20130524T000000Z`. */
  readonly timestamp: string
  /** `date/region/service/aws4_request`. */
  readonly scope: string
  /** The signature of the request's headers. */
  readonly seed: string
}

export interface ChunkedPayload {
  /** x-amz-decoded-content-length. */
  readonly decodedLength: number
  /** Present: every chunk (and the trailer) must be signed. Absent: `STREAMING-UNSIGNED-PAYLOAD-TRAILER`. */
  readonly seal?: ChunkSeal | undefined
  /** Lower-case names announced by x-amz-trailer; undefined when the mode has no trailer. */
  readonly trailerNames: readonly string[] | undefined
}

const MAX_HEADER = 512
const MAX_TRAILER_LINE = 4096
const MIN_CHUNK = 8192
const EMPTY_SHA256 = sha256Hex('')

/**
 * Decodes aws-chunked. Bytes are given on as they come and a chunk's signature is checked when the chunk ends, so a
 * consumer keeps nothing before the iteration has ended; every fault is thrown, as PayloadProblem, before that.
 * Trailers are put into `trailers`, under lower-case names.
 */
export async function* decodeChunked(
  source: AsyncIterable<Uint8Array>,
  payload: ChunkedPayload,
  trailers: Record<string, string>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = new ByteReader(source)
  const seals = payload.seal ? chainOf(payload.seal) : undefined
  let decoded = 0
  let previous = MIN_CHUNK
  try {
    for (let number = 1; ; number += 1) {
      const { size, signature } = parseChunkHeader(
        await lineOf(reader, MAX_HEADER, 'malformed chunk'),
        seals !== undefined,
      )
      if (size > 0 && previous < MIN_CHUNK) {
        const fields = { Chunk: String(number), BadChunkSize: String(previous) }
        throw new PayloadProblem('chunk too small', { fields })
      }
      decoded += size
      if (decoded > payload.decodedLength) throw wrongLength(payload.decodedLength, decoded)
      const hash = seals ? createHash('sha256') : undefined
      for (let left = size; left > 0; ) {
        const bytes = await reader.bytes(left)
        if (!bytes) throw new PayloadProblem('incomplete')
        left -= bytes.length
        hash?.update(bytes)
        yield bytes
      }
      if (seals && hash) seals.checkChunk(hash.digest('hex'), signature)
      if (size === 0) break
      if ((await lineOf(reader, 2, 'malformed chunk')) !== '') throw new PayloadProblem('malformed chunk')
      previous = size
    }
    if (payload.trailerNames) await readTrailers(reader, payload.trailerNames, seals, trailers)
    else await readEnd(reader)
    if (await reader.bytes(1)) throw new PayloadProblem(payload.trailerNames ? 'trailer malformed' : 'malformed chunk')
    if (decoded !== payload.decodedLength) throw wrongLength(payload.decodedLength, decoded)
  } finally {
    await reader.close()
  }
}

/** The fault of a body with another length than announced. */
export const wrongLength = (expected: number, provided: number): PayloadProblem =>
  new PayloadProblem('wrong length', {
    fields: { NumberBytesExpected: String(expected), NumberBytesProvided: String(provided) },
  })

const lineOf = async (reader: ByteReader, limit: number, fault: PayloadProblemKind): Promise<string> => {
  const read = await reader.line(limit)
  if (read === 'end') throw new PayloadProblem(fault === 'trailer malformed' ? fault : 'incomplete')
  if (read === 'too long') throw new PayloadProblem(fault)
  return read.line
}

const parseChunkHeader = (line: string, signed: boolean): { readonly size: number; readonly signature: string } => {
  // Ten digits hold a terabyte: no real chunk is longer, and the number stays exact.
  const parts = /^([0-9a-fA-F]{1,10})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line.trimEnd())
  if (!parts)
    throw new PayloadProblem(signed && /^[0-9a-fA-F]{1,10};/.test(line) ? 'chunk signature' : 'malformed chunk')
  const [, digits = '', signature = ''] = parts
  if (signed && signature === '') throw new PayloadProblem('chunk signature')
  return { size: Number.parseInt(digits, 16), signature }
}

interface SignatureChain {
  readonly checkChunk: (hash: string, signature: string) => void
  readonly checkTrailer: (canonical: string, signature: string) => void
}

const chainOf = (seal: ChunkSeal): SignatureChain => {
  let previous = seal.seed
  const check = (algorithm: string, hashes: readonly string[], signature: string): void => {
    const stringToSign = [algorithm, seal.timestamp, seal.scope, previous, ...hashes].join('\n')
    if (!equalInConstantTime(hmacSha256Hex(seal.key, stringToSign), signature))
      throw new PayloadProblem('chunk signature')
    previous = signature
  }
  return {
    checkChunk: (hash, signature) => check('AWS4-HMAC-SHA256-PAYLOAD', [EMPTY_SHA256, hash], signature),
    checkTrailer: (canonical, signature) => check('AWS4-HMAC-SHA256-TRAILER', [sha256Hex(canonical)], signature),
  }
}

const readEnd = async (reader: ByteReader): Promise<void> => {
  const read = await reader.line(2)
  // Some clients leave out the last line break; the zero chunk has said already that this is the end.
  if (read !== 'end' && (read === 'too long' || read.line !== '')) throw new PayloadProblem('malformed chunk')
}

const readTrailers = async (
  reader: ByteReader,
  announced: readonly string[],
  seals: SignatureChain | undefined,
  trailers: Record<string, string>,
): Promise<void> => {
  let signature: string | undefined
  const complete = (): boolean =>
    announced.every((name) => Object.hasOwn(trailers, name)) && (seals === undefined || signature !== undefined)
  for (let blank = 0; ; ) {
    const read = await reader.line(MAX_TRAILER_LINE)
    if (read === 'end' && complete()) break
    if (typeof read === 'string') throw new PayloadProblem('trailer malformed')
    if (read.line === '') {
      if (complete()) break
      // Clients put an empty line after the zero chunk, or before the trailer's signature.
      blank += 1
      if (blank > 2) throw new PayloadProblem('trailer malformed')
      continue
    }
    const { name, value } = parseTrailer(read.line)
    if (name === 'x-amz-trailer-signature' && seals && signature === undefined) signature = value
    else if (announced.includes(name) && !Object.hasOwn(trailers, name) && signature === undefined)
      trailers[name] = value
    else throw new PayloadProblem('trailer malformed')
  }
  const canonical = Object.keys(trailers)
    .sort()
    .map((name) => `${name}:${trailers[name]}\n`)
  seals?.checkTrailer(canonical.join(''), signature ?? '')
}

const parseTrailer = (line: string): { readonly name: string; readonly value: string } => {
  const colon = line.indexOf(':')
  if (colon < 1) throw new PayloadProblem('trailer malformed')
  return { name: line.slice(0, colon).trim().toLowerCase(), value: line.slice(colon + 1).trim() }
}
