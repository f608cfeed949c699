import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { FileProblem } from '../text-file.ts'
import { readCaseFile } from './case-file.ts'
import { casesOf, folderForTests } from './folder-for-tests.ts'

const folder = folderForTests()
const ALICE = 'arn:aws:iam::111122223333:user/alice'
const POLICY = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] }
const CASE = { principal: ALICE, action: 's3:GetObject', expect: 'allow' }

/** What is said of a file, its folder left out. */
function said(text: string): string {
  const path = folder.write('f.json', text)
  try {
    readCaseFile(path)
  } catch (error) {
    assert.ok(error instanceof FileProblem, String(error))
    return error.message.replaceAll(`${folder.path}/`, '')
  }
  return 'nothing'
}
const saidOf = (one: object) => said(`{\n"cases": [\n${JSON.stringify(one)}\n]\n}`)

const REFUSED: readonly (readonly [what: string, said: () => string, expected: string | RegExp])[] = [
  ['broken JSON', () => said('{\n  "cases": [\n}'), 'f.json:3:1: not JSON: a value is missing'],
  ['a member twice', () => said('{\n"cases": [], "cases": [] }'), 'f.json:2:14: the key "cases" stands twice'],
  ['no cases', () => said('{}'), 'f.json:1:1: a test file must have a list of cases'],
  ['an empty list', () => said('{ "cases": [] }'), 'f.json:1:12: a test file must have a list of cases'],
  ['a list', () => said('[]'), 'f.json:1:1: a test file must be an object'],
  ['an unknown member', () => saidOf({ ...CASE, boundry: {} }), /^f\.json:3:\d+: a case has no member boundry; it may/],
  [
    'no action',
    () => saidOf({ principal: ALICE, expect: 'allow' }),
    'f.json:3:1: the case has no action, and neither have the defaults',
  ],
  [
    'an action without a service',
    () => saidOf({ ...CASE, action: ['s3:GetObject', 'PutObject'] }),
    /^f\.json:3:\d+: the action "PutObject" names no service/,
  ],
  [
    'an unknown expectation',
    () => saidOf({ ...CASE, expect: 'denied' }),
    /^f\.json:3:\d+: expect must be "allow" or "deny" or "explicit deny" or "implicit deny", not "denied"$/,
  ],
  ['an unknown policy type', () => saidOf({ ...CASE, expect: 'deny', blockedBy: 'boundary' }), /: blockedBy must be /],
  [
    'an allow that is blocked',
    () => saidOf({ ...CASE, blockedBy: 'session policy' }),
    /: what is allowed is blocked by nothing$/,
  ],
  [
    'an unknown principal',
    () => saidOf({ ...CASE, principal: 'alice' }),
    /^f\.json:3:14: the principal "alice" is none/,
  ],
  [
    'a structured context value',
    () => saidOf({ ...CASE, context: { 'aws:SourceIp': {} } }),
    /: the value of aws:SourceIp must be a string, a number, a boolean or a list of them$/,
  ],
  [
    'a policy that is nowhere',
    () => saidOf({ ...CASE, identity: 'reader' }),
    /^f\.json:3:\d+: no policy is named "reader", and reader cannot be read \(ENOENT\)$/,
  ],
  [
    'two policies of the resource',
    () => saidOf({ ...CASE, resourcePolicy: withPrincipal(POLICY), trustPolicy: trust() }),
    'f.json:3:1: a case has a resourcePolicy or a trustPolicy, not both',
  ],
  [
    'a policy that AWS refuses',
    () => saidOf({ ...CASE, identity: { ...POLICY, Version: '2008-10-17' } }),
    /^f\.json:3:\d+: as identity policy: Policy document must be version 2012-10-17 or greater\.$/,
  ],
  [
    'an organization’s policy that cannot be parsed',
    () => saidOf({ ...CASE, serviceControl: { Statement: [{}] } }),
    /^f\.json:3:\d+: Syntax errors in policy\. \(missing Effect\)$/,
  ],
]

function withPrincipal({ Version, Statement: [statement] }: typeof POLICY) {
  return { Version, Statement: [{ ...statement, Resource: 'arn:aws:s3:::b/*', Principal: { AWS: ALICE } }] }
}
function trust() {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: ALICE }, Action: 'sts:AssumeRole' }],
  }
}

for (const [what, tell, expected] of REFUSED) {
  test(`${what} is said with its place`, () => {
    if (typeof expected === 'string') assert.equal(tell(), expected)
    else assert.match(tell(), expected)
  })
}

test('a broken policy in another file is said with its place in that file', () => {
  folder.write('broken.json', '{\n  "Version": "2012-10-17",\n  "Statement": [{ "Effect": "Allow" }\n}')
  assert.equal(
    saidOf({ ...CASE, identity: 'broken.json' }),
    'broken.json:4:1: Syntax errors in policy. (not JSON: an array does not end)',
  )
})

test('policies are found by name, by path from the file’s folder, and inline', () => {
  folder.write('reader.json', JSON.stringify(POLICY))
  folder.write('answer.json', JSON.stringify({ PolicyVersion: { VersionId: 'v1', Document: POLICY } }))
  const [one] = casesOf(folder, {
    policies: { named: 'reader.json', written: POLICY },
    cases: [{ ...CASE, identity: ['named', 'written', join(folder.path, 'reader.json'), 'answer.json', POLICY] }],
  })
  const places = one?.policies.identity.map(({ name }) => name.slice(folder.path.length + 1).split(':')[0])
  assert.deepEqual(places, ['reader.json', 'cases.json', 'reader.json', 'answer.json', 'cases.json'])
})

test('a case takes from the defaults what it does not say, and null takes away', () => {
  const [taken, bare, own] = casesOf(folder, {
    defaults: { ...CASE, boundary: POLICY, identity: POLICY, context: { 'aws:SourceVpc': 'vpc-1', 'a:b': 1e3 } },
    cases: [
      {},
      { context: null },
      { name: 'own', boundary: null, context: { 'AWS:sourcevpc': 'vpc-2', 'c:d': [true] } },
    ],
  })
  assert.equal(taken?.name, 'allow s3:GetObject on *')
  assert.equal(taken?.policies.boundary?.document.statements.length, 1)
  assert.equal(bare?.context.size, 0)
  assert.equal(own?.name, 'own')
  assert.equal(own?.policies.boundary, undefined)
  assert.deepEqual(
    [...(own?.context ?? [])],
    [
      ['aws:sourcevpc', 'vpc-2'],
      ['a:b', '1000'],
      ['c:d', ['true']],
    ],
  )
})
