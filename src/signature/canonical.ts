import { sha256Hex } from './hmac.ts'
import { decodePercent, encodePercent, recodePercent, wireBytes } from './percent.ts'
import type { SignedRequest } from './problem.ts'

/** `raw`: S3's, nothing is normalised. `normalised`: everybody else's, the path is encoded a second time. */
export type PathStyle = 'raw' | 'normalised'

const UNTIDY = / {2}|[\t\r\n\v\f]|^ | $/

/** The algorithm that this folder signs and verifies with. */
export const ALGORITHM = 'AWS4-HMAC-SHA256'

/** Whether S3's rules of canonicalising and checking hold for a signing name. */
export const signsLikeS3 = (service: string): boolean => service === 's3' || service.startsWith('s3-')

export const pathStyleOf = (service: string): PathStyle => (signsLikeS3(service) ? 'raw' : 'normalised')

/** SigV4's canonical request. The payload hash is taken as given: what it must be is the caller's rule. */
export const canonicalRequest = (
  request: SignedRequest,
  signedHeaders: readonly string[],
  payloadHash: string,
  style: PathStyle,
): string =>
  [
    request.method,
    canonicalPath(request.path, style),
    canonicalQuery(request.query),
    canonicalHeaders(request.rawHeaders, signedHeaders),
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n')

/** SigV4's string to sign over a canonical request; the scope is `date/region/service/aws4_request`. */
export const stringToSign = (timestamp: string, scope: string, canonical: string): string =>
  `${ALGORITHM}\n${timestamp}\n${scope}\n${sha256Hex(isAscii(canonical) ? canonical : wireBytes(canonical))}`

/** What UTF-8 and one byte a character write alike. */
const isAscii = (text: string): boolean => Buffer.byteLength(text) === text.length

/** A path in canonical spelling; '' is '/'. */
export const canonicalPath = (path: string, style: PathStyle): string => {
  if (path === '' || path === '/') return '/'
  if (style === 'normalised') return withoutDotSegments(path).map(encodePercent).join('/')
  return path
    .split('/')
    .map((segment) => recodePercent(segment, 'literal'))
    .join('/')
}

/** The query without the signature, decoded, encoded in one spelling and sorted by name, then value. */
export const canonicalQuery = (query: string): string => {
  if (query === '') return ''
  const pairs: { name: string; value: string }[] = []
  for (const { name, value } of rawPairs(query)) {
    const recoded = recodePercent(name, 'space')
    if (recoded !== 'X-Amz-Signature') pairs.push({ name: recoded, value: recodePercent(value, 'space') })
  }
  pairs.sort((a, b) => order(a.name, b.name) || order(a.value, b.value))
  return pairs.map(({ name, value }) => `${name}=${value}`).join('&')
}

/** The first value of each query parameter, decoded. Names keep their case. */
export const queryValues = (query: string): ReadonlyMap<string, string> => {
  const values = new Map<string, string>()
  for (const pair of rawPairs(query)) {
    const name = decodePercent(pair.name)
    if (!values.has(name)) values.set(name, decodePercent(pair.value))
  }
  return values
}

/** `name:value` lines with a last line break, duplicates joined with commas in wire order. */
export const canonicalHeaders = (rawHeaders: readonly string[], signedHeaders: readonly string[]): string => {
  // null: signed, and has not come.
  const values = new Map<string, string | null>()
  for (const name of signedHeaders) values.set(name, null)
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] ?? '').toLowerCase()
    const held = values.get(name)
    if (held === undefined) continue
    const value = collapse(rawHeaders[i + 1] ?? '')
    values.set(name, held === null ? value : `${held},${value}`)
  }
  let text = ''
  for (const name of signedHeaders) text += `${name}:${values.get(name) ?? ''}\n`
  return text
}

// Not String.trim and \s: those take the byte A0 for a space, which is half of many UTF-8 characters.
const collapse = (value: string): string =>
  UNTIDY.test(value) ? value.replace(/[ \t\r\n\v\f]+/g, ' ').replace(/^ | $/g, '') : value

function* rawPairs(query: string): Generator<{ name: string; value: string }> {
  for (const part of query.split('&')) {
    if (part === '') continue
    const equals = part.indexOf('=')
    yield equals < 0 ? { name: part, value: '' } : { name: part.slice(0, equals), value: part.slice(equals + 1) }
  }
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const withoutDotSegments = (path: string): readonly string[] => {
  const kept: string[] = []
  const segments = path.split('/')
  for (const segment of segments) {
    if (segment === '..') kept.pop()
    else if (segment !== '' && segment !== '.') kept.push(segment)
  }
  const last = segments.at(-1)
  const folder = kept.length > 0 && (last === '' || last === '.' || last === '..')
  return ['', ...kept, ...(folder || kept.length === 0 ? [''] : [])]
}
