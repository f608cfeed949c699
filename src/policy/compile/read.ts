import type { AppliedPolicy, DecisionRequest } from '../request.ts'
import { emptySplit, hold } from './arn-split.ts'
import { headOf } from './heads.ts'
import { type PolicyKind, programOf } from './kinds.ts'
import { type Candidates, candidatesOf, type StatementSet } from './program.ts'
import type { Recorder } from './recorder.ts'
import { type CompiledStatement, NO_REACH, type Reach, reachOf } from './statement.ts'

/** What policies of one type say: `DENIED`, `NO_REACH` when none allows, or how strongly one allows. */
export type Reading = typeof DENIED | Reach
export const DENIED = -2

const resource = emptySplit()

/** Several policies of one type are a union. A recorder hears of every statement; without one, the first Deny ends it. */
export function readAll(
  kind: PolicyKind,
  policies: readonly AppliedPolicy[],
  request: DecisionRequest,
  recorder: Recorder | undefined,
): Reading {
  recorder?.begin(kind)
  let reading: Reading = NO_REACH
  for (let index = 0; index < policies.length; index += 1) {
    const policy = policies[index]
    if (policy === undefined) continue
    reading = readMore(kind, policy, request, recorder, reading)
    if (reading === DENIED && !recorder) return DENIED
  }
  return reading
}

export function readOne(
  kind: PolicyKind,
  policy: AppliedPolicy,
  request: DecisionRequest,
  recorder: Recorder | undefined,
): Reading {
  recorder?.begin(kind)
  return readMore(kind, policy, request, recorder, NO_REACH)
}

function readMore(
  kind: PolicyKind,
  policy: AppliedPolicy,
  request: DecisionRequest,
  recorder: Recorder | undefined,
  before: Reading,
): Reading {
  hold(resource, request.resource)
  const candidates = candidatesOf(programOf(policy.document, kind), request.action)
  if (recorder) return record(policy, candidates, request, recorder, before)
  if (denies(candidates.denies, request)) return DENIED
  return before >= kind.enough ? before : strongest(candidates.allows, request, before, kind.enough)
}

function denies({ index, others }: StatementSet, request: DecisionRequest): boolean {
  if (index !== undefined) {
    const named = index.byResource.get(request.resource)
    if (named !== undefined && oneReaches(named, request)) return true
    let head = headOf(index.byHead, request.resource)
    for (; head !== undefined; head = head.outer) if (oneReaches(head.things, request)) return true
  }
  return oneReaches(others, request)
}

function oneReaches(statements: readonly CompiledStatement[], request: DecisionRequest): boolean {
  for (let index = 0; index < statements.length; index += 1) {
    const statement = statements[index]
    if (statement && reachOf(statement, request, resource) !== NO_REACH) return true
  }
  return false
}

function strongest({ index, others }: StatementSet, request: DecisionRequest, before: Reading, enough: Reach): Reading {
  let found = before
  if (index !== undefined) {
    const named = index.byResource.get(request.resource)
    if (named !== undefined) found = strongestOf(named, request, found, enough)
    let head = headOf(index.byHead, request.resource)
    for (; head !== undefined; head = head.outer) found = strongestOf(head.things, request, found, enough)
  }
  return strongestOf(others, request, found, enough)
}

function strongestOf(
  statements: readonly CompiledStatement[],
  request: DecisionRequest,
  before: Reading,
  enough: Reach,
): Reading {
  let found = before
  for (let index = 0; index < statements.length && found < enough; index += 1) {
    const statement = statements[index]
    if (!statement || statement.neverGrants) continue
    const reach = reachOf(statement, request, resource)
    if (reach > found) found = reach
  }
  return found
}

/** Asks every statement, in the order of the document. */
function record(
  policy: AppliedPolicy,
  { denies, allows }: Candidates,
  request: DecisionRequest,
  recorder: Recorder,
  before: Reading,
): Reading {
  const statements = [...reachable(denies, request.resource), ...reachable(allows, request.resource)]
  let reading = before
  for (const statement of statements.sort((one, other) => one.index - other.index)) {
    const reach = reachOf(statement, request, resource)
    if (reach === NO_REACH) continue
    recorder.note(policy, statement, reach)
    if (statement.effect === 'Deny') reading = DENIED
    else if (reading !== DENIED && reach > reading) reading = reach
  }
  return reading
}

/** Each once, though two beginnings that it names may lead to it. */
function reachable({ index, others }: StatementSet, resource: string): ReadonlySet<CompiledStatement> {
  const found = new Set(index?.byResource.get(resource))
  let head = index && headOf(index.byHead, resource)
  for (; head !== undefined; head = head.outer) for (const statement of head.things) found.add(statement)
  for (const statement of others) found.add(statement)
  return found
}
