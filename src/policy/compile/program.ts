import type { PolicyDocument } from '../document.ts'
import type { PolicyType } from '../request.ts'
import { type Heads, headsOf } from './heads.ts'
import { type CompiledStatement, compileStatement } from './statement.ts'

/** The statements of a policy that reach one action. */
export interface Candidates {
  readonly denies: StatementSet
  readonly allows: StatementSet
}

/** Statements that must be looked at one by one, the cheapest first, and those that need not, where they are many. */
export interface StatementSet {
  readonly index: ResourceIndex | undefined
  readonly others: readonly CompiledStatement[]
}

/** Statements by the resources and by the beginnings of resources that they name. */
interface ResourceIndex {
  readonly byResource: ReadonlyMap<string, readonly CompiledStatement[]>
  readonly byHead: Heads<CompiledStatement>
}

/** A document as it reads in a policy of one type, as immutable as the document. Only the memo of actions ever changes. */
export interface Program {
  readonly statements: readonly CompiledStatement[]
  readonly byAction: Map<string, Candidates>
  /** How many actions are kept. */
  readonly memoLimit: number
}

/** Bounds what one program keeps for the actions that it was asked about: a reference is a statement or a resource of one. */
const MEMO_ENTRIES = 256
const MEMO_REFERENCES = 131_072

export function compileProgram(document: PolicyDocument, type: PolicyType): Program {
  const [unknown] = document.unknown
  const around = {
    type,
    variables: document.version === '2012-10-17',
    doubt: unknown && `the element ${unknown.name} is not known`,
  }
  const statements = document.statements
    .map((statement) => compileStatement(statement, around))
    .filter((statement) => statement !== undefined)
  const references = statements.reduce((sum, { resource }) => sum + 1 + (resource ? valuesIn(resource) : 0), 1)
  const memoLimit = Math.max(1, Math.min(MEMO_ENTRIES, Math.floor(MEMO_REFERENCES / references)))
  return { statements, byAction: new Map(), memoLimit }
}

const valuesIn = ({ exact, patterns }: NonNullable<CompiledStatement['resource']>): number =>
  exact.size + patterns.length

/** What reaches an action. Kept for as many actions as the memo holds, and then it starts anew. */
export function candidatesOf(program: Program, action: string): Candidates {
  // The search stands apart: a function that holds a closure allocates for it even when it does not get there.
  return program.byAction.get(action) ?? search(program, action)
}

function search(program: Program, action: string): Candidates {
  const lower = action.toLowerCase()
  const reaching = program.statements.filter((statement) => statement.action?.(lower) ?? true)
  const candidates = {
    denies: setOf(reaching.filter(({ effect }) => effect === 'Deny')),
    allows: setOf(reaching.filter(({ effect }) => effect === 'Allow')),
  }
  if (program.byAction.size >= program.memoLimit) program.byAction.clear()
  program.byAction.set(action, candidates)
  return candidates
}

/** Fewer statements than this are looked at one by one. */
const WORTH_AN_INDEX = 8

function setOf(statements: readonly CompiledStatement[]): StatementSet {
  const indexed = statements.filter(({ resource }) => resource && namesBeginnings(resource))
  if (indexed.length < WORTH_AN_INDEX) return { index: undefined, others: statements.toSorted(byCost) }
  const byResource = new Map<string, CompiledStatement[]>()
  const byHead = new Map<string, CompiledStatement[]>()
  for (const statement of indexed) {
    for (const resource of statement.resource?.exact ?? []) file(byResource, resource, statement)
    for (const { head } of statement.resource?.patterns ?? []) if (head !== undefined) file(byHead, head, statement)
  }
  const others = statements.filter(({ resource }) => !(resource && namesBeginnings(resource)))
  return { index: { byResource, byHead: headsOf(byHead) }, others: others.sort(byCost) }
}

/** Every value is a resource or the beginning of one. */
const namesBeginnings = ({ negated, always, patterns }: NonNullable<CompiledStatement['resource']>): boolean =>
  !negated && !always && patterns.every(({ head, doubt }) => head !== undefined && doubt === undefined)

function file(index: Map<string, CompiledStatement[]>, under: string, statement: CompiledStatement): void {
  const known = index.get(under)
  if (known) known.push(statement)
  else index.set(under, [statement])
}

const byCost = (one: CompiledStatement, other: CompiledStatement): number => costOf(one) - costOf(other)

const costOf = ({ resource, conditions }: CompiledStatement): number =>
  conditions.length * 4 + (resource ? 1 + resource.patterns.length : 0)
