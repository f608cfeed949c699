import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parsePolicy } from './document.ts'
import { printPolicy } from './print.ts'

const again = (text: string): unknown => JSON.parse(printPolicy(parsePolicy(text)))

test('a policy is printed in AWS’s order, indented by two spaces', () => {
  const text =
    '{"Statement":{"Resource":["a","b"],"Action":"s3:*","Effect":"Allow","Sid":"One"},"Id":"x","Version":"2012-10-17"}'
  assert.equal(
    printPolicy(parsePolicy(text)),
    `{
  "Version": "2012-10-17",
  "Id": "x",
  "Statement": {
    "Sid": "One",
    "Effect": "Allow",
    "Action": "s3:*",
    "Resource": [
      "a",
      "b"
    ]
  }
}`,
  )
})

const KEPT: Readonly<Record<string, unknown>> = {
  'a document without a version': { Statement: [] as unknown },
  'negated elements': { NotAction: 's3:*', NotResource: ['*'], NotPrincipal: { AWS: ['1', '2'], Service: 's' } },
  'Principal *': { Principal: '*' },
  'an empty principal': { Principal: {} },
  'empty lists and texts': { Action: [], Resource: '', Sid: '' },
  'several operators and keys': { Condition: { StringLike: { a: 'x', b: ['y', 'z'] }, Null: { c: 'true' }, Bool: {} } },
  'booleans and numbers': { Condition: { Bool: { a: true, b: [false, 'false'] }, NumericEquals: { c: 10, d: -1.5 } } },
  'elements unknown to AWS': { Strange: { deep: [1, null, { a: 'b' }] }, Other: null },
  'quotes, line breaks and what looks like JSON in a text': { Sid: 'a"\n  b', Resource: '\\u0041{"a": [1,\n2]}' },
  'keys named like inherited properties': { Condition: { constructor: { toString: 'a' } } },
}

for (const [what, more] of Object.entries(KEPT)) {
  test(`${what} outlive printing`, () => {
    const statement = { Effect: 'Deny', Action: 's3:*', ...(more as object) }
    const { Action, ...rest } = statement
    const one = 'NotAction' in statement ? rest : { Action, ...rest }
    for (const policy of [{ Statement: [one] }, { Version: '2008-10-17', Id: '', Statement: one }]) {
      assert.deepEqual(again(JSON.stringify(policy)), policy)
    }
  })
}

test('numbers and an effect in the wrong case keep their spelling', () => {
  const text =
    '{"Extra":[1e3],"Statement":{"Effect":"DENY","Condition":{"NumericEquals":{"a":[1e3,12345678901234567890]}}}}'
  const printed = printPolicy(parsePolicy(text))
  assert.match(printed, /"Effect": "DENY"/)
  assert.match(printed, /"Extra":\[1e3\]/)
  assert.match(printed, /"a": \[\s+1e3,\s+12345678901234567890\s+\]/)
})

test('empty lists and objects are printed on one line', () => {
  const text = '{"Statement":{"Effect":"Allow","Principal":{},"Action":[]}}'
  const lines = [
    '{',
    '  "Statement": {',
    '    "Effect": "Allow",',
    '    "Principal": {},',
    '    "Action": []',
    '  }',
    '}',
  ]
  assert.equal(printPolicy(parsePolicy(text)), lines.join('\n'))
})

test('printing what was printed changes nothing', () => {
  const once = printPolicy(
    parsePolicy('{"Statement":[{"Effect":"Allow","Strange":{\n"a"\n\t: [1,2]}},{"Effect":"Deny"}]}'),
  )
  assert.equal(printPolicy(parsePolicy(once)), once)
})
