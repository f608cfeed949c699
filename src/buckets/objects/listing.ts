/** How S3 lists keys: by prefix, rolled up at a delimiter, a page at a time. */
import { AwsError } from '../../aws/error.ts'
import type { KeyRange } from '../object-store.ts'

export const MAX_KEYS = 1000
const SHORT = 8

export interface Listing<T> {
  readonly entries: readonly T[]
  readonly prefixes: readonly string[]
  /** The last key or common prefix of the page when there are more. */
  readonly next: string | undefined
}

/** The first text, in the order of UTF-8 bytes, that does not begin with the prefix and stands after all that do. */
export function afterPrefix(prefix: string): string | undefined {
  const points = [...prefix]
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    const point = last.codePointAt(0) ?? 0
    if (point === 0x10ffff) continue
    // Surrogates are no characters of UTF-8.
    return points.join('') + String.fromCodePoint(point === 0xd7ff ? 0xe000 : point + 1)
  }
  return undefined
}

/**
 * One page of a bucket. `after` is a key, or a common prefix that a page before ended with. `fetch` answers entries in the
 * order of their keys.
 */
export function listPage<T extends { readonly key: string }>(
  fetch: (range: KeyRange) => readonly T[],
  options: { readonly prefix: string; readonly delimiter: string; readonly after: string; readonly limit: number },
): Listing<T> {
  const { prefix, delimiter, after, limit } = options
  const entries: T[] = []
  const prefixes: string[] = []
  const to = prefix === '' ? undefined : afterPrefix(prefix)
  let last: string | undefined
  let from = startOf(prefix, delimiter, after)
  if (limit === 0) return { entries, prefixes, next: undefined }
  // Behind a common prefix only the next key counts, so little is read; where keys follow one another, ever more.
  let ahead = delimiter === '' ? limit + 1 : SHORT
  while (from !== undefined && (to === undefined || compareKeys(from, to) < 0)) {
    const asked = Math.min(limit + 1 - entries.length - prefixes.length, ahead)
    const page = fetch({ from, to, limit: asked })
    if (page.length === 0) break
    let jump: string | undefined
    for (const entry of page) {
      if (entries.length + prefixes.length === limit) return { entries, prefixes, next: last }
      const rolled = commonPrefix(entry.key, prefix, delimiter)
      if (rolled === undefined) {
        entries.push(entry)
        last = entry.key
        continue
      }
      prefixes.push(rolled)
      last = rolled
      // All other keys below the common prefix are skipped without being read.
      jump = rolled
      break
    }
    if (jump === undefined && page.length < asked) break
    from = jump === undefined ? `${page.at(-1)?.key}\0` : afterPrefix(jump)
    ahead = jump === undefined ? ahead * 4 : SHORT
  }
  return { entries, prefixes, next: undefined }
}

function startOf(prefix: string, delimiter: string, after: string): string | undefined {
  if (after === '') return prefix
  const ended = commonPrefix(after, prefix, delimiter)
  const from = ended === after ? afterPrefix(after) : `${after}\0`
  if (from === undefined) return undefined
  return compareKeys(from, prefix) < 0 ? prefix : from
}

function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '' || !key.startsWith(prefix)) return undefined
  const at = key.indexOf(delimiter, prefix.length)
  return at === -1 ? undefined : key.slice(0, at + delimiter.length)
}

/** S3's order: by UTF-8 bytes, which differs from JavaScript's beyond U+FFFF. */
export const compareKeys = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

/** How keys are written in the answer. Throws InvalidArgument for an encoding that S3 does not know. */
export function keyEncoder(encoding: string | undefined): (text: string) => string {
  if (encoding === undefined) return (text) => text
  if (encoding.toLowerCase() === 'url') return urlEncoded
  throw new AwsError('InvalidArgument', 'Invalid Encoding Method specified in Request', {
    status: 400,
    fields: { ArgumentName: 'encoding-type', ArgumentValue: encoding },
  })
}

/** As S3 encodes: slashes and unreserved characters stay, a space becomes a plus. */
const urlEncoded = (text: string): string =>
  encodeURIComponent(text)
    .replaceAll('%2F', '/')
    .replaceAll('%20', '+')
    .replace(/[!'()]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

/** How many entries the page may have. Throws InvalidArgument for a negative number. */
export function pageLimit(requested: number | undefined, argument: string): number {
  if (requested === undefined) return MAX_KEYS
  if (requested >= 0) return Math.min(requested, MAX_KEYS)
  throw new AwsError('InvalidArgument', `Argument ${argument} must be an integer between 0 and 2147483647`, {
    status: 400,
    fields: { ArgumentName: argument, ArgumentValue: String(requested) },
  })
}
