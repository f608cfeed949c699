import type { Fail } from '../aws/operation.ts'

export interface PageInput {
  readonly Marker?: string | undefined
  readonly MaxItems?: number | undefined
}

export interface Page<T> {
  readonly items: readonly T[]
  /** The members that every answer with pages has. */
  readonly more: { readonly IsTruncated: boolean; readonly Marker?: string }
}

const DEFAULT_ITEMS = 100

/**
 * One page of a list that is sorted by `key` (by UTF-16 code unit). The marker holds the last key that was shown, so
 * that entries which come and go between two pages move nothing. Fails with ValidationError for a marker not of ours.
 */
export function pageByKey<T>(
  list: readonly T[],
  key: (item: T) => string,
  input: PageInput,
  fail: Fail<'ValidationError'>,
  keep: (item: T) => boolean = () => true,
): Page<T> {
  const size = input.MaxItems ?? DEFAULT_ITEMS
  const after = input.Marker === undefined ? undefined : decode('k', input.Marker, fail)
  const items: T[] = []
  for (let i = after === undefined ? 0 : firstAfter(list, key, after); i < list.length; i++) {
    const item = list[i]!
    if (!keep(item)) continue
    if (items.length === size) {
      return { items, more: { IsTruncated: true, Marker: encode('k', key(items[size - 1]!)) } }
    }
    items.push(item)
  }
  return { items, more: { IsTruncated: false } }
}

/** One page of a short list whose keys would not fit a marker. */
export function pageByPosition<T>(list: readonly T[], input: PageInput, fail: Fail<'ValidationError'>): Page<T> {
  const size = input.MaxItems ?? DEFAULT_ITEMS
  const text = input.Marker === undefined ? '0' : decode('p', input.Marker, fail)
  const from = /^\d{1,9}$/.test(text) ? Number(text) : invalidMarker(fail)
  const end = from + size
  return {
    items: list.slice(from, end),
    more: end < list.length ? { IsTruncated: true, Marker: encode('p', String(end)) } : { IsTruncated: false },
  }
}

/** Sorts for `pageByKey`. */
export const sortedBy = <T>(list: readonly T[], key: (item: T) => string): T[] =>
  [...list].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))

function firstAfter<T>(list: readonly T[], key: (item: T) => string, after: string): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (key(list[middle]!) <= after) low = middle + 1
    else high = middle
  }
  return low
}

const encode = (kind: 'k' | 'p', text: string): string => Buffer.from(kind + text).toString('base64url')

function decode(kind: 'k' | 'p', marker: string, fail: Fail<'ValidationError'>): string {
  const text = Buffer.from(marker, 'base64url').toString()
  return text.startsWith(kind) ? text.slice(1) : invalidMarker(fail)
}

const invalidMarker = (fail: Fail<'ValidationError'>): never => fail('ValidationError', 'Invalid Marker.')
