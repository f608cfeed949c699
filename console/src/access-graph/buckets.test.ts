import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountDetails } from './account.ts'
import {
  accountOf,
  allow,
  arn,
  assumes,
  inline,
  OWN_ACCOUNT,
  policy,
  role,
  type Statement,
  trust,
  user,
} from './account-for-tests.ts'
import '../policy-editor/library.fixture.ts'

const { graphOf } = await import('./graph.ts')
const { viewOf } = await import('./view.ts')

const SHOP = 'arn:aws:s3:::shop'
const shop = (statements: readonly Statement[], more: Partial<AccountDetails['buckets'][number]> = {}) => [
  { name: 'shop', policy: statements.length === 0 ? null : policy(...statements), restricted: false, ...more },
]
const grant = (Principal: unknown, Action: string, more: Statement = {}): Statement => ({
  ...{ Effect: 'Allow', Principal, Action, Resource: [SHOP, `${SHOP}/*`] },
  ...more,
})
const see = (parts: Partial<AccountDetails>, id = SHOP) => viewOf(graphOf(accountOf(parts)), id) ?? assert.fail(id)
const into = (parts: Partial<AccountDetails>) =>
  see(parts).into.map(({ from, verb, certain, conditions }) => [from.name, verb, certain, ...conditions])

test('who reaches a bucket is decided by the policies of both sides', () => {
  const users = [
    user('reader', [allow('s3:GetObject', `${SHOP}/*`)]),
    user('denied', [allow('s3:*')]),
    user('named'),
    user('other', [allow('s3:*', 'arn:aws:s3:::shop-2/*')]),
    user('opener', [allow('s3:PutBucketPolicy', SHOP)]),
  ]
  const roles = [role('writer', trust(OWN_ACCOUNT))]
  const buckets = shop([
    grant({ AWS: [arn('user/named'), arn('role/writer')] }, 's3:PutObject'),
    { ...grant({ AWS: arn('user/denied') }, 's3:*'), Effect: 'Deny' },
  ])
  const parts = { users, roles, buckets }
  assert.deepEqual(into(parts), [
    ['named', 'may write', true],
    ['writer', 'may write', true],
    ['reader', 'may read', true],
    ['opener', 'may change the policy of', true],
  ])
  const [way] = see(parts).into
  assert.deepEqual(
    way?.steps.flatMap(({ evidence }) => evidence.map(({ sentence }) => sentence)),
    ['Statement 1 of the resource-based policy of arn:aws:s3:::shop allows it.'],
  )
  assert.deepEqual(
    see(parts, arn('role/writer')).buckets.map(({ to, verb }) => [to.name, verb]),
    [['shop', 'may write']],
  )
  assert.equal(see(parts, arn('user/other')).bucketCount, 0)
})

test('a part of a bucket is told as a part, and what leads to it over several steps as such', () => {
  const users = [
    user('home', [allow('s3:GetObject', `${SHOP}/home/\${aws:username}/*`)]),
    user('mallory', [assumes('app')]),
  ]
  const roles = [role('app', trust(OWN_ACCOUNT), [allow('s3:PutObject', 'arn:aws:s3:::s*p/in/?')])]
  const seen = see({ users, roles, buckets: shop([]) })
  assert.deepEqual(
    seen.into.map(({ from, verb, steps }) => [from.name, verb, steps[0]?.asked]),
    [
      ['home', 'may read part of', 's3:GetObject on arn:aws:s3:::shop/home/home/any-object'],
      ['app', 'may write part of', 's3:PutObject on arn:aws:s3:::shop/in/x'],
    ],
  )
  assert.deepEqual(
    seen.reachedBy.map((route) => route.map(({ from }) => from.name)),
    [['mallory', 'app']],
  )
})

test('whom a bucket lets in from outside is told, and nobody is whom Block Public Access keeps out', () => {
  const fromOwn = { Condition: { StringEquals: { 'aws:PrincipalAccount': '123456789012' } } }
  const overTls = { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }
  const open = [grant('*', 's3:GetObject')]
  assert.deepEqual(into({ buckets: shop(open) }), [['Everybody (*)', 'may read', true]])
  assert.deepEqual(into({ buckets: shop(open, { restricted: true }) }), [])
  assert.deepEqual(into({ buckets: shop([grant('*', 's3:GetObject', fromOwn)]) }), [])
  assert.deepEqual(into({ buckets: shop([grant('*', 's3:GetObject', overTls)]) }), [
    ['Everybody (*)', 'may read', false, 'if aws:SecureTransport Bool "true"'],
  ])
  const partner = shop([
    grant({ AWS: '210987654321' }, 's3:PutObject'),
    grant({ Service: 'logs.amazonaws.com' }, 's3:PutObject'),
  ])
  assert.deepEqual(into({ buckets: partner }), [
    ['logs.amazonaws.com', 'may write', true],
    ['Account 210987654321', 'may write', false, 'if the policies of account 210987654321 permit it'],
  ])
  const account = 'arn:aws:iam::210987654321:root'
  assert.equal(see({ buckets: partner }, account).bucketCount, 1)
})

test('a policy for everybody lets in whom it keeps no condition from, each told where not everybody is', () => {
  const fromOwn = { Condition: { StringEquals: { 'aws:PrincipalAccount': '123456789012' } } }
  const users = [user('alice'), user('bob', [{ Effect: 'Deny', Action: 's3:*', Resource: '*' }])]
  const told = (statements: readonly Statement[], restricted = false) =>
    into({ users, buckets: shop(statements, { restricted }) }).map(([name, verb]) => `${name} ${verb}`)
  const read = grant('*', 's3:GetObject')
  assert.deepEqual(told([grant('*', 's3:GetObject', fromOwn)]), ['alice may read'])
  assert.deepEqual(told([read]), ['Everybody (*) may read'])
  // Block Public Access keeps out others, and nobody of the account.
  assert.deepEqual(told([read], true), ['alice may read'])
  const { Principal: NotPrincipal, ...rest } = grant({ AWS: arn('user/bob') }, 's3:PutObject', fromOwn)
  assert.deepEqual(told([{ ...rest, NotPrincipal }]), ['alice may write'])
  assert.deepEqual(told([read, grant('*', 's3:PutObject', fromOwn)]), ['alice may write', 'Everybody (*) may read'])
})

test('of a bucket whose policy could not be read nothing is claimed', () => {
  const users = [user('reader', [allow('s3:*')])]
  const unread = 'User: x is not authorized to perform: s3:GetBucketPolicy'
  const seen = see({ users, buckets: shop([], { unread }) })
  assert.deepEqual([seen.into, seen.reachedBy], [[], []])
  assert.match(seen.note ?? '', /could not be read/)
  assert.equal(see({ users, buckets: shop([], { unread }) }, arn('user/reader')).bucketCount, 0)
})

test('a group reaches what its members do', () => {
  const groups = [{ GroupName: 'staff', Arn: arn('group/staff'), GroupPolicyList: inline([allow('s3:GetObject')]) }]
  const users = [user('alice', [], { GroupList: ['staff'] })]
  assert.deepEqual(
    into({ users, groups, buckets: shop([]) }).map(([name, verb]) => [name, verb]),
    [
      ['alice', 'may read'],
      ['staff', 'may read'],
    ],
  )
})
