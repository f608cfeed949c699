import { ALGORITHM, canonicalRequest, type PathStyle, pathStyleOf, stringToSign } from './canonical.ts'
import { deriveSigningKey, hmacSha256Hex } from './hmac.ts'
import { encodePercent } from './percent.ts'
import type { SignedRequest } from './problem.ts'
import { basicTime } from './time.ts'

export interface SigningCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
}

/** A request that is to be signed: path and query already in the spelling of the wire, headers with `Host`. */
export type UnsignedRequest = Omit<SignedRequest, 'headers'>

export interface Signing {
  readonly credentials: SigningCredentials
  readonly region: string
  readonly service: string
  /** Milliseconds since 1970. */
  readonly time: number
  /** SHA-256 of the body in hexadecimal, or one of S3's words such as `UNSIGNED-PAYLOAD`. */
  readonly bodyHash: string
  readonly pathStyle?: PathStyle
}

/** Signs with the Authorization header: answers all headers to send, and the signature, which seeds signed chunks. */
export const signHeaders = (
  request: UnsignedRequest,
  signing: Signing,
): { readonly rawHeaders: readonly string[]; readonly signature: string } => {
  const { credentials, service } = signing
  const rawHeaders = [...request.rawHeaders, 'X-Amz-Date', basicTime(signing.time)]
  if (pathStyleOf(service) === 'raw') rawHeaders.push('X-Amz-Content-Sha256', signing.bodyHash)
  if (credentials.sessionToken !== undefined) rawHeaders.push('X-Amz-Security-Token', credentials.sessionToken)
  const names = namesOf(rawHeaders)
  const { credential, signature } = signatureOf({ ...request, rawHeaders }, names, signing)
  const authorization = `${ALGORITHM} Credential=${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`
  return { rawHeaders: [...rawHeaders, 'Authorization', authorization], signature }
}

/** Signs with the query: answers the whole query to send, which lives `expires` seconds. */
export const presign = (
  request: UnsignedRequest,
  signing: Signing & { readonly expires: number },
): { readonly query: string; readonly signature: string } => {
  const { credentials } = signing
  const names = namesOf(request.rawHeaders)
  const parameters: [string, string][] = [
    ['X-Amz-Algorithm', ALGORITHM],
    ['X-Amz-Credential', `${credentials.accessKeyId}/${scopeOf(signing)}`],
    ['X-Amz-Date', basicTime(signing.time)],
    ['X-Amz-Expires', String(signing.expires)],
    ['X-Amz-SignedHeaders', names.join(';')],
  ]
  if (credentials.sessionToken !== undefined) parameters.push(['X-Amz-Security-Token', credentials.sessionToken])
  const added = parameters.map(([name, value]) => `${name}=${encodePercent(value)}`).join('&')
  const query = request.query === '' ? added : `${request.query}&${added}`
  const { signature } = signatureOf({ ...request, query }, names, signing)
  return { query: `${query}&X-Amz-Signature=${signature}`, signature }
}

const signatureOf = (request: UnsignedRequest, names: readonly string[], signing: Signing) => {
  const { credentials, region, service } = signing
  const timestamp = basicTime(signing.time)
  const style = signing.pathStyle ?? pathStyleOf(service)
  const canonical = canonicalRequest({ ...request, headers: {} }, names, signing.bodyHash, style)
  const key = deriveSigningKey(credentials.secretAccessKey, timestamp.slice(0, 8), region, service)
  const signature = hmacSha256Hex(key, stringToSign(timestamp, scopeOf(signing), canonical))
  return { credential: `${credentials.accessKeyId}/${scopeOf(signing)}`, signature }
}

const scopeOf = ({ time, region, service }: Signing): string =>
  `${basicTime(time).slice(0, 8)}/${region}/${service}/aws4_request`

const namesOf = (rawHeaders: readonly string[]): readonly string[] =>
  [...new Set(rawHeaders.filter((_, i) => i % 2 === 0).map((name) => name.toLowerCase()))].sort()
