import { type VerifiedBody, verifyPayload } from '../signature/payload.ts'
import { payloadExpectations, s3PayloadHash } from '../signature/payload-expectations.ts'
import { PayloadProblem } from '../signature/payload-problem.ts'
import type { Authenticated, Credential } from './authenticate.ts'
import { commonError } from './common-errors.ts'
import { AwsError } from './error.ts'
import type { WireRequest } from './wire.ts'

const claimOf = (credential: Credential) => (credential.version === 4 ? credential.claim : undefined)

/** What an S3 signature says of the body, before the body is read. */
export const s3BodyHash = (head: WireRequest, credential: Credential): string =>
  credential.version === 4 ? s3PayloadHash(head, claimOf(credential)).hash : ''

/** The decoded S3 body, held to all that headers and trailers promise; it throws before it ends when one is broken. */
export const s3Body = (
  source: AsyncIterable<Uint8Array>,
  head: WireRequest,
  signed: Authenticated['signed'],
): VerifiedBody => verifyPayload(source, payloadExpectations(head, signed))

/** The whole of a body that is short by its nature: an XML document. */
export async function collect(body: VerifiedBody, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.length
    if (length > limit) throw commonError('body too large', 's3')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, length)
}

/** A payload that is not what was promised, as S3's error; undefined for any other error. */
export const payloadError = (cause: unknown): AwsError | undefined =>
  cause instanceof PayloadProblem
    ? new AwsError(cause.code, cause.message, { status: cause.status, fields: cause.fields, cause })
    : undefined
