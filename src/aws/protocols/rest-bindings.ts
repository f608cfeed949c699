/** The parts of REST requests and responses outside the body: path labels, query, headers, status. */
import { AwsError } from '../error.ts'
import type { Member, OperationModel, Shape } from '../model.ts'
import type { WireRequest } from '../wire.ts'
import { isRecord, type ParseContext, type Structure, setOwn } from './protocol.ts'
import { pathLabels } from './routes.ts'
import { formatScalar, parseScalar, type Reject } from './scalars.ts'

export interface RestDialect {
  readonly reject: Reject
  /** Presigned URLs may carry x-amz-* headers in the query, as S3 allows. */
  readonly hoistedHeaders: boolean
}

/** The members of the input that are not in the body. */
export function readBindings(
  operation: OperationModel,
  request: WireRequest,
  context: ParseContext,
  dialect: RestDialect,
): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  const members = operation.input?.members.filter((member) => member.location !== undefined) ?? []
  if (members.length === 0) return result
  const query = queryValues(request.query)
  const labels = context.labels ?? pathLabels(operation, request.path) ?? {}
  const headers = headerSource(request, query, dialect)
  for (const member of members) {
    const value = readBinding(member, { labels, query, headers, operation, dialect })
    if (value !== undefined) setOwn(result, member.name, value)
  }
  return result
}

interface Sources {
  readonly labels: Readonly<Record<string, string>>
  readonly query: ReadonlyMap<string, readonly string[]>
  readonly headers: HeaderSource
  readonly operation: OperationModel
  readonly dialect: RestDialect
}

function readBinding(member: Member, sources: Sources): unknown {
  const { reject } = sources.dialect
  const name = member.locationName ?? member.name
  switch (member.location) {
    case 'uri': {
      const raw = Object.hasOwn(sources.labels, name) ? sources.labels[name] : undefined
      return raw === undefined ? undefined : parseScalar(member, decodeUri(raw), 'iso8601', reject, name)
    }
    case 'querystring':
      return readQuery(member, name, sources)
    case 'header': {
      const text = sources.headers.get(name.toLowerCase())
      return text === undefined ? undefined : readHeader(member, text, reject, name)
    }
    case 'headers':
      return readHeaderMap(name.toLowerCase(), sources)
    default:
      return undefined
  }
}

function readQuery(member: Member, name: string, { query, operation, dialect }: Sources): unknown {
  const { shape } = member
  if (shape.type === 'map' && shape.value) {
    const result: Record<string, unknown> = {}
    const bound = new Set(operation.input?.members.map((other) => other.locationName ?? other.name))
    for (const [key, values] of query) {
      if (!bound.has(key)) setOwn(result, key, shape.value.shape.type === 'list' ? values : values[0])
    }
    return Object.keys(result).length > 0 ? result : undefined
  }
  const values = query.get(name)
  if (!values) return undefined
  if (shape.type === 'list' && shape.item) {
    const { item } = shape
    return values.map((value) => parseScalar(item, value, 'iso8601', dialect.reject, name))
  }
  const [first = ''] = values
  // `?max-keys=` is no number and no complaint: S3 takes an empty parameter as absent.
  if (first === '' && shape.type !== 'string') return undefined
  return parseScalar(member, first, 'iso8601', dialect.reject, name)
}

/** The value of one header, lists split at their commas. */
export function readHeader(member: Member, text: string, reject: Reject, name: string): unknown {
  const { shape } = member
  if (shape.type === 'list' && shape.item) {
    const { item } = shape
    const dates = item.shape.type === 'timestamp' && (item.timestampFormat ?? 'rfc822') === 'rfc822'
    return splitHeader(text, dates).map((part) => parseScalar(item, part, 'rfc822', reject, name))
  }
  if (member.jsonvalue) return Buffer.from(text, 'base64').toString('utf8')
  return parseScalar(member, text, 'rfc822', reject, name)
}

function readHeaderMap(prefix: string, { headers }: Sources): Structure | undefined {
  const result: Record<string, unknown> = {}
  for (const name of headers.names()) {
    if (name.startsWith(prefix)) setOwn(result, name.slice(prefix.length), headers.get(name))
  }
  return Object.keys(result).length > 0 ? result : undefined
}

/** Commas separate, quoted parts keep theirs, and an HTTP date holds one itself. */
function splitHeader(text: string, dates: boolean): string[] {
  if (text.trim() === '') return []
  if (dates) return text.match(/[^,]+,[^,]+/g)?.map((part) => part.trim()) ?? []
  const parts = text.match(/\s*("(?:[^"\\]|\\.)*"|[^,]*)\s*(?:,|$)/g) ?? []
  const trimmed = parts.map((part) => part.replace(/,$/, '').trim())
  // The expression matches once more, empty, at the end of the text.
  if (trimmed.length > 1 && trimmed.at(-1) === '' && !text.trimEnd().endsWith(',')) trimmed.pop()
  return trimmed.map((part) => (/^".*"$/s.test(part) ? part.slice(1, -1).replace(/\\(.)/g, '$1') : part))
}

/** What the members bound to headers and status say. Values that a header cannot carry are encoded as RFC 2047 words. */
export function writeBindings(
  shape: Shape | undefined,
  output: Structure,
): {
  readonly headers: [string, string][]
  readonly status: number | undefined
} {
  const headers: [string, string][] = []
  let status: number | undefined
  for (const member of shape?.members ?? []) {
    const value = Object.hasOwn(output, member.name) ? output[member.name] : undefined
    if (value === undefined || value === null) continue
    const name = member.locationName ?? member.name
    if (member.location === 'header') headers.push([name, headerText(member, value)])
    else if (member.location === 'headers' && isRecord(value)) {
      for (const [key, entry] of Object.entries(value)) headers.push([name + key, headerSafe(String(entry))])
    } else if (member.location === 'statusCode') status = Number(value)
  }
  return { headers, status }
}

function headerText(member: Member, value: unknown): string {
  const { shape } = member
  if (shape.type === 'list' && shape.item && Array.isArray(value)) {
    const { item } = shape
    return value.map((entry) => quoted(headerSafe(formatScalar(item, entry, 'rfc822')), item)).join(', ')
  }
  if (member.jsonvalue) return Buffer.from(String(value)).toString('base64')
  return headerSafe(formatScalar(member, value, 'rfc822'))
}

const quoted = (text: string, item: Member): string =>
  item.shape.type === 'string' && /[",]/.test(text) ? `"${text.replace(/[\\"]/g, '\\$&')}"` : text

/** S3 answers metadata outside ASCII as RFC 2047 words; the same keeps line breaks out of headers. */
const headerSafe = (text: string): string =>
  /^[\t\x20-\x7e]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`

interface HeaderSource {
  readonly get: (name: string) => string | undefined
  readonly names: () => readonly string[]
}

/** Headers as they came; UTF-8 that arrived as latin1 is read back, and presigned URLs lend their x-amz-* parameters. */
function headerSource(
  request: WireRequest,
  query: ReadonlyMap<string, readonly string[]>,
  dialect: RestDialect,
): HeaderSource {
  const presigned = dialect.hoistedHeaders && (query.has('X-Amz-Signature') || query.has('Signature'))
  const hoisted = new Map<string, string>()
  for (const [key, [first = '']] of presigned ? query : []) {
    const name = key.toLowerCase()
    // The checksum of an empty body rides along in JavaScript's presigned PUTs and says nothing of the body sent.
    if (name.startsWith('x-amz-') && !name.startsWith('x-amz-checksum-')) hoisted.set(name, first)
  }
  return {
    get(name) {
      const text = Object.hasOwn(request.headers, name) ? request.headers[name] : undefined
      if (text === undefined) return hoisted.get(name)
      return /[\x80-\xff]/.test(text) ? utf8OfLatin1(text) : text
    },
    names: () => [...new Set([...Object.keys(request.headers), ...hoisted.keys()])],
  }
}

function utf8OfLatin1(text: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'latin1'))
  } catch {
    // Not UTF-8 after all: latin1 is what it says.
    return text
  }
}

function queryValues(query: string): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>()
  if (query === '') return values
  for (const part of query.split('&')) {
    if (part === '') continue
    const equals = part.indexOf('=')
    const name = decodeUri(equals === -1 ? part : part.slice(0, equals), true)
    const value = equals === -1 ? '' : decodeUri(part.slice(equals + 1), true)
    const known = values.get(name)
    if (known) known.push(value)
    else values.set(name, [value])
  }
  return values
}

function decodeUri(text: string, plusIsSpace = false): string {
  try {
    return decodeURIComponent(plusIsSpace ? text.replaceAll('+', ' ') : text)
  } catch (cause) {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.", { status: 400, cause })
  }
}
