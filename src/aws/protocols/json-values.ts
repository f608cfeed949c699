/** Shapes in JSON, for awsJson and restJson. */
import { AwsError } from '../error.ts'
import type { Member } from '../model.ts'
import { MAX_DEPTH } from './protocol.ts'
import { type Expected, formatOf, INTEGER_RANGE, parseBase64, type Reject, toBase64 } from './scalars.ts'
import { dateOfSeconds, formatTimestamp, parseTimestamp } from './timestamps.ts'
import { describe, type TreeReader, type TreeWriter } from './tree-shape.ts'

const NOUNS: Partial<Record<Expected, string>> = {
  string: 'a String',
  integer: 'an Integer',
  number: 'a Double',
  boolean: 'a Boolean',
  timestamp: 'a Timestamp',
  base64: 'a Blob',
}

/** SerializationException in the words of AWS's JSON services. */
export const rejectSerialization: Reject = (expected, text) => {
  throw new AwsError('SerializationException', sentence(expected, text), { status: 400 })
}

function sentence(expected: Expected, text: string): string {
  if (expected === 'nesting') return 'The request nests too deep.'
  if (expected === 'structure' || expected === 'list') {
    return text === 'START_ARRAY' ? 'Start of list found where not expected' : 'Unexpected value type in payload'
  }
  if (text === 'START_ARRAY') return 'Start of list found where not expected'
  if (text === 'START_OBJECT') return 'Start of structure or map found where not expected.'
  return `${text} can not be converted to ${NOUNS[expected] ?? 'the expected type'}`
}

const FLOAT_WORDS: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
}

/** True when the number is whole and in the range of the model's integer type. */
export const isInteger = (type: string, value: unknown): value is number => {
  const range = INTEGER_RANGE[type]
  return (
    typeof value === 'number' &&
    range !== undefined &&
    Number.isInteger(value) &&
    value >= range[0] &&
    value <= range[1]
  )
}

export const jsonReader: TreeReader = {
  reject: rejectSerialization,
  scalar(member, value) {
    const { type } = member.shape
    switch (type) {
      case 'integer':
      case 'long':
      case 'short':
      case 'byte':
      case 'bigInteger':
        return isInteger(type, value) ? value : rejectSerialization('integer', describe(value), '')
      case 'float':
      case 'double':
      case 'bigDecimal':
        return readFloat(value) ?? rejectSerialization('number', describe(value), '')
      case 'boolean':
        return typeof value === 'boolean' ? value : rejectSerialization('boolean', describe(value), '')
      case 'timestamp':
        return readTimestamp(member, value) ?? rejectSerialization('timestamp', describe(value), '')
      case 'blob':
        return (
          (typeof value === 'string' ? parseBase64(value) : undefined) ??
          rejectSerialization('base64', describe(value), '')
        )
      default:
        return typeof value === 'string' ? value : rejectSerialization('string', describe(value), '')
    }
  },
}

export const jsonWriter: TreeWriter = {
  scalar(member, value) {
    if (value instanceof Date) {
      const format = formatOf(member, 'unixTimestamp')
      return format === 'unixTimestamp' ? value.getTime() / 1000 : formatTimestamp(value, format)
    }
    if (value instanceof Uint8Array) return toBase64(value)
    if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
    return value
  },
}

/** A body as JSON. An empty one is an empty object. Throws SerializationException for what is not JSON in UTF-8. */
export function parseJson(body: Uint8Array): unknown {
  if (body.length === 0) return {}
  if (nestsTooDeep(body)) return rejectSerialization('nesting', '', '')
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch (cause) {
    throw new AwsError('SerializationException', 'The request body is not valid JSON.', { status: 400, cause })
  }
}

/** Measured: ten megabytes of opening brackets keep JSON.parse busy for seconds; this scan is done in milliseconds. */
function nestsTooDeep(body: Uint8Array): boolean {
  let depth = 0
  let inString = false
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at]
    if (inString) {
      if (byte === BACKSLASH) at += 1
      else if (byte === QUOTE) inString = false
    } else if (byte === QUOTE) inString = true
    else if (byte === OPEN_LIST || byte === OPEN_MAP) {
      depth += 1
      if (depth > MAX_DEPTH) return true
    } else if (byte === CLOSE_LIST || byte === CLOSE_MAP) depth -= 1
  }
  return false
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const OPEN_MAP = 0x7b
const CLOSE_MAP = 0x7d

function readFloat(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  return typeof value === 'string' && Object.hasOwn(FLOAT_WORDS, value) ? FLOAT_WORDS[value] : undefined
}

function readTimestamp(member: Member, value: unknown): Date | undefined {
  if (typeof value === 'number') return dateOfSeconds(value)
  return typeof value === 'string' ? parseTimestamp(value, formatOf(member, 'unixTimestamp')) : undefined
}
