/**
 * The policy document as a tree that loses nothing: spelling, order, scalar or array, and where each element stands.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
import { JsonError, type JsonMember, type JsonNode, readJson, type Span } from './json.ts'

export const POLICY_VERSIONS = ['2008-10-17', '2012-10-17'] as const
export type PolicyVersion = (typeof POLICY_VERSIONS)[number]

export const EFFECTS = ['Allow', 'Deny'] as const
export type Effect = (typeof EFFECTS)[number]

/** One string of a list, with its place in the text. */
export interface PolicyString extends Span {
  readonly text: string
}

/** A scalar or an array of strings. Numbers and booleans, which conditions may hold, keep their spelling. */
export interface Values extends Span {
  readonly values: readonly string[]
  /** `values` again, each with its place. */
  readonly strings: readonly PolicyString[]
  /** Written without an array. */
  readonly scalar: boolean
}

/** Action or NotAction, Resource or NotResource. */
export interface ListElement extends Values {
  readonly negated: boolean
}

/** `"*"` has an empty type; else AWS, Service, Federated or CanonicalUser, or what else the author wrote. */
export interface PrincipalGroup extends Values {
  readonly type: string
}

/** Principal or NotPrincipal. */
export interface PrincipalElement extends Span {
  readonly negated: boolean
  readonly groups: readonly PrincipalGroup[]
}

export interface ConditionKey extends Values {
  /** As written; compare without case. */
  readonly key: string
}

export interface ConditionOperator extends Span {
  /** As written, with set prefix and IfExists. */
  readonly operator: string
  readonly keys: readonly ConditionKey[]
}

/** An element that the grammar does not know. */
export interface UnknownElement extends Span {
  readonly name: string
}

export interface Statement extends Span {
  readonly index: number
  readonly sid?: string
  readonly effect: Effect
  /** As written: `allow` is read as Allow here, but AWS accepts only the exact word. */
  readonly effectText: string
  readonly principal?: PrincipalElement
  readonly action?: ListElement
  readonly resource?: ListElement
  readonly conditions: readonly ConditionOperator[]
  readonly unknown: readonly UnknownElement[]
}

export interface PolicyDocument {
  readonly text: string
  /** Absent means 2008-10-17: no policy variables. */
  readonly version?: PolicyVersion
  readonly id?: string
  readonly statements: readonly Statement[]
  /** Statement was one object instead of an array. */
  readonly singleStatement: boolean
  readonly unknown: readonly UnknownElement[]
}

export type SyntaxProblem =
  | 'not JSON'
  | 'duplicate key'
  | 'not an object'
  | 'bad Version'
  | 'missing Statement'
  | 'empty Statement'
  | 'missing Effect'
  | 'bad Effect'
  | 'both an element and its negation'
  | 'wrong type'

/** The text is no policy. `message` is IAM's sentence; `problem`, `element` and `offset` say what and where. */
export class PolicySyntaxError extends Error {
  readonly problem: SyntaxProblem
  /** The element or key at fault, '' for the document itself. */
  readonly element: string
  readonly offset: number
  /** The word at fault, for a bad Effect or Version. */
  readonly found: string | undefined
  constructor(
    problem: SyntaxProblem,
    element: string,
    offset: number,
    details: { cause?: unknown; found?: string } = {},
  ) {
    super('Syntax errors in policy.', details)
    this.name = 'PolicySyntaxError'
    this.found = details.found
    this.problem = problem
    this.element = element
    this.offset = offset
  }
}

/**
 * Parses a policy's JSON text. Unknown elements and condition operators are kept, so that a decision can refuse them;
 * `validatePolicy` refuses them on the way in. Throws PolicySyntaxError.
 */
export function parsePolicy(text: string): PolicyDocument {
  const root = json(text)
  if (root.kind !== 'object') throw new PolicySyntaxError('not an object', '', root.offset)
  const elements = byName(root.members)
  const version = optional(elements, 'Version', stringOf)
  if (version !== undefined && !isVersion(version)) {
    throw new PolicySyntaxError('bad Version', 'Version', elements.get('Version')?.offset ?? 0, { found: version })
  }
  const id = optional(elements, 'Id', stringOf)
  const statement = elements.get('Statement')
  if (!statement) throw new PolicySyntaxError('missing Statement', 'Statement', root.offset)
  const nodes = statement.kind === 'array' ? statement.items : [statement]
  if (nodes.length === 0) throw new PolicySyntaxError('empty Statement', 'Statement', statement.offset)
  return {
    text,
    ...(version && { version }),
    ...(id !== undefined && { id }),
    statements: nodes.map(parseStatement),
    singleStatement: statement.kind !== 'array',
    unknown: unknownAmong(root.members, ['Version', 'Id', 'Statement']),
  }
}

/** What a statement can hold. */
export const STATEMENT_ELEMENTS = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]

function parseStatement(node: JsonNode, index: number): Statement {
  if (node.kind !== 'object') throw new PolicySyntaxError('wrong type', 'Statement', node.offset)
  const elements = byName(node.members)
  const effectText = optional(elements, 'Effect', stringOf)
  if (effectText === undefined) throw new PolicySyntaxError('missing Effect', 'Effect', node.offset)
  const effect = EFFECTS.find((known) => known.toLowerCase() === effectText.toLowerCase())
  if (!effect)
    throw new PolicySyntaxError('bad Effect', 'Effect', elements.get('Effect')?.offset ?? 0, { found: effectText })
  const sid = optional(elements, 'Sid', stringOf)
  const principal = either(elements, 'Principal', principalOf)
  const action = either(elements, 'Action', listOf)
  const resource = either(elements, 'Resource', listOf)
  return {
    index,
    offset: node.offset,
    end: node.end,
    ...(sid !== undefined && { sid }),
    effect,
    effectText,
    ...(principal && { principal }),
    ...(action && { action }),
    ...(resource && { resource }),
    conditions: optional(elements, 'Condition', conditionsOf) ?? [],
    unknown: unknownAmong(node.members, STATEMENT_ELEMENTS),
  }
}

type Elements = ReadonlyMap<string, JsonNode>
type Reader<T> = (node: JsonNode, element: string) => T

const byName = (members: readonly JsonMember[]): Elements => new Map(members.map(({ name, value }) => [name, value]))

const optional = <T>(elements: Elements, name: string, read: Reader<T>): T | undefined => {
  const node = elements.get(name)
  return node && read(node, name)
}

function either<T extends object>(
  elements: Elements,
  name: string,
  read: Reader<T>,
): (T & { negated: boolean }) | undefined {
  const plain = optional(elements, name, read)
  const negated = optional(elements, `Not${name}`, read)
  if (plain && negated) {
    const offset = elements.get(`Not${name}`)?.offset ?? 0
    throw new PolicySyntaxError('both an element and its negation', name, offset)
  }
  if (plain) return { ...plain, negated: false }
  return negated && { ...negated, negated: true }
}

function stringOf(node: JsonNode, element: string): string {
  if (node.kind === 'string') return node.value
  throw new PolicySyntaxError('wrong type', element, node.offset)
}

function listOf(node: JsonNode, element: string, textOf: Reader<string> = stringOf): Values {
  const nodes = node.kind === 'array' ? node.items : [node]
  const strings = nodes.map((item) => ({ text: textOf(item, element), offset: item.offset, end: item.end }))
  const values = strings.map(({ text }) => text)
  return { values, strings, scalar: node.kind !== 'array', offset: node.offset, end: node.end }
}

function principalOf(node: JsonNode, element: string): Omit<PrincipalElement, 'negated'> {
  const span = { offset: node.offset, end: node.end }
  if (node.kind === 'string') return { groups: [{ type: '', ...listOf(node, element) }], ...span }
  if (node.kind !== 'object') throw new PolicySyntaxError('wrong type', element, node.offset)
  // `{"": "*"}` is no other way to write `"*"`.
  const nameless = node.members.find(({ name }) => name === '')
  if (nameless) throw new PolicySyntaxError('wrong type', element, nameless.nameOffset)
  return { groups: node.members.map(({ name, value }) => ({ type: name, ...listOf(value, element) })), ...span }
}

function conditionsOf(node: JsonNode, element: string): ConditionOperator[] {
  return membersOf(node, element).map(({ name: operator, nameOffset, value }) => ({
    operator,
    keys: membersOf(value, operator).map(({ name: key, value: values }) => ({
      key,
      ...listOf(values, key, scalarText),
    })),
    offset: nameOffset,
    end: value.end,
  }))
}

function membersOf(node: JsonNode, element: string): readonly JsonMember[] {
  if (node.kind === 'object') return node.members
  throw new PolicySyntaxError('wrong type', element, node.offset)
}

function scalarText(node: JsonNode, element: string): string {
  if (node.kind === 'number') return node.text
  if (node.kind === 'boolean') return String(node.value)
  return stringOf(node, element)
}

const isVersion = (text: string): text is PolicyVersion => POLICY_VERSIONS.some((known) => known === text)

function unknownAmong(members: readonly JsonMember[], known: readonly string[]): UnknownElement[] {
  return members
    .filter(({ name }) => !known.includes(name))
    .map(({ name, nameOffset, value }) => ({ name, offset: nameOffset, end: value.end }))
}

function json(text: string): JsonNode {
  try {
    return readJson(text)
  } catch (cause) {
    if (!(cause instanceof JsonError)) throw cause
    const { duplicate, offset } = cause
    throw new PolicySyntaxError(duplicate === undefined ? 'not JSON' : 'duplicate key', duplicate ?? '', offset, {
      cause,
    })
  }
}
