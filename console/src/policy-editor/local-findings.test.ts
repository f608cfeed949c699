import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serviceAuthorization } from '../../../src/service-authorization/service-authorization.ts'
import './library.fixture.ts'
import { testReference } from './reference.fixture.ts'

const { lintPolicy } = await import('../../../src/policy-library.ts')
const { localFindings } = await import('./local-findings.ts')
const { lintQuestion } = await import('./kind.ts')
const { formatted } = await import('./format.ts')

const POLICIES = [
  { Effect: 'Allow', Action: '*', Resource: '*' },
  { Effect: 'Allow', Action: ['iam:PassRole', 's3:GetObjekt', 'ec2:Run*'], Resource: 'arn:aws:s3:::b/*' },
  {
    Effect: 'Allow',
    Action: 's3:ListBucket',
    Resource: '*',
    Condition: { StringLike: { 's3:prefix': 'a', 'aws:foo': 'b' } },
  },
  { Effect: 'Allow', Action: 'ec2:*', Resource: '*', Condition: { Null: { 'aws:RequestTag/a': 'true' } } },
  { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: 'arn:aws:iam:eu-west-1:1:role/x' },
]

test('what is found here is what the server finds', async () => {
  for (const statement of POLICIES) {
    const text = JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
    const question = lintQuestion('identity', undefined)
    const expected = lintPolicy(text, { ...question, services: serviceAuthorization() })
    assert.deepEqual(await localFindings(text, question, testReference), expected, text)
  }
})

test('a policy is printed in lines, and broken JSON is left alone', () => {
  assert.equal(
    formatted('{"Statement":{"Effect":"Allow","Action":"a:B"}}'),
    '{\n  "Statement": {\n    "Effect": "Allow",\n    "Action": "a:B"\n  }\n}',
  )
  assert.equal(formatted('{"a":1}'), '{\n  "a": 1\n}')
  assert.equal(formatted('{"a":1,"a":2}'), undefined)
  assert.equal(formatted('{'), undefined)
})
