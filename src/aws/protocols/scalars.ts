/** Numbers, booleans, blobs and times as text, in both directions. */
import type { Member, Shape } from '../model.ts'
import { formatTimestamp, parseTimestamp, type TimestampFormat } from './timestamps.ts'

/** What a protocol does with text that is not what the model says; `expected` is a word of the list below. */
export type Reject = (expected: Expected, text: string, path: string) => never
export type Expected =
  | 'integer'
  | 'number'
  | 'boolean'
  | 'timestamp'
  | 'base64'
  | 'nesting'
  | 'structure'
  | 'list'
  | 'string'

/** Inclusive bounds of the model's integer types; longs beyond 2^53 lose precision as numbers of this language do. */
export const INTEGER_RANGE: Readonly<Record<string, readonly [number, number]>> = {
  byte: [-(2 ** 7), 2 ** 7 - 1],
  short: [-(2 ** 15), 2 ** 15 - 1],
  integer: [-(2 ** 31), 2 ** 31 - 1],
  long: [-(2 ** 63), 2 ** 63],
  bigInteger: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
}

const FLOAT_WORDS: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
}

/** The value of a scalar member written as text (query, XML, headers, labels). */
export function parseScalar(
  member: Member,
  text: string,
  defaultFormat: TimestampFormat,
  reject: Reject,
  path: string,
): unknown {
  const { type } = member.shape
  switch (type) {
    case 'integer':
    case 'long':
    case 'short':
    case 'byte':
    case 'bigInteger':
      return parseInteger(type, text, reject, path)
    case 'float':
    case 'double':
    case 'bigDecimal':
      return parseFloatText(text, reject, path)
    case 'boolean':
      return parseBoolean(text, reject, path)
    case 'timestamp':
      return parseTimestamp(text, formatOf(member, defaultFormat)) ?? reject('timestamp', text, path)
    case 'blob':
      return parseBase64(text) ?? reject('base64', text, path)
    default:
      return text
  }
}

/** A scalar as text; `long` values keep their digits, floats their special words. */
export function formatScalar(member: Member, value: unknown, defaultFormat: TimestampFormat): string {
  if (value instanceof Date) return formatTimestamp(value, formatOf(member, defaultFormat))
  if (value instanceof Uint8Array) return toBase64(value)
  return String(value)
}

export const formatOf = (member: Member, fallback: TimestampFormat): TimestampFormat =>
  // Models name only the three formats that TimestampFormat lists, besides RFC 822's other name.
  member.timestampFormat ? (member.timestampFormat as TimestampFormat) : fallback

export const isScalar = (shape: Shape): boolean =>
  shape.type !== 'structure' && shape.type !== 'list' && shape.type !== 'map'

function parseInteger(type: string, text: string, reject: Reject, path: string): number {
  const trimmed = text.trim()
  const value = /^[+-]?\d{1,40}$/.test(trimmed) ? Number(trimmed) : Number.NaN
  const [low, high] = INTEGER_RANGE[type] ?? [0, 0]
  // Written so that NaN is rejected too.
  if (!(value >= low && value <= high)) return reject('integer', text, path)
  return value === 0 ? 0 : value
}

function parseFloatText(text: string, reject: Reject, path: string): number {
  const trimmed = text.trim()
  const word = Object.hasOwn(FLOAT_WORDS, trimmed) ? FLOAT_WORDS[trimmed] : undefined
  if (word !== undefined) return word
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(trimmed)) return reject('number', text, path)
  return Number(trimmed)
}

function parseBoolean(text: string, reject: Reject, path: string): boolean {
  const word = text.trim().toLowerCase()
  if (word === 'true') return true
  if (word === 'false') return false
  return reject('boolean', text, path)
}

/** Standard base64, padded, with line breaks allowed; undefined when it is anything else. */
export function parseBase64(text: string): Uint8Array | undefined {
  const compact = /\s/.test(text) ? text.replace(/\s+/g, '') : text
  if (compact.length % 4 !== 0 || /[^A-Za-z0-9+/=]/.test(compact)) return undefined
  const padding = compact.indexOf('=')
  if (padding !== -1 && (padding < compact.length - 2 || !compact.endsWith('='))) return undefined
  return Buffer.from(compact, 'base64')
}

export const toBase64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
