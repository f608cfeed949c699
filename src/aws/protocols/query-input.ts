/** Reads a shape out of the parameter tree; the query protocol and EC2's differ in names and lists only. */
import type { Member, Shape } from '../model.ts'
import { type Structure, setOwn } from './protocol.ts'
import type { ParamNode } from './query-params.ts'
import { parseScalar, type Reject } from './scalars.ts'

export interface QueryDialect {
  readonly memberName: (member: Member) => string
  /** Lists never have a `member` level. */
  readonly flatLists: boolean
  readonly reject: Reject
}

/** The structure that the parameters below `node` describe; unknown ones are ignored. */
export function readQueryStructure(shape: Shape, node: ParamNode, dialect: QueryDialect, path = ''): Structure {
  const result: Record<string, unknown> = {}
  const { children } = node
  if (!children) return result
  for (const member of shape.members) {
    const name = dialect.memberName(member)
    const child = children.get(name)
    if (child) setOwn(result, member.name, readMember(member, child, dialect, path ? `${path}.${name}` : name))
  }
  return result
}

function readMember(member: Member, node: ParamNode, dialect: QueryDialect, path: string): unknown {
  const { shape } = member
  if (shape.type === 'structure') return readQueryStructure(shape, node, dialect, path)
  if (shape.type === 'list') return readList(member, node, dialect, path)
  if (shape.type === 'map') return readMap(member, node, dialect, path)
  return node.value === undefined ? undefined : parseScalar(member, node.value, 'iso8601', dialect.reject, path)
}

function readList(
  member: Member,
  node: ParamNode,
  dialect: QueryDialect,
  path: string,
): readonly unknown[] | undefined {
  const { item } = member.shape
  if (!item) return undefined
  const itemName = item.locationName ?? 'member'
  const flat = dialect.flatLists || member.flattened
  const holder = flat ? node : node.children?.get(itemName)
  const prefix = flat ? path : `${path}.${itemName}`
  return numbered(holder).map(([index, entry]) => readMember(item, entry, dialect, `${prefix}.${index}`))
}

function readMap(member: Member, node: ParamNode, dialect: QueryDialect, path: string): Structure {
  const result: Record<string, unknown> = {}
  const { key, value } = member.shape
  if (!key || !value) return result
  const holder = member.flattened ? node : node.children?.get('entry')
  for (const [index, entry] of numbered(holder)) {
    const name = entry.children?.get(key.locationName ?? 'key')?.value
    const valueNode = entry.children?.get(value.locationName ?? 'value')
    if (name === undefined || !valueNode || Object.hasOwn(result, name)) continue
    setOwn(result, name, readMember(value, valueNode, dialect, `${path}.${index}.value`))
  }
  return result
}

/** The children that are numbers, in their numeric order: AWS does not mind gaps. */
function numbered(node: ParamNode | undefined): readonly (readonly [number, ParamNode])[] {
  const entries: [number, ParamNode][] = []
  for (const [name, child] of node?.children ?? []) if (/^\d{1,9}$/.test(name)) entries.push([Number(name), child])
  return entries.sort(([a], [b]) => a - b)
}
