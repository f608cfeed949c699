import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Caller } from './caller.ts'
import { type ContextFacts, contextOf } from './request-context.ts'

const ACCOUNT = '123456789012'
const alice: Caller = {
  kind: 'user',
  account: ACCOUNT,
  arn: `arn:aws:iam::${ACCOUNT}:user/alice`,
  principalArn: `arn:aws:iam::${ACCOUNT}:user/alice`,
  userId: 'AIDAEXAMPLE',
  name: 'alice',
  entityId: 'AIDAEXAMPLE',
  accessKeyId: 'AKIAEXAMPLE',
  session: undefined,
  tags: { Team: 'blue' },
}
const facts = (more: Partial<ContextFacts> = {}): ContextFacts => ({
  caller: alice,
  check: { action: 'iam:TagRole', resource: `arn:aws:iam::${ACCOUNT}:role/app` },
  resourceAccount: ACCOUNT,
  now: Date.UTC(2026, 10, 23, 12, 0, 0, 789),
  region: 'us-east-1',
  sourceIp: '192.0.2.1',
  secure: true,
  userAgent: 'curl',
  referer: undefined,
  ...more,
})
const GLOBAL = {
  'aws:currenttime': '2026-11-23T12:00:00Z',
  'aws:epochtime': '1795435200',
  'aws:sourceip': '192.0.2.1',
  'aws:securetransport': 'true',
  'aws:useragent': 'curl',
  'aws:requestedregion': 'us-east-1',
  'aws:viaawsservice': 'false',
  'aws:principalisawsservice': 'false',
  'aws:principaltype': 'User',
  'aws:userid': 'AIDAEXAMPLE',
  'aws:principalarn': alice.arn,
  'aws:principalaccount': ACCOUNT,
  'aws:username': 'alice',
  'aws:principaltag/team': 'blue',
  'aws:resourceaccount': ACCOUNT,
}

/** What it lists, after it was made sure that it answers the same for every key. */
function listed(more: Partial<ContextFacts> = {}) {
  const context = contextOf(facts(more))
  const entries = [...context]
  for (const [key, value] of entries) assert.deepEqual([context.get(key), context.has(key)], [value, true], key)
  assert.equal(context.size, entries.length)
  assert.deepEqual(
    [...context.keys()],
    entries.map(([key]) => key),
  )
  return Object.fromEntries(entries)
}

test('a user’s question has the keys of the request and of the caller, in lower case', () => {
  assert.deepEqual(listed(), GLOBAL)
})

test('a key that is not known is absent', () => {
  const context = contextOf(facts())
  for (const key of ['aws:referer', 'aws:tokenissuetime', 'aws:multifactorauthpresent', 'aws:tagkeys', 'constructor']) {
    assert.deepEqual([context.get(key), context.has(key)], [undefined, false], key)
  }
  const anonymous = contextOf(
    facts({ caller: { ...alice, kind: 'anonymous', account: '', tags: {} }, resourceAccount: '' }),
  )
  for (const key of ['aws:principalarn', 'aws:principalaccount', 'aws:username', 'aws:resourceaccount']) {
    assert.equal(anonymous.has(key), false, key)
  }
})

test('tags stand under the global key and under that of the service', () => {
  const { check } = facts()
  const tagged = listed({ check: { ...check, resourceTags: { Stage: 'test' }, requestTags: { Owner: 'bob' } } })
  assert.deepEqual(tagged, {
    ...GLOBAL,
    'aws:resourcetag/stage': 'test',
    'iam:resourcetag/stage': 'test',
    'aws:requesttag/owner': 'bob',
    'aws:tagkeys': ['Owner'],
  })
})

test('what the service says of a key stands, and what it leaves undefined is absent', () => {
  const { check } = facts()
  const context = { 'aws:SourceIp': '10.0.0.1', 'iam:PolicyARN': 'arn:aws:iam::aws:policy/x', 'aws:Owner': undefined }
  assert.deepEqual(listed({ check: { ...check, context } }), {
    ...GLOBAL,
    'aws:sourceip': '10.0.0.1',
    'iam:policyarn': 'arn:aws:iam::aws:policy/x',
  })
})

test('an instance’s session tells the instance, and of MFA only that there was none', () => {
  const arn = `arn:aws:ec2:us-east-1:${ACCOUNT}:instance/i-1`
  const keys = listed({
    caller: {
      ...alice,
      kind: 'assumed-role',
      session: {
        kind: 'instance',
        accessKeyId: 'ASIAEXAMPLE',
        account: ACCOUNT,
        issuerArn: alice.arn,
        issuerName: 'web',
        issuerId: 'AROAEXAMPLE',
        sessionName: 'i-1',
        issuedAt: Date.UTC(2026, 10, 23, 11),
        expiresAt: Date.UTC(2026, 10, 23, 17),
        chained: false,
        tags: {},
        transitiveTagKeys: [],
        instance: { arn, vpcId: 'vpc-1', privateIp: '10.0.0.5', roleDelivery: '2.0' },
      },
    },
  })
  const { 'aws:username': _, ...others } = GLOBAL
  assert.deepEqual(keys, {
    ...others,
    'aws:principaltype': 'AssumedRole',
    'aws:tokenissuetime': '2026-11-23T11:00:00Z',
    'aws:multifactorauthpresent': 'false',
    'ec2:sourceinstancearn': arn,
    'ec2:roledelivery': '2.0',
    'aws:ec2instancesourcevpc': 'vpc-1',
    'aws:ec2instancesourceprivateipv4': '10.0.0.5',
  })
})
