/** The form of the query protocols as a tree: `Tags.member.1.Key=a` is Tags -> member -> 1 -> Key. */
import { AwsError } from '../error.ts'
import type { WireRequest } from '../wire.ts'
import { MAX_DEPTH } from './protocol.ts'

export interface ParamNode {
  /** The first value given for exactly this name. */
  value: string | undefined
  children: Map<string, ParamNode> | undefined
}

const MAX_PARAMS = 400_000

/** The parameters of a query request: of the body of a POST, and of the URL. The first value of a name wins. */
export function queryParams(request: WireRequest): ParamNode {
  const root: ParamNode = { value: undefined, children: undefined }
  let count = 0
  const sources = [request.query]
  if (request.method !== 'GET') sources.push(bodyText(request.body))
  for (const source of sources) {
    let start = 0
    while (start < source.length) {
      let end = source.indexOf('&', start)
      if (end === -1) end = source.length
      if (end > start) {
        count += 1
        if (count > MAX_PARAMS) throw malformed('The query string has too many parameters.')
        insert(root, source, start, end)
      }
      start = end + 1
    }
  }
  return root
}

/** The first value of a top-level parameter, such as `Action`. */
export const topLevelParam = (root: ParamNode, name: string): string | undefined => root.children?.get(name)?.value

function insert(root: ParamNode, source: string, start: number, end: number): void {
  let equals = source.indexOf('=', start)
  if (equals === -1 || equals > end) equals = end
  const segments = decodeForm(source.slice(start, equals)).split('.', MAX_DEPTH + 1)
  if (segments.length > MAX_DEPTH) throw malformed('The query string nests too deep.')
  let node = root
  for (const segment of segments) {
    node.children ??= new Map()
    let child = node.children.get(segment)
    if (!child) {
      child = { value: undefined, children: undefined }
      node.children.set(segment, child)
    }
    node = child
  }
  node.value ??= decodeForm(source.slice(equals + 1, end))
}

/** One part of a form, percent-decoded with `+` as space. Throws MalformedQueryString for what does not decode. */
export function decodeForm(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text
  if (!spaced.includes('%')) return spaced
  try {
    return decodeURIComponent(spaced)
  } catch (cause) {
    throw malformed('The query string contains a syntax error.', cause)
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const bodyText = (body: Uint8Array): string => {
  try {
    return utf8.decode(body)
  } catch (cause) {
    throw malformed('The query string contains a syntax error.', cause)
  }
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
const malformed = (message: string, cause?: unknown): AwsError =>
  new AwsError('MalformedQueryString', message, { status: 400, cause })
