import { createHmac } from 'node:crypto'
import { queryValues } from './canonical.ts'
import { equalInConstantTime } from './hmac.ts'
import { type SignedRequest, shown } from './problem.ts'
import { type S3Error, s3Error, s3Mismatch } from './s3-errors.ts'
import { extendedTime, parseHttpTime, SKEW } from './time.ts'

/** Who a request signed with S3's Signature Version 2 says it comes from. boto3 and the AWS CLI v1 presign this way. */
export interface SigV2Claim {
  readonly kind: 'header' | 'presigned'
  readonly accessKeyId: string
  readonly signature: string
  /** Line of the string to sign: the Expires text, or the Date header ('' when x-amz-date stands for it). */
  readonly dateLine: string
  /** Header form: the request's time; presigned: the instant of expiry. Milliseconds since 1970. */
  readonly time: number
  readonly sessionToken: string | undefined
}

/** SigV2 is S3's alone, so that its problems are S3's errors at once. */
export type SigV2Result<Facts = unknown> =
  | ({ readonly ok: true } & Facts)
  | { readonly ok: false; readonly error: S3Error }

// The sub-resources and overrides that SigV2 signs; S3 REST authentication, "Constructing the CanonicalizedResource".
// INVARIANT: every parameter that names another operation is one, those younger than SigV2 too: unsigned, a presigned URL
// for one operation could be made one for another.
const SIGNED_PARAMETERS: ReadonlySet<string> = new Set(
  (
    'abac accelerate acl analytics annotation attributes cors defaultObjectAcl delete encryption intelligent-tiering ' +
    'inventory legal-hold lifecycle location logging metadataAnnotationTable metadataConfiguration ' +
    'metadataInventoryTable metadataJournalTable metadataTable metrics notification object-lock ownershipControls ' +
    'partNumber policy policyStatus publicAccessBlock renameObject replication requestPayment ' +
    'response-cache-control response-content-disposition response-content-encoding response-content-language ' +
    'response-content-type response-expires restore retention select select-type session storageClass tagging torrent ' +
    'uploadId uploads versionId versioning versions website'
  ).split(' '),
)

/** Reads the SigV2 query (`AWSAccessKeyId`, `Signature`, `Expires`) or header (`AWS akid:signature`). Never throws. */
export const parseSigV2 = (request: SignedRequest): SigV2Result<{ readonly claim: SigV2Claim }> => {
  const header = request.headers.authorization
  return header === undefined ? parseQuery(queryValues(request.query)) : parseHeader(request, header)
}

/** Header form: fifteen minutes both ways. Presigned: until Expires. `now` in milliseconds since 1970. */
export const checkSigV2Time = (claim: SigV2Claim, now: number): SigV2Result => {
  if (claim.kind === 'presigned') {
    if (now <= claim.time) return { ok: true }
    const fields = { Expires: extendedTime(claim.time), ServerTime: extendedTime(now) }
    return refuse(s3Error('AccessDenied', 403, 'Request has expired', fields))
  }
  if (Math.abs(now - claim.time) <= SKEW) return { ok: true }
  return refuse(
    s3Error('RequestTimeTooSkewed', 403, 'The difference between the request time and the current time is too large.', {
      RequestTime: extendedTime(claim.time),
      ServerTime: extendedTime(now),
      MaxAllowedSkewMilliseconds: String(SKEW),
    }),
  )
}

/** HMAC-SHA1, compared in constant time. `bucket` is the one that the Host names, absent for path-style requests. */
export const verifySigV2 = (
  claim: SigV2Claim,
  request: SignedRequest,
  facts: { readonly secret: string; readonly bucket?: string | undefined },
): SigV2Result => {
  const stringToSign = sigV2StringToSign(request, claim.kind, claim.dateLine, facts.bucket)
  if (equalInConstantTime(signSigV2(facts.secret, stringToSign), claim.signature)) return { ok: true }
  const { accessKeyId, signature } = claim
  return refuse(s3Mismatch({ accessKeyId, signatureProvided: shown(signature), stringToSign }))
}

/** The base64 HMAC-SHA1 that SigV2 puts on a string to sign, and on a POST form's policy. */
export const signSigV2 = (secret: string, stringToSign: string): string =>
  createHmac('sha1', secret).update(stringToSign, 'utf8').digest('base64')

/** SigV2's string to sign. A presigned request may carry its signed headers in the query. */
export const sigV2StringToSign = (
  request: SignedRequest,
  kind: SigV2Claim['kind'],
  dateLine: string,
  bucket: string | undefined,
): string => {
  const query = queryValues(request.query)
  const ofQuery = new Map<string, string>()
  if (kind === 'presigned') for (const [name, value] of query) ofQuery.set(name.toLowerCase(), value)
  const header = (name: string): string => request.headers[name] ?? ofQuery.get(name) ?? ''
  const lines = [request.method, header('content-md5'), header('content-type'), dateLine]
  return `${lines.join('\n')}\n${amzHeaders(request, ofQuery)}${canonicalResource(request.path, query, bucket)}`
}

const parseQuery = (values: ReadonlyMap<string, string>): SigV2Result<{ readonly claim: SigV2Claim }> => {
  const accessKeyId = values.get('AWSAccessKeyId')
  const signature = values.get('Signature')
  const expires = values.get('Expires')
  if (!accessKeyId || !signature || !expires) {
    const message = 'Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters'
    return refuse(s3Error('AccessDenied', 403, message))
  }
  if (!/^\d{1,11}$/.test(expires)) {
    return refuse(s3Error('AccessDenied', 403, `Invalid date (should be seconds since epoch): ${shown(expires)}`))
  }
  const sessionToken = tokenOf(values)
  const time = Number(expires) * 1000
  return { ok: true, claim: { kind: 'presigned', accessKeyId, signature, dateLine: expires, time, sessionToken } }
}

const parseHeader = (request: SignedRequest, header: string): SigV2Result<{ readonly claim: SigV2Claim }> => {
  const parts = /^AWS ([^\s:]+):(\S+)$/.exec(header)
  if (!parts) {
    return refuse(
      s3Error('InvalidArgument', 400, 'AWS authorization header is invalid.  Expected AwsAccessKeyId:signature', {
        ArgumentName: 'Authorization',
        ArgumentValue: shown(header),
      }),
    )
  }
  const [, accessKeyId = '', signature = ''] = parts
  const amzDate = request.headers['x-amz-date']
  const time = parseHttpTime(amzDate ?? request.headers.date ?? '')
  if (time === undefined) {
    return refuse(s3Error('AccessDenied', 403, 'AWS authentication requires a valid Date or x-amz-date header'))
  }
  const dateLine = amzDate === undefined ? (request.headers.date ?? '') : ''
  const sessionToken = request.headers['x-amz-security-token']
  return { ok: true, claim: { kind: 'header', accessKeyId, signature, dateLine, time, sessionToken } }
}

const tokenOf = (values: ReadonlyMap<string, string>): string | undefined => {
  for (const [name, value] of values) if (name.toLowerCase() === 'x-amz-security-token') return value
  return undefined
}

const amzHeaders = (request: SignedRequest, ofQuery: ReadonlyMap<string, string>): string => {
  const values = new Map<string, string>()
  for (let i = 0; i + 1 < request.rawHeaders.length; i += 2) {
    const name = (request.rawHeaders[i] ?? '').toLowerCase()
    if (!name.startsWith('x-amz-')) continue
    const held = values.get(name)
    const value = (request.rawHeaders[i + 1] ?? '').trim()
    values.set(name, held === undefined ? value : `${held},${value}`)
  }
  for (const [name, value] of ofQuery) if (name.startsWith('x-amz-') && !values.has(name)) values.set(name, value)
  return [...values.keys()]
    .sort()
    .map((name) => `${name}:${values.get(name)}\n`)
    .join('')
}

const canonicalResource = (path: string, query: ReadonlyMap<string, string>, bucket: string | undefined): string => {
  const signed = [...query.keys()].filter((name) => SIGNED_PARAMETERS.has(name)).sort()
  const parameters = signed.map((name) => (query.get(name) ? `${name}=${query.get(name)}` : name)).join('&')
  return `${bucket === undefined ? '' : `/${bucket}`}${path}${parameters === '' ? '' : `?${parameters}`}`
}

const refuse = (error: S3Error): { readonly ok: false; readonly error: S3Error } => ({ ok: false, error })
