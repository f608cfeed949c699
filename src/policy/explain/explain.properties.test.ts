/** An explanation is held to the decision and, element by element, to the readable engine, on random questions. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { requestOf } from '../cases/case.ts'
import { randomPolicies, randomQuestion } from '../cases/random-question.ts'
import { seeded } from '../cases/seeded.ts'
import { decide } from '../decide.ts'
import { parsePolicy, type Statement } from '../document.ts'
import { actionMatches } from '../reference/action.ts'
import { conditionsHold } from '../reference/conditions/condition.ts'
import type { Match } from '../reference/match.ts'
import { resourceMatches } from '../reference/resource.ts'
import type { AppliedPolicies, AppliedPolicy, DecisionRequest, PolicyType } from '../request.ts'
import { explain } from './explain.ts'
import type { Answer, ExplainedElement, ExplainedStatement, Explanation } from './explanation.ts'

const QUESTIONS = process.env['ROLECALL_QUICK'] ? 500 : 4_000
const SEED = Number(process.env['ROLECALL_SEED'] ?? 20261124)

let tests = 0

/** Explains random questions, others in each test, and says of which one a check failed. */
function always(check: (explanation: Explanation, request: DecisionRequest) => void): void {
  tests += 1
  const random = seeded(SEED + tests)
  for (let asked = 0; asked < QUESTIONS; asked += 5) {
    const policies = randomPolicies(random)
    const { policies: applied } = requestOf(policies)
    for (let question = 0; question < 5; question += 1) {
      const asking = randomQuestion(random)
      const request = {
        ...requestOf({ name: 'random', source: 'random', expect: 'allow', ...asking }),
        policies: applied,
      }
      try {
        check(explain(request), request)
      } catch (cause) {
        throw new Error(`seed ${SEED}, test ${tests}: ${JSON.stringify({ ...policies, ...asking })}`, { cause })
      }
    }
  }
}

const statementsOf = ({ layers }: Explanation): readonly ExplainedStatement[] =>
  layers.flatMap(({ policies }) => policies.flatMap(({ statements }) => statements))

test('an explanation carries the decision', () => {
  always((explanation, request) => assert.deepEqual(explanation.decision, decide(request)))
})

test('the decision follows from the layers alone', () => {
  always(({ layers, decision }) => {
    const denying = layers.find(({ outcome }) => outcome === 'denies')
    const closed = layers.find(({ mustAllow, outcome }) => mustAllow && outcome !== 'allows')
    const effect = denying ? 'explicit deny' : closed ? 'implicit deny' : 'allow'
    assert.equal(effect, decision.effect)
    assert.equal((denying ?? closed)?.type, decision.blockedBy)
  })
})

test('a statement applies when each of its elements matches', () => {
  const together = (elements: readonly ExplainedElement[]): Answer => {
    if (elements.some(({ matches }) => matches === 'no')) return 'no'
    return elements.some(({ matches }) => matches === 'unclear') ? 'unclear' : 'yes'
  }
  always((explanation) => {
    for (const statement of statementsOf(explanation)) assert.equal(together(statement.elements), statement.applies)
  })
})

test('the statements that the decision names are those that apply, and those that it cannot read are unclear', () => {
  always((explanation) => {
    const { statements, unreadable } = explanation.decision
    const explained = statementsOf(explanation)
    const isFound = (ref: object, answers: readonly Answer[]) =>
      explained.some((one) => answers.includes(one.applies) && same(one.ref, ref))
    for (const ref of statements) assert.ok(isFound(ref, ['yes', 'unclear']))
    for (const { statement } of unreadable) assert.ok(isFound(statement, ['unclear']))
    const unclear = explained.filter(({ applies }) => applies === 'unclear').map(({ ref }) => ref)
    for (const ref of unclear) assert.ok(unreadable.some(({ statement }) => same(statement, ref)))
  })
})

const same = (one: object, other: object): boolean => JSON.stringify(one) === JSON.stringify(other)

test('each action, resource and condition is answered as the readable engine answers it', () => {
  always(({ layers }, request) => {
    for (const { type, level, policies } of layers) {
      const applied = appliedOf(request.policies, type, level)
      for (const [index, { statements }] of policies.entries()) {
        for (const explained of statements) assertElements(explained, applied[index], type, request)
      }
    }
  })
})

function assertElements(
  { ref, elements }: ExplainedStatement,
  policy: AppliedPolicy | undefined,
  policyType: PolicyType,
  request: DecisionRequest,
): void {
  const statement = policy?.document.statements[ref.index]
  assert.ok(policy && statement)
  const variables = policy.document.version === '2012-10-17'
  const { action, resource, context } = request
  const conditions = elements.filter(({ element }) => element === 'Condition').map(wordOf)
  assert.deepEqual(conditions, readConditions(statement, { context, variables }))
  for (const one of elements) {
    if (one.element === 'Action' || one.element === 'NotAction')
      assert.equal(wordOf(one), word(actionMatches(statement.action, action)))
    if ((one.element === 'Resource' || one.element === 'NotResource') && statement.resource)
      assert.equal(wordOf(one), word(resourceMatches(statement.resource, resource, context, { variables, policyType })))
  }
}

const readConditions = (statement: Statement, facts: { context: DecisionRequest['context']; variables: boolean }) =>
  statement.conditions.flatMap((operator) =>
    operator.keys.map((key) =>
      word(conditionsHold({ ...statement, conditions: [{ ...operator, keys: [key] }] }, facts)),
    ),
  )

const wordOf = ({ matches }: ExplainedElement): string => matches
const word = (match: Match): string => (typeof match === 'string' ? match : 'unclear')

function appliedOf(policies: AppliedPolicies, type: PolicyType, level = 0): readonly AppliedPolicy[] {
  const one = (policy: AppliedPolicy | undefined) => (policy ? [policy] : [])
  switch (type) {
    case 'identity-based policy':
      return policies.identity
    case 'session policy':
      return policies.session ?? []
    case 'permissions boundary':
      return one(policies.boundary)
    case 'service control policy':
      return policies.serviceControl?.[level] ?? []
    case 'resource control policy':
      return policies.resourceControl?.[level] ?? []
    case 'VPC endpoint policy':
      return one(policies.endpoint)
    default:
      return one(policies.resource)
  }
}

test('the nearest statement applies once the elements that fail are made wide', () => {
  let met = 0
  always(({ nearest, decision, layers }, request) => {
    if (!nearest) return
    assert.equal(decision.effect, 'implicit deny')
    assert.equal(nearest.statement.effect, 'Allow')
    assert.ok(nearest.failing.length > 0)
    if (nearest.failing.some(({ element }) => element === 'Statement')) return
    met += 1
    const { type, index } = nearest.statement.ref
    const around = layers.find(({ policies }) => policies.includes(nearest.policy))
    const place = around?.policies.indexOf(nearest.policy) ?? -1
    const applied = appliedOf(request.policies, type, around?.level)[place]
    assert.ok(applied)
    const text = widened(applied.document.text, index, nearest.failing)
    const wide: AppliedPolicy = { ...applied, document: parsePolicy(text) }
    const gates = explain({ ...request, policies: { identity: [], ...placed(type, wide) } }).layers
    const layer = gates.find((one) => one.type === type)
    assert.equal(layer?.policies[0]?.statements[index]?.applies, 'yes', text)
  })
  assert.ok(met > QUESTIONS / 100, `only ${met} near misses were met`)
})

function placed(type: PolicyType, policy: AppliedPolicy): Partial<AppliedPolicies> {
  switch (type) {
    case 'identity-based policy':
      return { identity: [policy] }
    case 'session policy':
      return { session: [policy] }
    case 'permissions boundary':
      return { boundary: policy }
    case 'service control policy':
      return { serviceControl: [[policy]] }
    case 'resource control policy':
      return { resourceControl: [[policy]] }
    case 'VPC endpoint policy':
      return { endpoint: policy }
    case 'role trust policy':
      return { resource: policy, resourceRule: 'required' }
    case 'resource-based policy':
      return { resource: policy }
  }
}

function widened(text: string, index: number, failing: readonly ExplainedElement[]): string {
  const document = JSON.parse(text)
  const statement = [document.Statement].flat()[index]
  for (const { element, operator, key } of failing) {
    delete statement[element]
    if (element === 'Condition' && operator !== undefined && key !== undefined)
      delete statement.Condition?.[operator]?.[key]
    else statement[element.replace(/^Not/, '')] = '*'
    if (element === 'Condition') delete statement.Condition
  }
  return JSON.stringify(document)
}
