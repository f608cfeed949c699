import { type ChecksumAlgorithm, checksumOfHeader, isDigest, type ObjectChecksum } from './checksums.ts'
import type { ChunkedPayload } from './chunked.ts'
import type { HmacKey } from './hmac.ts'
import { PayloadProblem } from './payload-problem.ts'
import { type SignatureClaim, type SignedRequest, shown } from './problem.ts'

/** How the body is sent and sealed, from x-amz-content-sha256. */
export type PayloadMode =
  | 'hash'
  | 'unsigned'
  | 'signed chunks'
  | 'signed chunks with trailer'
  | 'unsigned chunks with trailer'

/** A digest that was promised: base64, and hexadecimal for x-amz-content-sha256. */
export interface PromisedDigest {
  readonly algorithm: ChecksumAlgorithm
  readonly value: string
  readonly source: 'x-amz-content-sha256' | 'content-md5' | 'x-amz-checksum'
}

/** All that the headers promise about a body. */
export interface PayloadExpectations {
  /** Decoded length in bytes, if it was announced. */
  readonly length: number | undefined
  /** Present when the body is aws-chunked. */
  readonly chunked: ChunkedPayload | undefined
  readonly digests: readonly PromisedDigest[]
  /** The checksum whose value comes as a trailer. */
  readonly trailerChecksum: ObjectChecksum | undefined
}

const MODES: Readonly<Record<string, PayloadMode>> = {
  'UNSIGNED-PAYLOAD': 'unsigned',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD': 'signed chunks',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER': 'signed chunks with trailer',
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER': 'unsigned chunks with trailer',
}

/**
 * The last line of an S3 request's canonical request and what it says of the body: x-amz-content-sha256, which the header
 * form must have; presigned requests may have it in the query and default to UNSIGNED-PAYLOAD. Without a claim (anonymous
 * or SigV2) a missing header means unsigned. Throws PayloadProblem.
 */
export const s3PayloadHash = (
  request: SignedRequest,
  claim: SignatureClaim | undefined,
): { readonly hash: string; readonly mode: PayloadMode } => {
  const hash = request.headers['x-amz-content-sha256'] ?? fromQuery(request, claim)
  if (hash === undefined) throw new PayloadProblem('sha256 missing')
  const mode = Object.hasOwn(MODES, hash) ? MODES[hash] : undefined
  if (mode !== undefined) return { hash, mode }
  if (/^[0-9a-f]{64}$/i.test(hash)) return { hash, mode: 'hash' }
  if (hash.startsWith('STREAMING-AWS4-ECDSA-')) throw new PayloadProblem('mode not supported')
  const fields = { ArgumentName: 'x-amz-content-sha256', ArgumentValue: shown(hash) }
  throw new PayloadProblem('sha256 invalid', { fields })
}

/**
 * What an S3 body must hold up to. `key` is the signing key that verified the claim, which seals chunks. Checksums are
 * read from headers only: one that a presigner hoisted into the query says nothing about the body. Throws PayloadProblem.
 */
export const payloadExpectations = (
  request: SignedRequest,
  signed: { readonly claim: SignatureClaim; readonly key: HmacKey } | undefined,
): PayloadExpectations => {
  const { headers } = request
  const { hash, mode } = s3PayloadHash(request, signed?.claim)
  const digests: PromisedDigest[] = []
  if (mode === 'hash') digests.push({ algorithm: 'SHA256', value: hash.toLowerCase(), source: 'x-amz-content-sha256' })
  const md5 = headers['content-md5']
  if (md5 !== undefined) {
    if (!isDigest('MD5', md5)) throw new PayloadProblem('md5 invalid', { fields: { 'Content-MD5': shown(md5) } })
    digests.push({ algorithm: 'MD5', value: md5, source: 'content-md5' })
  }
  const inHeaders = headerChecksums(headers)
  digests.push(...inHeaders)
  const trailerNames = mode.endsWith('trailer') ? announcedTrailers(headers['x-amz-trailer']) : undefined
  const inTrailer = trailerNames?.map(checksumOfHeader) ?? []
  if (inHeaders.length + inTrailer.length > 1) throw new PayloadProblem('several checksums')
  const chunked = mode.includes('chunks') ? chunkedPayload(headers, mode, trailerNames, signed) : undefined
  const length = chunked ? chunked.decodedLength : lengthOf(headers['content-length'])
  return { length, chunked, digests, trailerChecksum: inTrailer[0] }
}

const fromQuery = (request: SignedRequest, claim: SignatureClaim | undefined): string | undefined => {
  if (claim?.kind === 'header') return undefined
  const hoisted = claim ? /(?:^|&)X-Amz-Content-Sha256=([^&]*)/i.exec(request.query) : null
  return hoisted?.[1] ?? 'UNSIGNED-PAYLOAD'
}

const headerChecksums = (headers: SignedRequest['headers']): readonly PromisedDigest[] => {
  const found: PromisedDigest[] = []
  for (const [name, value] of Object.entries(headers)) {
    const algorithm = checksumOfHeader(name)
    if (!algorithm) continue
    if (found.length > 0) throw new PayloadProblem('several checksums')
    if (!isDigest(algorithm, value)) throw new PayloadProblem('checksum invalid', { what: name })
    found.push({ algorithm, value, source: 'x-amz-checksum' })
  }
  return found
}

const announcedTrailers = (header: string | undefined): readonly string[] => {
  const names = (header ?? '').split(',').map((name) => name.trim().toLowerCase())
  const announced = names.filter(Boolean)
  if (announced.some((name) => !checksumOfHeader(name))) throw new PayloadProblem('trailer not supported')
  return announced
}

const chunkedPayload = (
  headers: SignedRequest['headers'],
  mode: PayloadMode,
  trailerNames: readonly string[] | undefined,
  signed: { readonly claim: SignatureClaim; readonly key: HmacKey } | undefined,
): ChunkedPayload => {
  const decodedLength = lengthOf(headers['x-amz-decoded-content-length'])
  if (decodedLength === undefined) throw new PayloadProblem('length missing')
  if (!mode.startsWith('signed')) return { decodedLength, trailerNames }
  // Chunks that say they are signed, in a request that is not, cannot be believed.
  if (!signed) throw new PayloadProblem('chunk signature')
  const { timestamp, scope, signature: seed } = signed.claim
  return { decodedLength, trailerNames, seal: { key: signed.key, timestamp, scope, seed } }
}

const lengthOf = (header: string | undefined): number | undefined =>
  header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : undefined
