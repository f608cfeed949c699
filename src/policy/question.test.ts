import assert from 'node:assert/strict'
import { test } from 'node:test'
import { requestOf } from './cases/case.ts'
import { randomPolicies, randomQuestion } from './cases/random-question.ts'
import { seeded } from './cases/seeded.ts'
import { decide } from './decide.ts'
import { PolicySyntaxError, parsePolicy } from './document.ts'
import { explain } from './explain/explain.ts'
import { questionFromJson, questionToJson } from './question.ts'
import type { DecisionRequest } from './request.ts'

const UNASKED = { name: 'random', source: 'random', expect: 'allow' } as const

/** Through the text, as over a wire. */
const again = (request: DecisionRequest): DecisionRequest =>
  questionFromJson(JSON.parse(JSON.stringify(questionToJson(request))))

test('random questions of every kind come back from JSON exactly, and are decided and explained as before', () => {
  const random = seeded(20261125)
  for (let i = 0; i < 1_000; i += 1) {
    const request = requestOf({ ...UNASKED, ...randomPolicies(random), ...randomQuestion(random) })
    const rebuilt = again(request)
    assert.deepStrictEqual(rebuilt, request)
    assert.deepStrictEqual(decide(rebuilt), decide(request))
    assert.deepStrictEqual(explain(rebuilt), explain(request))
  }
})

test('a question with every layer comes back with every layer, and without any with none', () => {
  const document = parsePolicy('{ "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } }')
  const one = (name: string) => ({
    name,
    arn: `arn:aws:iam::123456789012:policy/${name}`,
    attachedTo: 'role',
    document,
  })
  const bare = requestOf(UNASKED)
  const whole: DecisionRequest = {
    ...bare,
    context: new Map<string, string | string[]>([
      ['aws:tagkeys', ['a', 'b']],
      ['__proto__', 'own'],
    ]),
    policies: {
      identity: [one('a'), one('b')],
      boundary: one('c'),
      session: [one('d')],
      resource: one('e'),
      resourceRule: 'required',
      serviceControl: [[one('f')], [one('g'), one('h')]],
      resourceControl: [[one('i')]],
      endpoint: one('j'),
    },
  }
  const none: DecisionRequest = { ...bare, policies: { identity: [] } }
  for (const request of [whole, none]) {
    const rebuilt = again(request)
    assert.deepStrictEqual(rebuilt, request)
    assert.deepStrictEqual(explain(rebuilt), explain(request))
  }
})

test('a text that is no policy is refused, never taken for an empty one', () => {
  const { policies, ...question } = questionToJson(requestOf(UNASKED))
  const broken = { ...question, policies: { ...policies, identity: [{ name: 'broken', document: '{' }] } }
  assert.throws(() => questionFromJson(broken), PolicySyntaxError)
})
