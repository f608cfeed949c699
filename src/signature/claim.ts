import { ALGORITHM, queryValues, signsLikeS3 } from './canonical.ts'
import {
  type SignatureClaim,
  type SignatureProblem,
  type SignatureResult,
  type SignedRequest,
  shown,
} from './problem.ts'
import { basicTime, parseBasicTime, parseHttpTime } from './time.ts'

/** How a request is signed, by its outer looks only. */
export type Mechanism = 'none' | 'v4 header' | 'v4 query' | 'v2 header' | 'v2 query' | 'unknown header' | 'several'

const V4_QUERY = ['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Signature', 'X-Amz-SignedHeaders'] as const
const V2_QUERY = ['AWSAccessKeyId', 'Signature'] as const
const HEADER_PARTS = ['Credential', 'Signature', 'SignedHeaders'] as const
const MAX_PRESIGN_SECONDS = 604_800

/** Tells the signing mechanisms apart. More than one at once is `several`, which is to be refused. */
export const mechanismOf = (request: SignedRequest): Mechanism => {
  const query = mechanismOfQuery(request.query)
  const header = mechanismOfHeader(request.headers.authorization)
  if (query.length + header.length > 1) return 'several'
  return query[0] ?? header[0] ?? 'none'
}

/**
 * Reads SigV4's Authorization header or presigned query into a claim, whose date is valid and whose credential has five
 * elements; nothing else about it is checked yet. Never throws, whatever the text.
 */
export const parseClaim = (
  request: SignedRequest,
  mechanism = mechanismOf(request),
): SignatureResult<{ readonly claim: SignatureClaim }> => {
  switch (mechanism) {
    case 'v4 header':
      return parseHeader(request, request.headers.authorization ?? '')
    case 'v4 query':
      return parseQuery(request, queryValues(request.query))
    case 'several':
      return refuse({ kind: 'several mechanisms' })
    case 'none':
      return refuse({ kind: 'missing' })
    default:
      return refuse({ kind: 'unsupported algorithm', algorithm: scheme(request), presigned: mechanism === 'v2 query' })
  }
}

const mechanismOfQuery = (query: string): Mechanism[] => {
  if (!/X-Amz-|AWSAccessKeyId|Signature|%/.test(query)) return []
  const values = queryValues(query)
  const found: Mechanism[] = []
  if (V4_QUERY.some((name) => values.has(name))) found.push('v4 query')
  if (V2_QUERY.some((name) => values.has(name))) found.push('v2 query')
  return found
}

const mechanismOfHeader = (header: string | undefined): Mechanism[] => {
  if (header === undefined) return []
  if (/^AWS4-/i.test(header)) return ['v4 header']
  return [/^AWS /.test(header) ? 'v2 header' : 'unknown header']
}

const scheme = (request: SignedRequest): string =>
  shown((request.headers.authorization ?? 'AWS').split(' ', 1)[0] ?? '')

const parseHeader = (
  request: SignedRequest,
  authorization: string,
): SignatureResult<{ readonly claim: SignatureClaim }> => {
  const space = authorization.search(/\s/)
  const algorithm = space < 0 ? authorization : authorization.slice(0, space)
  if (algorithm !== ALGORITHM) {
    return refuse({ kind: 'unsupported algorithm', algorithm: shown(algorithm), presigned: false })
  }
  const parts = new Map<string, string>()
  for (let from = space < 0 ? authorization.length : space, to = from; from < authorization.length; from = to + 1) {
    to = authorization.indexOf(',', from)
    if (to < 0) to = authorization.length
    const text = authorization.slice(from, to).trim()
    if (text === '') continue
    const equals = text.indexOf('=')
    const name = text.slice(0, equals)
    // A part that came twice would leave open which of the two was meant.
    if (equals < 1 || parts.has(name)) {
      return refuse({ kind: 'malformed pair', pair: shown(text), authorization: shown(authorization) })
    }
    parts.set(name, text.slice(equals + 1))
  }
  const missing = HEADER_PARTS.filter((name) => !parts.get(name))
  const date = request.headers['x-amz-date'] ?? request.headers.date
  if (missing.length > 0 || date === undefined) {
    const facts = { missing, dateMissing: date === undefined, authorization: shown(authorization) }
    return refuse({ kind: 'incomplete', presigned: false, ...facts })
  }
  const time = 'x-amz-date' in request.headers ? parseBasicTime(date) : parseHttpTime(date)
  if (time === undefined) return refuse({ kind: 'malformed date', date: shown(date), presigned: false })
  return assemble({
    kind: 'header',
    credential: parts.get('Credential') ?? '',
    signedHeaders: parts.get('SignedHeaders') ?? '',
    signature: parts.get('Signature') ?? '',
    time,
    expires: undefined,
    sessionToken: () => request.headers['x-amz-security-token'],
  })
}

const parseQuery = (
  request: SignedRequest,
  values: ReadonlyMap<string, string>,
): SignatureResult<{ readonly claim: SignatureClaim }> => {
  const credential = values.get('X-Amz-Credential') ?? ''
  // Only S3 needs X-Amz-Expires; STS gives a presigned request the usual fifteen minutes, whatever it says.
  const needed = ['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Signature', 'X-Amz-SignedHeaders', 'X-Amz-Date']
  if (signsLikeS3(credential.split('/')[3] ?? '')) needed.push('X-Amz-Expires')
  const missing = needed.filter((name) => !values.get(name))
  if (missing.length > 0) {
    const dateMissing = missing.includes('X-Amz-Date')
    return refuse({ kind: 'incomplete', presigned: true, missing, dateMissing, authorization: '' })
  }
  const algorithm = values.get('X-Amz-Algorithm') ?? ''
  if (algorithm !== ALGORITHM) {
    return refuse({ kind: 'unsupported algorithm', algorithm: shown(algorithm), presigned: true })
  }
  const date = values.get('X-Amz-Date') ?? ''
  const time = parseBasicTime(date)
  if (time === undefined) return refuse({ kind: 'malformed date', date: shown(date), presigned: true })
  const expires = parseExpires(values.get('X-Amz-Expires'))
  if (!expires.ok) return expires
  return assemble({
    kind: 'presigned',
    credential,
    signedHeaders: values.get('X-Amz-SignedHeaders') ?? '',
    signature: values.get('X-Amz-Signature') ?? '',
    time,
    expires: expires.seconds,
    // Measured on S3: a signed token header stands over the token in the query.
    sessionToken: (signed) =>
      (signed.includes('x-amz-security-token') ? request.headers['x-amz-security-token'] : undefined) ??
      values.get('X-Amz-Security-Token'),
  })
}

const parseExpires = (text: string | undefined): SignatureResult<{ readonly seconds: number | undefined }> => {
  if (text === undefined) return { ok: true, seconds: undefined }
  if (!/^-?\d{1,15}$/.test(text)) return refuse({ kind: 'malformed expires', fault: 'not a number' })
  const seconds = Number(text)
  if (seconds < 1) return refuse({ kind: 'malformed expires', fault: 'negative' })
  if (seconds > MAX_PRESIGN_SECONDS) return refuse({ kind: 'malformed expires', fault: 'too long' })
  return { ok: true, seconds }
}

const assemble = (parts: {
  readonly kind: 'header' | 'presigned'
  readonly credential: string
  readonly signedHeaders: string
  readonly signature: string
  readonly time: number
  readonly expires: number | undefined
  readonly sessionToken: (signedHeaders: readonly string[]) => string | undefined
}): SignatureResult<{ readonly claim: SignatureClaim }> => {
  const { kind, signature, time, expires } = parts
  const elements = parts.credential.split('/')
  const [accessKeyId = '', date = '', region = '', service = '', terminator = ''] = elements
  if (elements.length !== 5 || accessKeyId === '') {
    return refuse({
      kind: 'malformed credential',
      credential: shown(parts.credential),
      presigned: kind === 'presigned',
    })
  }
  const signedHeaders = namesOf(parts.signedHeaders)
  const scope = `${date}/${region}/${service}/${terminator}`
  const sessionToken = parts.sessionToken(signedHeaders)
  const timestamp = basicTime(time)
  const named = { accessKeyId, date, region, service, terminator, scope }
  return { ok: true, claim: { kind, ...named, signedHeaders, signature, timestamp, time, expires, sessionToken } }
}

const namesOf = (text: string): readonly string[] => {
  const names = text.toLowerCase().split(';')
  // Clients send them sorted and once each; only the others cost a copy.
  const tidy = names.every((name, i) => name !== '' && (i === 0 || name > (names[i - 1] ?? '')))
  return tidy ? names : [...new Set(names.filter(Boolean))].sort()
}

const refuse = (problem: SignatureProblem): { readonly ok: false; readonly problem: SignatureProblem } => ({
  ok: false,
  problem,
})
