/** The protocol suites' form, and their Python conventions turned into this program's values and back. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { linkModel, type Member, type OperationModel, type ServiceModel, type Shape } from '../../src/aws/model.ts'
import type { ModelJson, OperationJson, ShapeJson } from '../../src/aws/model-file.ts'
import { isRecord } from '../../src/aws/protocols/protocol.ts'
import { parseTimestamp } from '../../src/aws/protocols/timestamps.ts'

export interface ProtocolCase {
  readonly id: string
  readonly given: OperationJson
  readonly params?: unknown
  readonly serialized?: { method: string; uri: string; body?: string; headers?: Record<string, string> }
  readonly result?: unknown
  readonly errorCode?: string
  readonly errorMessage?: string
  readonly error?: Record<string, unknown>
  readonly response?: { status_code: number; headers?: Record<string, string>; body?: string }
}

interface Suite {
  readonly metadata: ModelJson['metadata']
  readonly shapes: Record<string, ShapeJson>
  readonly cases: readonly ProtocolCase[]
}

export interface LinkedCase {
  readonly file: string
  readonly test: ProtocolCase
  readonly service: ServiceModel
  readonly operation: OperationModel
}

const FOLDER = join(
  process.env['ROLECALL_VECTORS'] ?? join(import.meta.dirname, '../../../shared/vectors'),
  'protocols',
)

/** Why the cases cannot run, or false. */
export const missing: string | false = existsSync(FOLDER) ? false : `no protocol vectors in ${FOLDER}`

export function readCases(direction: 'input' | 'output'): LinkedCase[] {
  const folder = join(FOLDER, direction)
  return readdirSync(folder)
    .sort()
    .flatMap((file) => {
      // The folder's README describes this form.
      const suites = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Suite[]
      return suites.flatMap((suite) => suite.cases.map((test) => link(file.replace('.json', ''), suite, test)))
    })
}

function link(file: string, suite: Suite, test: ProtocolCase): LinkedCase {
  const service = linkModel('vectors', {
    metadata: suite.metadata,
    shapes: suite.shapes,
    operations: { [test.given.name]: test.given },
  })
  const operation = service.operations.get(test.given.name)
  if (!operation) throw new Error(`no operation ${test.given.name}`)
  return { file, test, service, operation }
}

/** A value of the suites (blobs as text, times as seconds, NaN as a word) as an output that a handler would give. */
export function toValue(member: Pick<Member, 'shape'>, value: unknown): unknown {
  const { shape } = member
  if (value === null || value === undefined) return undefined
  if (shape.document) return value
  switch (shape.type) {
    case 'structure':
      return mapMembers(shape, value, toValue)
    case 'list': {
      const { item } = shape
      return Array.isArray(value) && item ? value.map((entry) => toValue(item, entry)) : value
    }
    case 'map':
      return mapValues(shape, value, toValue)
    case 'timestamp':
      return toDate(value)
    case 'blob':
      return Buffer.from(String(value))
    case 'float':
    case 'double':
      return typeof value === 'string' ? Number(value) : value
    default:
      return value
  }
}

/** Anything comparable: our values and the suites' both end as seconds, text and words, without absent members. */
export function toComparable(member: Pick<Member, 'shape'>, value: unknown): unknown {
  const { shape } = member
  if (value === null || value === undefined) return undefined
  if (shape.document) return value
  switch (shape.type) {
    case 'structure':
      return mapMembers(shape, value, toComparable)
    case 'list': {
      const { item } = shape
      return Array.isArray(value) && item
        ? value.flatMap((entry) => (entry === null ? [] : [toComparable(item, entry)]))
        : value
    }
    case 'map':
      return mapValues(shape, value, toComparable)
    case 'timestamp':
      return toDate(value).getTime() / 1000
    case 'blob':
      return value instanceof Uint8Array ? Buffer.from(value).toString() : value
    case 'float':
    case 'double':
      return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
    default:
      return value
  }
}

const toDate = (value: unknown): Date => {
  if (value instanceof Date) return value
  if (typeof value === 'number') return new Date(value * 1000)
  const date = parseTimestamp(String(value), 'iso8601')
  if (!date) throw new Error(`not a time: ${String(value)}`)
  return date
}

type Convert = (member: Pick<Member, 'shape'>, value: unknown) => unknown

function mapMembers(shape: Shape, value: unknown, convert: Convert): unknown {
  if (!isRecord(value)) return value
  const entries = shape.members.map((member) => [member.name, convert(member, value[member.name])] as const)
  return Object.fromEntries(entries.filter(([, entry]) => entry !== undefined))
}

function mapValues(shape: Shape, value: unknown, convert: Convert): unknown {
  const inner = shape.value
  if (!isRecord(value) || !inner) return value
  const entries = Object.entries(value).map(([key, entry]) => [key, convert(inner, entry)] as const)
  return Object.fromEntries(entries.filter(([, entry]) => entry !== undefined))
}
