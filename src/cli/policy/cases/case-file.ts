import { JsonError, type JsonNode, readJson } from '../../../policy/json.ts'
import { type ContextValue, POLICY_TYPES, type PolicyType } from '../../../policy/request.ts'
import { FileProblem, placeIn, readTextFile, type TextPart } from '../text-file.ts'
import { anyMembersOf, FormError, itemsOf, type Members, membersOf, textOf, textsOf, wordOf } from './json-reader.ts'
import { type CasePolicy, type CasePolicyKind, type PolicyLoader, policyLoader } from './policy-loader.ts'
import { type CasePrincipal, readPrincipal } from './principals.ts'

/** `deny` is either. */
export const EXPECTATIONS = ['allow', 'deny', 'explicit deny', 'implicit deny'] as const
export type Expectation = (typeof EXPECTATIONS)[number]

export interface CasePolicies {
  readonly identity: readonly CasePolicy[]
  readonly boundary?: CasePolicy
  readonly session?: readonly CasePolicy[]
  readonly resource?: CasePolicy
  readonly trust?: CasePolicy
  readonly serviceControl?: readonly (readonly CasePolicy[])[]
  readonly resourceControl?: readonly (readonly CasePolicy[])[]
}

/** One case: each of its actions on each of its resources is decided as expected. */
export interface PolicyCase {
  readonly name: string
  /** `file:line:column` of the case. */
  readonly place: string
  readonly principal: CasePrincipal
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  /** The owner of resources whose ARN names no account; undefined: the principal's account. */
  readonly resourceAccount: string | undefined
  /** By lower-cased name; undefined takes a key away that the principal or resource would give. */
  readonly context: ReadonlyMap<string, ContextValue | undefined>
  readonly policies: CasePolicies
  readonly expect: Expectation
  /** The policy type that must be the one that blocks. */
  readonly blockedBy: PolicyType | undefined
}

const CASE_MEMBERS = [
  'principal',
  'action',
  'resource',
  'resourceAccount',
  'context',
  'identity',
  'boundary',
  'session',
  'resourcePolicy',
  'trustPolicy',
  'serviceControl',
  'resourceControl',
  'expect',
  'blockedBy',
]

/** The cases of a test file, with the policies that they name. Throws FileProblem with the place of what is wrong. */
export function readCaseFile(path: string): readonly PolicyCase[] {
  const file = readTextFile(path)
  const whole = { file, text: file.text, base: 0 }
  try {
    return casesOf(whole, path)
  } catch (error) {
    if (!(error instanceof FormError || error instanceof JsonError)) throw error
    throw new FileProblem(`${placeIn(whole, error.offset)}: ${error.message}`, { cause: error })
  }
}

function casesOf(whole: TextPart, path: string): readonly PolicyCase[] {
  const root = readJson(whole.text)
  const members = membersOf(root, 'a test file', ['$schema', 'description', 'policies', 'defaults', 'cases'])
  const load = policyLoader(whole.file, path, members.get('policies'))
  const defaults = members.get('defaults')
  const shared: Members = defaults ? membersOf(defaults, 'defaults', CASE_MEMBERS) : new Map()
  const cases = members.get('cases')
  if (cases?.kind !== 'array' || cases.items.length === 0) {
    throw new FormError('a test file must have a list of cases', cases?.offset ?? root.offset)
  }
  return cases.items.map((node) => {
    const own = membersOf(node, 'a case', ['name', ...CASE_MEMBERS])
    return readCase({ node, own, shared, load, place: placeIn(whole, node.offset) })
  })
}

interface Reading {
  readonly node: JsonNode
  readonly own: Members
  readonly shared: Members
  readonly load: PolicyLoader
  readonly place: string
}

function readCase(reading: Reading): PolicyCase {
  const { own, place } = reading
  const principal = readPrincipal(required(reading, 'principal'))
  const actions = textsOf(required(reading, 'action'), 'action')
  const resource = member(reading, 'resource')
  const resources = resource ? textsOf(resource, 'resource') : ['*']
  const bad = actions.find((action) => !action.includes(':'))
  if (bad !== undefined) {
    throw new FormError(
      `the action "${bad}" names no service, as s3:GetObject does`,
      required(reading, 'action').offset,
    )
  }
  const expect = wordOf(required(reading, 'expect'), 'expect', EXPECTATIONS)
  const blocked = member(reading, 'blockedBy')
  if (expect === 'allow' && blocked) throw new FormError('what is allowed is blocked by nothing', blocked.offset)
  const account = member(reading, 'resourceAccount')
  const named = own.get('name')
  return {
    name: named ? textOf(named, 'name') : `${expect} ${actions.join(', ')} on ${resources.join(', ')}`,
    place,
    principal,
    actions,
    resources,
    resourceAccount: account && textOf(account, 'resourceAccount'),
    context: readContext(reading),
    policies: readPolicies(reading),
    expect,
    blockedBy: blocked && wordOf(blocked, 'blockedBy', POLICY_TYPES),
  }
}

/** The case's own member, else that of the defaults. `null` stands for none. */
function member({ own, shared }: Reading, name: string): JsonNode | undefined {
  const node = own.get(name) ?? shared.get(name)
  return node?.kind === 'null' ? undefined : node
}

function required(reading: Reading, name: string): JsonNode {
  const node = member(reading, name)
  if (node) return node
  throw new FormError(`the case has no ${name}, and neither have the defaults`, reading.node.offset)
}

/** Keys of the defaults and of the case together; `null` for the whole takes those of the defaults away. */
function readContext({ own, shared }: Reading): ReadonlyMap<string, ContextValue | undefined> {
  const sets = own.get('context')?.kind === 'null' ? [] : [shared.get('context'), own.get('context')]
  const all = sets.flatMap((node) => (node && node.kind !== 'null' ? anyMembersOf(node, 'context') : []))
  return new Map(all.map(({ name, value }) => [name.toLowerCase(), contextValue(value, name)]))
}

function contextValue(node: JsonNode, key: string): ContextValue | undefined {
  if (node.kind === 'null') return undefined
  return node.kind === 'array' ? node.items.map((item) => scalarText(item, key)) : scalarText(node, key)
}

/** Numbers keep their spelling. */
function scalarText(node: JsonNode, key: string): string {
  if (node.kind === 'string') return node.value
  if (node.kind === 'number') return node.text
  if (node.kind === 'boolean') return String(node.value)
  throw new FormError(`the value of ${key} must be a string, a number, a boolean or a list of them`, node.offset)
}

function readPolicies(reading: Reading): CasePolicies {
  const { load } = reading
  const one = (name: string, kind: CasePolicyKind) => {
    const node = member(reading, name)
    return node && load(node, kind)
  }
  const list = (name: string, kind: CasePolicyKind) => {
    const node = member(reading, name)
    return node && itemsOf(node).map((item) => load(item, kind))
  }
  const levels = (name: string) => {
    const node = member(reading, name)
    return node && itemsOf(node).map((level) => itemsOf(level).map((item) => load(item, 'organization')))
  }
  const boundary = one('boundary', 'boundary')
  const session = list('session', 'session')
  const resource = one('resourcePolicy', 'resource')
  const trust = one('trustPolicy', 'trust')
  if (resource && trust)
    throw new FormError('a case has a resourcePolicy or a trustPolicy, not both', reading.node.offset)
  const serviceControl = levels('serviceControl')
  const resourceControl = levels('resourceControl')
  return {
    identity: list('identity', 'identity') ?? [],
    ...(boundary && { boundary }),
    ...(session && { session }),
    ...(resource && { resource }),
    ...(trust && { trust }),
    ...(serviceControl && { serviceControl }),
    ...(resourceControl && { resourceControl }),
  }
}
