import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACCOUNT, allow, iamForTests, NOW, ROOT, sessionCaller, userCaller } from '../services/iam-for-tests.ts'

test('a user is created with path, tags and boundary and shown with them', () => {
  const { run } = iamForTests()
  run('CreatePolicy', { PolicyName: 'limits', PolicyDocument: allow('s3:*') })
  const PermissionsBoundary = `arn:aws:iam::${ACCOUNT}:policy/limits`
  const { User } = run('CreateUser', {
    UserName: 'Ada',
    Path: '/staff/',
    PermissionsBoundary,
    Tags: [
      { Key: 'team', Value: 'blue' },
      { Key: 'Cost', Value: '1' },
    ],
  })
  assert.match(User?.UserId ?? '', /^AIDA[A-Z2-7]{17}$/)
  const shown = {
    Path: '/staff/',
    UserName: 'Ada',
    UserId: User?.UserId,
    Arn: `arn:aws:iam::${ACCOUNT}:user/staff/Ada`,
    CreateDate: new Date(NOW),
  }
  const boundary = { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: PermissionsBoundary }
  assert.deepEqual(run('GetUser', { UserName: 'Ada' }), {
    User: {
      ...shown,
      PermissionsBoundary: boundary,
      Tags: [
        { Key: 'Cost', Value: '1' },
        { Key: 'team', Value: 'blue' },
      ],
    },
  })
  assert.deepEqual(run('ListUsers', {}), { Users: [shown], IsTruncated: false })
})

test('a user name is taken in every case of its letters', () => {
  const { run, fails } = iamForTests()
  run('CreateUser', { UserName: 'ada' })
  fails('CreateUser', { UserName: 'ADA' }, 'EntityAlreadyExists', 'User with name ADA already exists.')
})

test('an unknown user cannot be found', () => {
  const { fails } = iamForTests()
  const message = 'The user with name nonexistent-user cannot be found.'
  const input = { UserName: 'nonexistent-user' }
  fails('GetUser', input, 'NoSuchEntity', message)
  fails('UpdateUser', input, 'NoSuchEntity', message)
  fails('DeleteUser', input, 'NoSuchEntity', message)
  fails('ListUserTags', input, 'NoSuchEntity', message)
  fails('CreateAccessKey', input, 'NoSuchEntity', message)
})

test('GetUser without a name answers the caller, and refuses a role session', () => {
  const { run, fails } = iamForTests()
  run('CreateUser', { UserName: 'ada' })
  assert.equal(run('GetUser', {}, userCaller('ada')).User.UserName, 'ada')
  assert.deepEqual(run('GetUser', {}, ROOT).User, {
    UserId: ACCOUNT,
    Arn: `arn:aws:iam::${ACCOUNT}:root`,
    CreateDate: new Date(NOW),
  })
  fails(
    'GetUser',
    {},
    'ValidationError',
    'Must specify userName when calling with non-User credentials',
    sessionCaller('role'),
  )
})

test('a renamed user keeps its id, its keys, its groups and its policies', () => {
  const { run, fails } = iamForTests()
  const created = run('CreateUser', { UserName: 'ada' }).User
  run('CreateGroup', { GroupName: 'staff' })
  run('AddUserToGroup', { GroupName: 'staff', UserName: 'ada' })
  run('PutUserPolicy', { UserName: 'ada', PolicyName: 'p', PolicyDocument: allow('s3:*') })
  run('CreateAccessKey', { UserName: 'ada' })
  run('UpdateUser', { UserName: 'ada', NewUserName: 'lovelace', NewPath: '/new/' })
  fails('GetUser', { UserName: 'ada' }, 'NoSuchEntity', 'The user with name ada cannot be found.')
  const { User } = run('GetUser', { UserName: 'lovelace' })
  assert.equal(User.UserId, created?.UserId)
  assert.equal(User.Arn, `arn:aws:iam::${ACCOUNT}:user/new/lovelace`)
  assert.equal(run('ListAccessKeys', { UserName: 'lovelace' }).AccessKeyMetadata[0]?.UserName, 'lovelace')
  assert.equal(run('GetGroup', { GroupName: 'staff' }).Users[0]?.UserName, 'lovelace')
  assert.deepEqual(run('ListUserPolicies', { UserName: 'lovelace' }).PolicyNames, ['p'])
})

test('renaming needs the permission on the old and on the new name, and never overwrites another user', () => {
  const { run, checks, fails } = iamForTests()
  run('CreateUser', { UserName: 'ada', Path: '/a/' })
  run('CreateUser', { UserName: 'bob' })
  const input = { UserName: 'ada', NewUserName: 'Bob' }
  assert.deepEqual(
    checks('UpdateUser', input).map(({ resource }) => resource),
    [`arn:aws:iam::${ACCOUNT}:user/a/ada`, `arn:aws:iam::${ACCOUNT}:user/a/Bob`],
  )
  fails('UpdateUser', input, 'EntityAlreadyExists', 'User with name Bob already exists.')
  run('UpdateUser', { UserName: 'ada', NewUserName: 'ADA' })
  assert.equal(run('GetUser', { UserName: 'ada' }).User.UserName, 'ADA')
})

test('a user is deleted only when nothing hangs on it', () => {
  const { run, fails } = iamForTests()
  const UserName = 'ada'
  const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
  run('CreateUser', { UserName })
  run('CreateGroup', { GroupName: 'staff' })
  const conflict = (message: string) => fails('DeleteUser', { UserName }, 'DeleteConflict', message)
  run('AddUserToGroup', { UserName, GroupName: 'staff' })
  conflict('Cannot delete entity, must remove users from group first.')
  run('RemoveUserFromGroup', { UserName, GroupName: 'staff' })
  run('AttachUserPolicy', { UserName, PolicyArn })
  conflict('Cannot delete entity, must detach all policies first.')
  run('DetachUserPolicy', { UserName, PolicyArn })
  run('PutUserPolicy', { UserName, PolicyName: 'p', PolicyDocument: allow('s3:*') })
  conflict('Cannot delete entity, must delete policies first.')
  run('DeleteUserPolicy', { UserName, PolicyName: 'p' })
  const { AccessKeyId } = run('CreateAccessKey', { UserName }).AccessKey
  conflict('Cannot delete entity, must delete access keys first.')
  run('DeleteAccessKey', { UserName, AccessKeyId })
  run('DeleteUser', { UserName })
  assert.deepEqual(run('ListUsers', {}).Users, [])
})

test('creating with tags needs the permission to tag, and says which tags', () => {
  const { checks } = iamForTests()
  const resource = `arn:aws:iam::${ACCOUNT}:user/a/ada`
  const found = checks('CreateUser', { UserName: 'ada', Path: '/a/', Tags: [{ Key: 'k', Value: 'v' }] })
  assert.deepEqual(
    found.map(({ action, resource, requestTags }) => ({ action, resource, requestTags })),
    [
      { action: 'iam:CreateUser', resource, requestTags: { k: 'v' } },
      { action: 'iam:TagUser', resource, requestTags: { k: 'v' } },
    ],
  )
  assert.equal(checks('CreateUser', { UserName: 'ada' }).length, 1)
})
