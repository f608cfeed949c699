/** Reads a test file's JSON by its form, and says where it departs from it. */
import type { JsonMember, JsonNode } from '../../../policy/json.ts'

/** The file has not the form of a test file; the offset is that of what is wrong. */
export class FormError extends Error {
  readonly offset: number
  constructor(message: string, offset: number) {
    super(message)
    this.offset = offset
  }
}

export type Members = ReadonlyMap<string, JsonNode>

/** The members of an object that may have these and no others. */
export function membersOf(node: JsonNode, what: string, known: readonly string[]): Members {
  const members = anyMembersOf(node, what)
  const unknown = members.find(({ name }) => !known.includes(name))
  if (unknown)
    throw new FormError(`${what} has no member ${unknown.name}; it may have ${known.join(', ')}`, unknown.nameOffset)
  return new Map(members.map(({ name, value }) => [name, value]))
}

export function anyMembersOf(node: JsonNode, what: string): readonly JsonMember[] {
  if (node.kind === 'object') return node.members
  throw new FormError(`${what} must be an object`, node.offset)
}

export function textOf(node: JsonNode, what: string): string {
  if (node.kind === 'string') return node.value
  throw new FormError(`${what} must be a string`, node.offset)
}

/** One string or a list of at least one. */
export function textsOf(node: JsonNode, what: string): readonly string[] {
  const items = itemsOf(node)
  if (items.length === 0) throw new FormError(`${what} must not be empty`, node.offset)
  return items.map((item) => textOf(item, what))
}

/** One of these words. */
export function wordOf<W extends string>(node: JsonNode, what: string, words: readonly W[]): W {
  const text = textOf(node, what)
  const word = words.find((known) => known === text)
  if (word !== undefined) return word
  throw new FormError(`${what} must be ${words.map((known) => `"${known}"`).join(' or ')}, not "${text}"`, node.offset)
}

/** What stands in a list, or the one thing that stands there without. */
export const itemsOf = (node: JsonNode): readonly JsonNode[] => (node.kind === 'array' ? node.items : [node])
