import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACCOUNT, iamForTests, NOW, ROOT, sessionCaller, userCaller } from '../services/iam-for-tests.ts'
import { accessKeys } from './records.ts'

test('the secret is answered once and stored sealed, bound to its key', () => {
  const { run, state } = iamForTests()
  run('CreateUser', { UserName: 'ada' })
  const { AccessKey } = run('CreateAccessKey', { UserName: 'ada' })
  assert.match(AccessKey.AccessKeyId, /^AKIA[A-Z2-7]{16}$/)
  assert.equal(AccessKey.SecretAccessKey.length, 40)
  assert.deepEqual([AccessKey.UserName, AccessKey.Status, AccessKey.CreateDate], ['ada', 'Active', new Date(NOW)])
  const stored = state.get(accessKeys, ACCOUNT, AccessKey.AccessKeyId)
  assert.ok(stored?.sealedSecret.endsWith(`@${ACCOUNT}/${AccessKey.AccessKeyId}`))
  assert.ok(!JSON.stringify(stored).includes(AccessKey.SecretAccessKey))
  assert.deepEqual(run('ListAccessKeys', { UserName: 'ada' }), {
    AccessKeyMetadata: [
      { UserName: 'ada', AccessKeyId: AccessKey.AccessKeyId, Status: 'Active', CreateDate: new Date(NOW) },
    ],
    IsTruncated: false,
  })
})

test('a user has two access keys at most', () => {
  const { run, fails } = iamForTests()
  run('CreateUser', { UserName: 'ada' })
  run('CreateAccessKey', { UserName: 'ada' })
  run('CreateAccessKey', { UserName: 'ada' })
  fails('CreateAccessKey', { UserName: 'ada' }, 'LimitExceeded', 'Cannot exceed quota for AccessKeysPerUser: 2')
})

test('a key is switched off and on', () => {
  const { run } = iamForTests()
  run('CreateUser', { UserName: 'ada' })
  const { AccessKeyId } = run('CreateAccessKey', {}, userCaller('ada')).AccessKey
  run('UpdateAccessKey', { UserName: 'ada', AccessKeyId, Status: 'Inactive' })
  assert.equal(run('ListAccessKeys', { UserName: 'ada' }).AccessKeyMetadata[0]?.Status, 'Inactive')
  run('UpdateAccessKey', { AccessKeyId, Status: 'Active' }, userCaller('ada'))
  assert.equal(run('ListAccessKeys', { UserName: 'ada' }).AccessKeyMetadata[0]?.Status, 'Active')
})

test("another user's key cannot be found", () => {
  const { run, fails } = iamForTests()
  run('CreateUser', { UserName: 'ada' })
  run('CreateUser', { UserName: 'bob' })
  const { AccessKeyId } = run('CreateAccessKey', { UserName: 'bob' }).AccessKey
  const message = `The Access Key with id ${AccessKeyId} cannot be found.`
  fails('DeleteAccessKey', { UserName: 'ada', AccessKeyId }, 'NoSuchEntity', message)
  fails('UpdateAccessKey', { UserName: 'ada', AccessKeyId, Status: 'Inactive' }, 'NoSuchEntity', message)
  fails(
    'DeleteAccessKey',
    { AccessKeyId },
    'ValidationError',
    'Must specify userName when calling with non-User credentials',
    sessionCaller('r'),
  )
})

test('the root user has keys of its own that no user is shown', () => {
  const { run, checks } = iamForTests()
  run('CreateUser', { UserName: 'ada' })
  const { AccessKey } = run('CreateAccessKey', {}, ROOT)
  assert.equal('UserName' in AccessKey, false)
  assert.equal(checks('CreateAccessKey', {}, ROOT)[0]?.resource, `arn:aws:iam::${ACCOUNT}:root`)
  assert.deepEqual(run('ListAccessKeys', { UserName: 'ada' }).AccessKeyMetadata, [])
  assert.equal(run('ListAccessKeys', {}, ROOT).AccessKeyMetadata[0]?.AccessKeyId, AccessKey.AccessKeyId)
  assert.equal(run('GetAccountSummary', {}).SummaryMap?.['AccountAccessKeysPresent'], 1)
})

test('the last use of a key that was never used is N/A', () => {
  const { run, checks } = iamForTests()
  run('CreateUser', { UserName: 'ada', Path: '/p/' })
  const { AccessKeyId } = run('CreateAccessKey', { UserName: 'ada' }).AccessKey
  assert.equal(checks('GetAccessKeyLastUsed', { AccessKeyId })[0]?.resource, `arn:aws:iam::${ACCOUNT}:user/p/ada`)
  assert.deepEqual(run('GetAccessKeyLastUsed', { AccessKeyId }), {
    UserName: 'ada',
    AccessKeyLastUsed: { Region: 'N/A', ServiceName: 'N/A' },
  })
})

test('asking for the last use of an unknown key is denied, not missed', () => {
  const { fails } = iamForTests()
  fails(
    'GetAccessKeyLastUsed',
    { AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
    'AccessDenied',
    `User: ${ROOT.arn} is not authorized to perform iam:GetAccessKeyLastUsed on resource: access key AKIAIOSFODNN7EXAMPLE`,
  )
})
