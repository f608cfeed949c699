/** Shapes in trees of plain values: JSON and CBOR differ in their scalars only. */
import type { Member, Shape } from '../model.ts'
import { isRecord, MAX_DEPTH, type Structure, setOwn } from './protocol.ts'
import type { Reject } from './scalars.ts'

export interface TreeReader {
  readonly scalar: (member: Member, value: unknown) => unknown
  readonly reject: Reject
}

export interface TreeWriter {
  readonly scalar: (member: Member, value: unknown) => unknown
}

/** The members that belong to the body; unknown keys are ignored and null is absence. */
export function readTreeStructure(shape: Shape, value: unknown, reader: TreeReader, depth = 0): Structure {
  if (!isRecord(value)) return reader.reject('structure', describe(value), '')
  if (depth > MAX_DEPTH) return reader.reject('nesting', '', '')
  const result: Record<string, unknown> = {}
  for (const member of shape.members) {
    if (member.location !== undefined || !Object.hasOwn(value, member.wireName)) continue
    const raw = value[member.wireName]
    if (raw === null || raw === undefined) continue
    setOwn(result, member.name, readTreeValue(member, raw, reader, depth + 1))
  }
  return result
}

/** The value of one member, such as a payload. */
export function readTreeValue(member: Member, value: unknown, reader: TreeReader, depth = 0): unknown {
  const { shape } = member
  if (depth > MAX_DEPTH) return reader.reject('nesting', '', '')
  if (shape.document) return value
  if (shape.type === 'structure') return readTreeStructure(shape, value, reader, depth)
  if (shape.type === 'list' && shape.item) {
    const { item } = shape
    if (!Array.isArray(value)) return reader.reject('list', describe(value), '')
    return value.filter((entry) => entry !== null).map((entry) => readTreeValue(item, entry, reader, depth + 1))
  }
  if (shape.type === 'map' && shape.value) {
    if (!isRecord(value)) return reader.reject('structure', describe(value), '')
    const result: Record<string, unknown> = {}
    for (const [key, entry] of Object.entries(value)) {
      if (entry !== null) setOwn(result, key, readTreeValue(shape.value, entry, reader, depth + 1))
    }
    return result
  }
  return reader.scalar(member, value)
}

/** The structure as a plain tree; absent members are left out. */
export function writeTreeStructure(shape: Shape, value: unknown, writer: TreeWriter): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  if (!isRecord(value)) return result
  for (const member of shape.members) {
    if (member.location !== undefined || !Object.hasOwn(value, member.name)) continue
    const written = writeTreeValue(member, value[member.name], writer)
    if (written !== undefined) result[member.wireName] = written
  }
  return result
}

export function writeTreeValue(member: Member, value: unknown, writer: TreeWriter): unknown {
  if (value === undefined || value === null) return undefined
  const { shape } = member
  if (shape.document) return value
  if (shape.type === 'structure') return writeTreeStructure(shape, value, writer)
  if (shape.type === 'list' && shape.item && Array.isArray(value)) {
    const { item } = shape
    return value.map((entry) => writeTreeValue(item, entry, writer) ?? null)
  }
  if (shape.type === 'map' && shape.value && isRecord(value)) {
    const result: Record<string, unknown> = {}
    for (const [key, entry] of Object.entries(value)) {
      const written = writeTreeValue(shape.value, entry, writer)
      if (written !== undefined) setOwn(result, key, written)
    }
    return result
  }
  return writer.scalar(member, value)
}

/** AWS's word for a value in its "can not be converted" sentences. */
export function describe(value: unknown): string {
  if (typeof value === 'string') return 'STRING_VALUE'
  if (typeof value === 'number' || typeof value === 'bigint')
    return Number.isInteger(value) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE'
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE'
  if (value instanceof Uint8Array) return 'BINARY_VALUE'
  if (value instanceof Date) return 'TIMESTAMP_VALUE'
  return Array.isArray(value) ? 'START_ARRAY' : 'START_OBJECT'
}
