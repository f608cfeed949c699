import assert from 'node:assert/strict'
import { test } from 'node:test'
import { casesOf, folderForTests } from './folder-for-tests.ts'
import { runCase } from './run-case.ts'

const folder = folderForTests()
const HERE = '111122223333'
const ALICE = `arn:aws:iam::${HERE}:user/team/alice`
const OBJECT = 'arn:aws:s3:::b/k'

const policy = (...statements: readonly object[]) => ({
  Version: '2012-10-17',
  Statement: statements.map((statement) => ({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...statement })),
})
const ON_OBJECTS = { Resource: 'arn:aws:s3:::b/*' }
const BASE = { principal: ALICE, action: 's3:GetObject', resource: OBJECT, expect: 'allow' }

function surprises(one: object) {
  const [read] = casesOf(folder, { cases: [{ ...BASE, ...one }] })
  assert.ok(read)
  return runCase(read).map(({ summary, reasons }) => ({
    summary,
    reasons: reasons.map((reason) => reason.replaceAll(`${folder.path}/`, '')),
  }))
}
const summary = (one: object) => surprises(one)[0]?.summary ?? 'as expected'

test('what is expected and decided is no surprise', () => {
  assert.equal(summary({ identity: policy({}) }), 'as expected')
  assert.equal(summary({ expect: 'deny' }), 'as expected')
  assert.equal(summary({ expect: 'implicit deny', blockedBy: 'identity-based policy' }), 'as expected')
  assert.equal(summary({ identity: policy({}, { Effect: 'Deny' }), expect: 'explicit deny' }), 'as expected')
})

test('the other effect, the other kind of denial and another blocker are surprises', () => {
  const boundary = policy({ Action: 's3:PutObject' })
  assert.equal(summary({}), 'expected allow, got implicit deny by identity-based policy')
  assert.equal(summary({ identity: policy({}), expect: 'deny' }), 'expected deny, got allow')
  assert.equal(
    summary({ expect: 'explicit deny' }),
    'expected explicit deny, got implicit deny by identity-based policy',
  )
  assert.equal(
    summary({ identity: policy({}), boundary, expect: 'deny', blockedBy: 'identity-based policy' }),
    'expected deny by identity-based policy, got implicit deny by permissions boundary',
  )
})

test('each action on each resource is decided', () => {
  const identity = policy({ Resource: 'arn:aws:s3:::b/*' })
  const asked = { identity, action: ['s3:GetObject', 's3:PutObject'], resource: [OBJECT, 'arn:aws:s3:::c/k'] }
  assert.equal(surprises(asked).length, 3)
})

test('a statement that denies or allows is told with its place, and so are policies that are silent', () => {
  const deny = { Effect: 'Deny', Sid: 'Never' }
  const [denied] = surprises({ identity: policy({}, deny) })
  assert.match(denied?.reasons[0] ?? '', /^cases\.json:1:\d+: statement "Never" of the identity-based policy denies$/)
  const [allowed] = surprises({ identity: policy({}), expect: 'deny' })
  assert.match(allowed?.reasons[0] ?? '', /^cases\.json:1:\d+: statement 1 of the identity-based policy allows$/)
  const [silent] = surprises({ identity: policy({ Action: 's3:PutObject' }) })
  assert.match(silent?.reasons[0] ?? '', /^cases\.json:1:\d+: no statement of this identity-based policy allows$/)
  assert.deepEqual(surprises({})[0]?.reasons, ['there is no identity-based policy'])
})

test('condition keys without a value and statements that cannot be read are told', () => {
  const Condition = { StringEquals: { 'aws:SourceVpc': 'vpc-1' } }
  const [missing] = surprises({ identity: policy({ Condition }) })
  assert.equal(missing?.reasons.at(-1), 'the case gives no value for aws:SourceVpc')
  const unclear = { Condition: { NumericLessThan: { 's3:max-keys': 'ten' } } }
  const [doubt] = surprises({ identity: policy(unclear), context: { 's3:max-keys': 5 } })
  assert.match(doubt?.reasons.at(-1) ?? '', /statement 1 of the identity-based policy: .*ten/)
})

test('context follows from principal and resource, and the case overrides it', () => {
  const decided = (key: string, value: string, more: object = {}) =>
    summary({ identity: policy({ Condition: { StringEquals: { [key]: value } } }), ...more }) === 'as expected'
  assert.ok(decided('aws:PrincipalArn', ALICE))
  assert.ok(decided('aws:PrincipalAccount', HERE))
  assert.ok(decided('aws:username', 'alice'))
  assert.ok(decided('aws:ResourceAccount', HERE))
  assert.ok(
    decided('aws:ResourceAccount', '999999999999', {
      resourceAccount: HERE,
      context: { 'aws:resourceaccount': '999999999999' },
    }),
  )
  assert.ok(!decided('aws:username', 'alice', { context: { 'aws:username': null } }))
  const session = { principal: `arn:aws:sts::${HERE}:assumed-role/app/s1` }
  assert.ok(decided('aws:PrincipalArn', `arn:aws:iam::${HERE}:role/app`, session))
  assert.ok(decided('aws:PrincipalType', 'AssumedRole', session))
})

test('session policies, organizations and the resource’s account are gates as on AWS', () => {
  const identity = policy({})
  assert.equal(summary({ identity, session: [], expect: 'deny', blockedBy: 'session policy' }), 'as expected')
  const closed = [policy({}), [policy({ Action: 's3:PutObject' }), policy({ Action: 's3:List*' })]]
  const blockedBy = 'service control policy'
  assert.equal(summary({ identity, serviceControl: closed, expect: 'deny', blockedBy }), 'as expected')
  const everybody = policy({ Principal: '*', Action: '*' })
  const byName = policy({ Principal: { AWS: ALICE }, ...ON_OBJECTS })
  assert.equal(summary({ identity: [], resourcePolicy: byName, resourceControl: everybody }), 'as expected')
  const abroad = { resourcePolicy: byName, resourceAccount: '999999999999' }
  assert.equal(summary({ ...abroad, expect: 'deny', blockedBy: 'identity-based policy' }), 'as expected')
  assert.equal(summary({ ...abroad, identity }), 'as expected')
})

test('a role is taken by whom its trust policy names: users, services, and unique ids', () => {
  const role = { action: 'sts:AssumeRole', resource: `arn:aws:iam::${HERE}:role/app` }
  const trustPolicy = (Principal: object) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }],
  })
  assert.equal(summary({ ...role, trustPolicy: trustPolicy({ AWS: ALICE }) }), 'as expected')
  const forEc2 = trustPolicy({ Service: 'ec2.amazonaws.com' })
  assert.equal(summary({ ...role, trustPolicy: forEc2, principal: 'ec2.amazonaws.com' }), 'as expected')
  const denied = { ...role, trustPolicy: forEc2, expect: 'deny', blockedBy: 'role trust policy' }
  assert.equal(summary({ ...denied, identity: policy({ Action: '*' }) }), 'as expected')
  const byId = trustPolicy({ AWS: 'AIDAALICEALICEALICE12' })
  const withId = { arn: ALICE, id: 'AIDAALICEALICEALICE12' }
  assert.equal(summary({ ...role, trustPolicy: byId, principal: withId }), 'as expected')
  assert.equal(summary({ ...role, trustPolicy: byId, expect: 'deny' }), 'as expected')
})

test('the root user needs no policy, and anonymous callers need the resource’s', () => {
  assert.equal(summary({ principal: `arn:aws:iam::${HERE}:root` }), 'as expected')
  const open = policy({ Principal: '*', ...ON_OBJECTS })
  assert.equal(summary({ principal: '*', resourcePolicy: open }), 'as expected')
  assert.equal(summary({ principal: '*', expect: 'deny' }), 'as expected')
})
