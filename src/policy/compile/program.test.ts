import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allow, type DecisionCase, requestOf } from '../cases/case.ts'
import { difference } from '../cases/differential.ts'
import { seeded } from '../cases/seeded.ts'
import { compile } from '../decide.ts'
import { parsePolicy } from '../document.ts'

/** Values that begin alike, with and without a wildcard, and those that no beginning tells. */
const RESOURCES = [
  '*',
  'arn:aws:s3:::bucket/key',
  'arn:aws:s3:::bucket/a',
  'arn:aws:s3:::bucket/*',
  'arn:aws:s3:::bucket/a*',
  'arn:aws:s3:::b*',
  'arn:aws:s3:::*/key',
  'arn:aws:s3:::bucket/?ey',
  'arn:aws:s3:::bucket/${aws:username}',
  'arn:aws:*:::bucket/key',
  'arn:aws:iam::*',
  'arn:aws:s3',
]
const ASKED = [
  'arn:aws:s3:::bucket/key',
  'arn:aws:s3:::bucket/a',
  'arn:aws:s3:::bucket/alice',
  'arn:aws:s3:::other/key',
]

test('policies of many statements decide as the readable engine does, whichever of them are looked up by their resource', () => {
  const { pick, times, chance } = seeded(20261124)
  const statement = (): Readonly<Record<string, unknown>> => ({
    Effect: chance(0.8) ? 'Allow' : 'Deny',
    Action: pick(['s3:GetObject', 's3:*', '*', 's3:PutObject']),
    [chance(0.9) ? 'Resource' : 'NotResource']: [pick(RESOURCES), ...times(2, () => pick(RESOURCES))],
  })
  for (let policy = 0; policy < 600; policy += 1) {
    const identity = [Array.from({ length: 6 + (policy % 18) }, statement)]
    for (const resource of ASKED) {
      const one: DecisionCase = { name: 'many', source: 'random', identity, resource, expect: 'allow' }
      const request = requestOf({ ...one, context: { 'aws:username': 'alice' } })
      assert.equal(difference(request), undefined, JSON.stringify(one))
    }
  }
})

test('eight statements and more that mix a beginning with what has none still reach both', () => {
  for (const beside of ['*', 'arn:aws:s3:::*/key', 'arn:aws:s3:::bucket/?ey', 'arn:aws:s3:::${aws:username}/key']) {
    const many = Array.from({ length: 12 }, (_, index) =>
      allow({ Action: 's3:GetObject', Resource: [`arn:aws:s3:::other-${index}/*`, beside] }),
    )
    const one: DecisionCase = { name: beside, source: 'none', identity: [many], expect: 'allow' }
    assert.equal(difference(requestOf({ ...one, context: { 'aws:username': 'bucket' } })), undefined, beside)
  }
})

test('a document is compiled for a type of policy that there is', () => {
  const document = parsePolicy('{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}')
  assert.doesNotThrow(() => compile(document, 'identity-based policy'))
  // The types of TypeScript are not there for callers in JavaScript.
  assert.throws(() => compile(document, 'nonsense' as 'session policy'), {
    name: 'TypeError',
    message: 'no policies are of the type nonsense',
  })
})
