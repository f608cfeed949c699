import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACCOUNT, allow, iamForTests, NOW } from '../services/iam-for-tests.ts'

test('a group is shown with its members, and a user with its groups', () => {
  const { run } = iamForTests()
  const { Group } = run('CreateGroup', { GroupName: 'staff', Path: '/some/location/' })
  assert.match(Group.GroupId, /^AGPA[A-Z2-7]{17}$/)
  assert.deepEqual(Group, {
    Path: '/some/location/',
    GroupName: 'staff',
    GroupId: Group.GroupId,
    Arn: `arn:aws:iam::${ACCOUNT}:group/some/location/staff`,
    CreateDate: new Date(NOW),
  })
  for (const UserName of ['bob', 'Ada']) {
    run('CreateUser', { UserName })
    run('AddUserToGroup', { GroupName: 'staff', UserName })
    run('AddUserToGroup', { GroupName: 'staff', UserName })
  }
  const page = run('GetGroup', { GroupName: 'staff', MaxItems: 1 })
  assert.deepEqual([page.Users.map(({ UserName }) => UserName), page.IsTruncated], [['Ada'], true])
  const next = run('GetGroup', { GroupName: 'staff', MaxItems: 1, Marker: page.Marker })
  assert.deepEqual([next.Users.map(({ UserName }) => UserName), next.IsTruncated], [['bob'], false])
  assert.deepEqual(run('ListGroupsForUser', { UserName: 'bob' }), { Groups: [Group], IsTruncated: false })
})

test('removing a user who is no member succeeds', () => {
  const { run } = iamForTests()
  run('CreateGroup', { GroupName: 'staff' })
  run('CreateUser', { UserName: 'ada' })
  run('RemoveUserFromGroup', { GroupName: 'staff', UserName: 'ada' })
  assert.deepEqual(run('GetGroup', { GroupName: 'staff' }).Users, [])
})

test('of an unknown user and an unknown group the user is named', () => {
  const { run, fails } = iamForTests()
  const input = { GroupName: 'non-existent-group', UserName: 'any-user' }
  fails('RemoveUserFromGroup', input, 'NoSuchEntity', 'The user with name any-user cannot be found.')
  run('CreateUser', { UserName: 'any-user' })
  fails('AddUserToGroup', input, 'NoSuchEntity', 'The group with name non-existent-group cannot be found.')
})

test('a user is in ten groups at most', () => {
  const { run, fails } = iamForTests()
  run('CreateUser', { UserName: 'ada' })
  for (let i = 0; i <= 10; i++) run('CreateGroup', { GroupName: `g${i}` })
  for (let i = 0; i < 10; i++) run('AddUserToGroup', { GroupName: `g${i}`, UserName: 'ada' })
  const message = 'Cannot exceed quota for GroupsPerUser: 10'
  fails('AddUserToGroup', { GroupName: 'g10', UserName: 'ada' }, 'LimitExceeded', message)
})

test('a renamed group keeps its id and its members, and never takes the name of another', () => {
  const { run, fails } = iamForTests()
  const { Group } = run('CreateGroup', { GroupName: 'staff' })
  run('CreateGroup', { GroupName: 'other' })
  run('CreateUser', { UserName: 'ada' })
  run('AddUserToGroup', { GroupName: 'staff', UserName: 'ada' })
  const taken = { GroupName: 'staff', NewGroupName: 'other' }
  fails('UpdateGroup', taken, 'EntityAlreadyExists', 'Group with name other already exists.')
  run('UpdateGroup', { GroupName: 'staff', NewGroupName: 'crew', NewPath: '/new-path/' })
  fails('GetGroup', { GroupName: 'staff' }, 'NoSuchEntity', 'The group with name staff cannot be found.')
  const renamed = run('GetGroup', { GroupName: 'crew' })
  assert.equal(renamed.Group.GroupId, Group.GroupId)
  assert.equal(renamed.Group.Arn, `arn:aws:iam::${ACCOUNT}:group/new-path/crew`)
  assert.equal(renamed.Users[0]?.UserName, 'ada')
})

test('a group is deleted only without members and policies', () => {
  const { run, fails } = iamForTests()
  const GroupName = 'staff'
  const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
  run('CreateGroup', { GroupName })
  run('CreateUser', { UserName: 'ada' })
  run('AddUserToGroup', { GroupName, UserName: 'ada' })
  const conflict = (message: string) => fails('DeleteGroup', { GroupName }, 'DeleteConflict', message)
  conflict('Cannot delete entity, must remove users from group first.')
  run('RemoveUserFromGroup', { GroupName, UserName: 'ada' })
  run('AttachGroupPolicy', { GroupName, PolicyArn })
  conflict('Cannot delete entity, must detach all policies first.')
  run('DetachGroupPolicy', { GroupName, PolicyArn })
  run('PutGroupPolicy', { GroupName, PolicyName: 'p', PolicyDocument: allow('s3:*') })
  conflict('Cannot delete entity, must delete policies first.')
  run('DeleteGroupPolicy', { GroupName, PolicyName: 'p' })
  run('DeleteGroup', { GroupName })
  assert.deepEqual(run('ListGroups', {}).Groups, [])
})
