import { canonicalRequest, type PathStyle, pathStyleOf, signsLikeS3, stringToSign } from './canonical.ts'
import { equalInConstantTime, type HmacKey, hmacSha256Hex } from './hmac.ts'
import { type ScopeFault, type SignatureClaim, type SignatureResult, type SignedRequest, shown } from './problem.ts'
import { SKEW } from './time.ts'

/** What the scope of a request must say. */
export interface ExpectedScope {
  /** The signing name of the service that the request was routed to. */
  readonly service: string
  /** The one region that is right, or a test of regions; every region will do when it is absent. */
  readonly region?: string | ((region: string) => boolean)
}

/** The first check on AWS, before anything is looked up: region, service, terminator and date of the scope. */
export const checkScope = (claim: SignatureClaim, expected: ExpectedScope): SignatureResult => {
  const faults: ScopeFault[] = []
  if (!regionAccepted(claim.region, expected.region)) {
    const region = typeof expected.region === 'string' ? expected.region : undefined
    faults.push({ kind: 'region', got: shown(claim.region), expected: region })
  }
  if (claim.service !== expected.service) {
    faults.push({ kind: 'service', got: shown(claim.service), expected: expected.service })
  }
  if (claim.terminator !== 'aws4_request') faults.push({ kind: 'terminator', got: shown(claim.terminator) })
  if (claim.date !== claim.timestamp.slice(0, 8)) {
    faults.push({ kind: 'date', got: shown(claim.date), timestamp: claim.timestamp })
  }
  const [first, ...rest] = faults
  if (!first) return { ok: true }
  return { ok: false, problem: { kind: 'scope', presigned: claim.kind === 'presigned', faults: [first, ...rest] } }
}

/**
 * Whether the request's time is near `now` (milliseconds since 1970): fifteen minutes both ways, and for S3's presigned
 * requests X-Amz-Expires. Elsewhere a presigned request has the fifteen minutes too, as STS has it.
 */
export const checkTime = (claim: SignatureClaim, now: number): SignatureResult => {
  const { time } = claim
  if (claim.kind === 'presigned' && signsLikeS3(claim.service)) {
    const expires = claim.expires ?? 0
    const expiresAt = time + expires * 1000
    if (time > now + SKEW) return { ok: false, problem: { kind: 'presign not yet valid', now, time, expires } }
    if (now > expiresAt) return { ok: false, problem: { kind: 'presign expired', now, expiresAt, expires } }
    return { ok: true }
  }
  if (time < now - SKEW) return { ok: false, problem: { kind: 'expired', time, now } }
  if (time > now + SKEW) return { ok: false, problem: { kind: 'not yet current', time, now } }
  return { ok: true }
}

/** Whether the signature covers `host`, the target of a JSON call and, for S3, every `x-amz-*` header that came. */
export const checkSignedHeaders = (claim: SignatureClaim, request: SignedRequest): SignatureResult => {
  const unsigned = new Set<string>()
  if (!claim.signedHeaders.includes('host')) unsigned.add('host')
  if (signsLikeS3(claim.service)) {
    for (let i = 0; i < request.rawHeaders.length; i += 2) {
      const name = (request.rawHeaders[i] ?? '').toLowerCase()
      if (name.startsWith('x-amz-') && !claim.signedHeaders.includes(name)) unsigned.add(shown(name))
    }
  } else if (request.headers['x-amz-target'] !== undefined && !claim.signedHeaders.includes('x-amz-target')) {
    // It names the operation: unsigned, it could be swapped for another.
    unsigned.add('x-amz-target')
  }
  return unsigned.size === 0
    ? { ok: true }
    : { ok: false, problem: { kind: 'headers not signed', names: [...unsigned] } }
}

/**
 * The HMAC itself, compared in constant time. `bodyHash` is the canonical request's last line: the SHA-256 of the body as
 * it came (before inflating), or what `s3PayloadHash` says. The path style follows from the service unless it is given.
 */
export const verify = (
  claim: SignatureClaim,
  request: SignedRequest,
  facts: { readonly key: HmacKey; readonly bodyHash: string; readonly pathStyle?: PathStyle },
): SignatureResult => {
  const style = facts.pathStyle ?? pathStyleOf(claim.service)
  const canonical = canonicalRequest(request, claim.signedHeaders, facts.bodyHash, style)
  const toSign = stringToSign(claim.timestamp, claim.scope, canonical)
  if (equalInConstantTime(hmacSha256Hex(facts.key, toSign), claim.signature)) return { ok: true }
  const { accessKeyId, signature } = claim
  return {
    ok: false,
    problem: {
      kind: 'mismatch',
      accessKeyId,
      signatureProvided: shown(signature),
      stringToSign: toSign,
      canonicalRequest: canonical,
    },
  }
}

const regionAccepted = (region: string, expected: ExpectedScope['region']): boolean => {
  if (region === '') return false
  if (expected === undefined) return true
  return typeof expected === 'string' ? region === expected : expected(region)
}
