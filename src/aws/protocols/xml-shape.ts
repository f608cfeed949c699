/** Shapes in XML, in both directions. */
import type { Member, Shape } from '../model.ts'
import { isRecord, type Structure, setOwn } from './protocol.ts'
import { formatScalar, parseScalar, type Reject } from './scalars.ts'
import type { TimestampFormat } from './timestamps.ts'
import { localName, type XmlElement } from './xml-reader.ts'
import { attribute, type XmlWriter } from './xml-writer.ts'

/** The members of a structure that stand in its element; those bound to headers and the like are not there. */
export function readXmlStructure(shape: Shape, element: XmlElement, reject: Reject): Structure {
  const byName = Map.groupBy(element.children, (child) => child.name)
  const result: Record<string, unknown> = {}
  for (const member of shape.members) {
    if (member.location !== undefined) continue
    const value = member.xmlAttribute
      ? attributeOf(element, member.wireName)
      : readMember(member, byName.get(localName(member.wireName)), reject)
    if (value !== undefined) setOwn(result, member.name, value)
  }
  return result
}

/** The value of a whole element, such as a payload's root. */
export function readXmlElement(member: Member, element: XmlElement, reject: Reject): unknown {
  const { shape } = member
  switch (shape.type) {
    case 'structure':
      return readXmlStructure(shape, element, reject)
    case 'list': {
      const { item } = shape
      if (!item) return []
      const name = localName(item.wireName)
      return element.children.filter((child) => child.name === name).map((child) => readXmlElement(item, child, reject))
    }
    case 'map':
      return readMap(
        shape,
        element.children.filter((child) => child.name === 'entry'),
        reject,
      )
    default:
      if (element.children.length > 0) return reject('string', element.name, element.name)
      return parseScalar(member, element.text, 'iso8601', reject, element.name)
  }
}

function readMember(member: Member, elements: readonly XmlElement[] | undefined, reject: Reject): unknown {
  const first = elements?.[0]
  if (!elements || !first) return undefined
  const { shape } = member
  if (member.flattened && shape.type === 'list') {
    const { item } = shape
    return item && elements.map((element) => readXmlElement(item, element, reject))
  }
  if (member.flattened && shape.type === 'map') return readMap(shape, elements, reject)
  return readXmlElement(member, first, reject)
}

function readMap(shape: Shape, entries: readonly XmlElement[], reject: Reject): Structure {
  const result: Record<string, unknown> = {}
  const { key, value } = shape
  if (!key || !value) return result
  for (const entry of entries) {
    const name = entry.children.find((child) => child.name === (key.locationName ?? 'key'))?.text
    const element = entry.children.find((child) => child.name === (value.locationName ?? 'value'))
    if (name !== undefined && element) setOwn(result, name, readXmlElement(value, element, reject))
  }
  return result
}

const attributeOf = (element: XmlElement, name: string): string | undefined => {
  if (Object.hasOwn(element.attributes, name)) return element.attributes[name]
  const match = Object.entries(element.attributes).find(([key]) => localName(key) === localName(name))
  return match?.[1]
}

export interface XmlStyle {
  readonly timestamps: TimestampFormat
  /** The element name of a member; default its wire name. */
  readonly memberName?: (member: Member) => string
}

/** Writes the members of a structure that belong to its element (the element itself is open already). */
export function writeXmlMembers(writer: XmlWriter, shape: Shape, value: unknown, style: XmlStyle): void {
  if (!isRecord(value)) return
  for (const member of shape.members) {
    if (member.location !== undefined || member.xmlAttribute || !Object.hasOwn(value, member.name)) continue
    writeXmlMember(writer, member, style.memberName?.(member) ?? member.wireName, value[member.name], style)
  }
}

/** Writes a value as the element `name` (or several, for flattened lists and maps). Absent values write nothing. */
export function writeXmlMember(writer: XmlWriter, member: Member, name: string, value: unknown, style: XmlStyle): void {
  if (value === undefined || value === null) return
  const { shape } = member
  const attributes = attributesOf(member, value)
  if (shape.type === 'structure') {
    writer.open(name, attributes)
    writeXmlMembers(writer, shape, value, style)
    writer.close(name)
  } else if (shape.type === 'list' && shape.item && Array.isArray(value)) {
    const { item } = shape
    const itemName = member.flattened ? name : (item.locationName ?? 'member')
    if (!member.flattened) writer.open(name, attributes)
    for (const entry of value) writeXmlMember(writer, item, itemName, entry, style)
    if (!member.flattened) writer.close(name)
  } else if (shape.type === 'map') writeMap(writer, member, name, value, style)
  else writer.leaf(name, formatScalar(member, value, style.timestamps), attributes)
}

function writeMap(writer: XmlWriter, member: Member, name: string, map: unknown, style: XmlStyle): void {
  const { key, value } = member.shape
  if (!key || !value || !isRecord(map)) return
  const entryName = member.flattened ? name : 'entry'
  if (!member.flattened) writer.open(name, attributesOf(member, map))
  for (const [entryKey, entryValue] of Object.entries(map)) {
    if (entryValue === undefined || entryValue === null) continue
    writer.open(entryName)
    writer.leaf(key.locationName ?? 'key', entryKey)
    writeXmlMember(writer, value, value.locationName ?? 'value', entryValue, style)
    writer.close(entryName)
  }
  if (!member.flattened) writer.close(name)
}

/** Namespace declarations of the member and of its shape, and the structure's members that are attributes. */
function attributesOf(member: Member, value: unknown): string {
  const namespace = member.xmlNamespace ?? member.shape.xmlNamespace
  const declared = namespace ? attribute(namespace.prefix ? `xmlns:${namespace.prefix}` : 'xmlns', namespace.uri) : ''
  return declared + memberAttributes(member.shape, value)
}

/** The members of a structure that its element carries as attributes. */
export function memberAttributes(shape: Shape, value: unknown): string {
  if (shape.type !== 'structure' || !isRecord(value)) return ''
  let text = ''
  for (const inner of shape.members) {
    const content = inner.xmlAttribute ? value[inner.name] : undefined
    if (content !== undefined && content !== null) text += attribute(inner.wireName, String(content))
  }
  return text
}
