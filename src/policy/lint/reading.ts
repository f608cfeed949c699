/**
 * A document as the linter reads it: whatever has the right form is there with its place, whatever has not is reported
 * and left out, so that one mistake hides no other.
 */
import type { JsonMember, JsonNode, Span } from '../json.ts'
import { error, type Report } from './check.ts'
import type { Path, Spot } from './finding.ts'

export const DATA_TYPE_MISMATCH = error(
  'DATA_TYPE_MISMATCH',
  'The text does not match the expected JSON data type {{data_type}}.',
)

export interface LintString extends Spot {
  readonly text: string
}

/** Action, NotAction, Resource or NotResource. */
export interface LintList extends Spot {
  readonly name: string
  readonly negated: boolean
  readonly items: readonly LintString[]
  /** Written as `[]`. */
  readonly empty: boolean
}

export interface LintPrincipalGroup extends Spot {
  readonly type: string
  readonly key: Spot
  readonly items: readonly LintString[]
  readonly empty: boolean
}

/** Principal or NotPrincipal: a word alone (`"*"`), or groups by type. */
export interface LintPrincipal extends Spot {
  readonly name: string
  readonly negated: boolean
  readonly key: Spot
  readonly word: LintString | undefined
  readonly groups: readonly LintPrincipalGroup[]
}

export interface LintValue extends LintString {
  readonly kind: 'string' | 'number' | 'boolean'
}

/** One key of a condition block. */
export interface LintCondition extends Spot {
  /** As written. */
  readonly operator: string
  readonly key: string
  readonly keySpot: Spot
  readonly values: readonly LintValue[]
  /** Written as `[]`. */
  readonly empty: boolean
}

export interface LintBlock {
  readonly operator: string
  readonly operatorSpot: Spot
  /** Written as `{}`. */
  readonly empty: boolean
  readonly conditions: readonly LintCondition[]
}

export interface LintStatement extends Spot {
  readonly node: JsonNode
  readonly members: readonly JsonMember[]
  readonly effect: LintString | undefined
  readonly sid: LintString | undefined
  readonly action: LintList | undefined
  readonly resource: LintList | undefined
  readonly principal: LintPrincipal | undefined
  /** Where Condition stands, when it is `{}`. */
  readonly emptyCondition: Spot | undefined
  readonly blocks: readonly LintBlock[]
  /** All keys of all blocks. */
  readonly conditions: readonly LintCondition[]
}

export interface LintDocument extends Spot {
  readonly text: string
  readonly members: readonly JsonMember[]
  readonly version: LintString | undefined
  /** Undefined where the element is missing or has the wrong type. */
  readonly statements: readonly LintStatement[]
}

/** Reads the whole; undefined when the root is no object. */
export function readDocument(text: string, root: JsonNode, report: Report): LintDocument | undefined {
  const spot: Spot = { path: [], span: root }
  if (root.kind !== 'object') {
    report(DATA_TYPE_MISMATCH, spot, { data_type: 'Object' })
    return undefined
  }
  const { members } = root
  const reader = elementReader(members, [], report)
  reader.string('Id')
  return { ...spot, text, members, version: reader.string('Version'), statements: statementsOf(members, report) }
}

/** Where a key of an object stands. */
export const keySpot = (member: JsonMember, path: Path): Spot => ({
  path: [...path, { key: member.name }],
  span: { offset: member.nameOffset, end: member.nameEnd },
})

function statementsOf(members: readonly JsonMember[], report: Report): readonly LintStatement[] {
  const found = members.find(({ name }) => name === 'Statement')
  if (!found) return []
  const path: Path = [{ value: 'Statement' }]
  const nodes = found.value.kind === 'array' ? found.value.items : [found.value]
  return nodes.flatMap((node, index) => {
    const at = found.value.kind === 'array' ? [...path, { index }] : path
    if (node.kind === 'object') return [statementOf(node, node.members, at, report)]
    report(DATA_TYPE_MISMATCH, { path: at, span: node }, { data_type: 'Object' })
    return []
  })
}

function statementOf(node: JsonNode, members: readonly JsonMember[], path: Path, report: Report): LintStatement {
  const reader = elementReader(members, path, report)
  const blocks = blocksOf(members, path, report)
  return {
    path,
    span: node,
    node,
    members,
    effect: reader.string('Effect'),
    sid: reader.string('Sid'),
    action: reader.list('Action'),
    resource: reader.list('Resource'),
    principal: principalOf(members, path, report),
    emptyCondition: blocks?.length === 0 ? spotOf(members, 'Condition', path) : undefined,
    blocks: blocks ?? [],
    conditions: (blocks ?? []).flatMap(({ conditions }) => conditions),
  }
}

function spotOf(members: readonly JsonMember[], name: string, path: Path): Spot | undefined {
  const member = members.find((one) => one.name === name)
  return member && { path: [...path, { value: name }], span: member.value }
}

function elementReader(members: readonly JsonMember[], path: Path, report: Report) {
  const member = (name: string) => members.find((one) => one.name === name)
  return {
    string(name: string): LintString | undefined {
      const found = member(name)
      if (!found) return undefined
      const spot = { path: [...path, { value: name }], span: found.value }
      if (found.value.kind === 'string') return { ...spot, text: found.value.value }
      report(DATA_TYPE_MISMATCH, spot, { data_type: 'String' })
      return undefined
    },
    /** The element or, where it is missing, its negation. */
    list(name: string): LintList | undefined {
      const found = member(name) ?? member(`Not${name}`)
      if (!found) return undefined
      const spot = { path: [...path, { value: found.name }], span: found.value }
      return { ...spot, name: found.name, negated: found.name !== name, ...stringsOf(found.value, spot.path, report) }
    },
  }
}

function stringsOf(node: JsonNode, path: Path, report: Report): { items: LintString[]; empty: boolean } {
  const nodes = node.kind === 'array' ? node.items : [node]
  const items = nodes.flatMap((item, index) => {
    const spot = { path: node.kind === 'array' ? [...path, { index }] : path, span: item }
    if (item.kind === 'string') return [{ ...spot, text: item.value }]
    report(DATA_TYPE_MISMATCH, spot, { data_type: 'String' })
    return []
  })
  return { items, empty: nodes.length === 0 }
}

function principalOf(members: readonly JsonMember[], path: Path, report: Report): LintPrincipal | undefined {
  const found = members.find(({ name }) => name === 'Principal') ?? members.find(({ name }) => name === 'NotPrincipal')
  if (!found) return undefined
  const { name, value } = found
  const spot = { path: [...path, { value: name }], span: value }
  const element = { ...spot, name, negated: name !== 'Principal', key: keySpot(found, path) }
  if (value.kind === 'string') return { ...element, word: { ...spot, text: value.value }, groups: [] }
  if (value.kind !== 'object') {
    report(DATA_TYPE_MISMATCH, spot, { data_type: 'Object' })
    return undefined
  }
  const groups = value.members.map((member) => {
    const at = [...spot.path, { value: member.name }]
    const key = keySpot(member, spot.path)
    return { path: at, span: member.value, type: member.name, key, ...stringsOf(member.value, at, report) }
  })
  return { ...element, word: undefined, groups }
}

/** The condition blocks; undefined without a Condition of the right type. */
function blocksOf(members: readonly JsonMember[], path: Path, report: Report): LintBlock[] | undefined {
  const found = members.find(({ name }) => name === 'Condition')
  if (!found) return undefined
  const at: Path = [...path, { value: 'Condition' }]
  if (found.value.kind !== 'object') {
    report(DATA_TYPE_MISMATCH, { path: at, span: found.value }, { data_type: 'Object' })
    return undefined
  }
  return found.value.members.map((block) => {
    const inner = [...at, { value: block.name }]
    const head = { operator: block.name, operatorSpot: keySpot(block, at) }
    if (block.value.kind !== 'object') {
      report(DATA_TYPE_MISMATCH, { path: inner, span: block.value }, { data_type: 'Object' })
      return { ...head, empty: false, conditions: [] }
    }
    const conditions = block.value.members.map((member) => conditionOf(block.name, member, inner, report))
    return { ...head, empty: conditions.length === 0, conditions }
  })
}

function conditionOf(operator: string, member: JsonMember, path: Path, report: Report): LintCondition {
  const at: Path = [...path, { value: member.name }]
  const { value: node } = member
  const nodes = node.kind === 'array' ? node.items : [node]
  const values = nodes.flatMap((item, index): LintValue[] => {
    const spot = { path: node.kind === 'array' ? [...at, { index }] : at, span: item }
    if (item.kind === 'string') return [{ ...spot, kind: 'string', text: item.value }]
    if (item.kind === 'number') return [{ ...spot, kind: 'number', text: item.text }]
    if (item.kind === 'boolean') return [{ ...spot, kind: 'boolean', text: String(item.value) }]
    report(DATA_TYPE_MISMATCH, spot, { data_type: 'String' })
    return []
  })
  return {
    path: at,
    span: node,
    operator,
    key: member.name,
    keySpot: keySpot(member, path),
    values,
    empty: nodes.length === 0,
  }
}

/** A part of a string's text; the whole string where escapes make the text shorter than what is written. */
export function partOf(string: LintString, start: number, length: number): Spot {
  const { span, path, text } = string
  if (span.end - span.offset !== text.length + 2) return { path, span }
  const offset = span.offset + 1 + start
  return { path: [...path, { substring: { start, length } }], span: { offset, end: offset + length } satisfies Span }
}
