/** Who is an administrator. */
import type { AppliedPolicy, PolicyDocument, Statement } from 'rolecall/policy'
import type { Holder } from './account.ts'
import { askAll, holderQuestion, type Question, type Yes } from './ask.ts'
import type { Graph } from './graph.ts'
import { EVERYTHING, NOTHING, namesService } from './supposing.ts'

/** Whether somebody is allowed everything: every action on every resource of the account. */
export function administrator(graph: Graph, holder: Holder): readonly Yes[] | undefined {
  if (!known.has(holder)) known.set(holder, allowedEverything(graph, holder))
  return known.get(holder)
}
const known = new WeakMap<Holder, readonly Yes[] | undefined>()

/** Whether nothing has to turn out well for it. */
export const surelyAdministrator = (graph: Graph, holder: Holder): boolean =>
  administrator(graph, holder)?.every(({ certain }) => certain) ?? false

/**
 * The same of a holder as it might be. It rests on no list of actions. What is asked is a reading of the policies in which
 * an Allow counts that is about every resource, and a Deny of anything is one of everything; so one action that no policy
 * names stands for all those. Beside it, only what an Allow leaves out by NotAction can be refused, and is asked about.
 */
export function allowedEverything({ account, budget }: Graph, holder: Holder): readonly Yes[] | undefined {
  if (!holder.identity.some(({ document }) => namesService(document, UNNAMED))) return undefined
  const policies = onEverything(holder)
  const asked = { ...holderQuestion(account, holder), policies, resource: ANYTHING }
  return askAll(
    account,
    [UNNAMED, ...leftOut(policies)].map((action) => ({ ...asked, action })),
    budget,
  )
}

/** Whether it is one of the questions that stand for all. */
export const isOnEverything = ({ resource }: Question): boolean => resource === ANYTHING

/** In no action that a policy names. */
const NEVER = '\u{e000}'
const UNNAMED = `${NEVER}:${NEVER}`
const ANYTHING = `arn:aws:${NEVER}:::${NEVER}`

type Own = Question['policies']
const readings = new WeakMap<Holder, Own>()

function onEverything(holder: Holder): Own {
  let own = readings.get(holder)
  if (!own) {
    const { identity, boundary } = holder
    own = { identity: identity.map(policyOnEverything), ...(boundary && { boundary: policyOnEverything(boundary) }) }
    readings.set(holder, own)
  }
  return own
}

const documents = new WeakMap<PolicyDocument, PolicyDocument>()

function policyOnEverything(policy: AppliedPolicy): AppliedPolicy {
  const { document } = policy
  const made = documents.get(document) ?? { ...document, statements: document.statements.map(statementOnEverything) }
  documents.set(document, made)
  return { ...policy, document: made }
}

function statementOnEverything(statement: Statement): Statement {
  if (statement.effect === 'Deny') return { ...statement, action: EVERYTHING, resource: EVERYTHING }
  const { resource } = statement
  const isOnAll = resource && !resource.negated && resource.values.some((value) => /^\*+$/.test(value))
  // A statement that does not count keeps its place, by which explanations name it.
  return isOnAll ? statement : { ...statement, action: NOTHING }
}

/** What may stand for an asterisk: nothing, one character, and more than a pattern has. */
const FILLS = ['', NEVER, NEVER.repeat(64)]

/** Actions of each pattern that an Allow leaves out: whatever allows all of these allows whatever the pattern stands for. */
const leftOut = ({ identity, boundary }: Own): readonly string[] => [
  ...new Set(
    [...identity, ...(boundary ? [boundary] : [])]
      .flatMap(({ document }) => document.statements)
      .filter(({ effect, action }) => effect === 'Allow' && action?.negated)
      .flatMap(({ action }) => action?.values ?? [])
      .flatMap((pattern) => FILLS.map((fill) => pattern.replaceAll('*', fill).replaceAll('?', NEVER))),
  ),
]
