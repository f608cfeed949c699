import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACCOUNT, iamForTests, NOW, trust } from '../services/iam-for-tests.ts'

test('an instance profile is created empty and carries one role', () => {
  const { run, fails } = iamForTests()
  const { InstanceProfile } = run('CreateInstanceProfile', { InstanceProfileName: 'Web', Path: '/p/' })
  assert.match(InstanceProfile.InstanceProfileId, /^AIPA[A-Z2-7]{17}$/)
  const shown = {
    Path: '/p/',
    InstanceProfileName: 'Web',
    InstanceProfileId: InstanceProfile.InstanceProfileId,
    Arn: `arn:aws:iam::${ACCOUNT}:instance-profile/p/Web`,
    CreateDate: new Date(NOW),
  }
  assert.deepEqual(InstanceProfile, { ...shown, Roles: [] })
  const { Role } = run('CreateRole', { RoleName: 'app', AssumeRolePolicyDocument: trust() })
  run('CreateRole', { RoleName: 'other', AssumeRolePolicyDocument: trust() })
  run('AddRoleToInstanceProfile', { InstanceProfileName: 'Web', RoleName: 'app' })
  assert.deepEqual(run('GetInstanceProfile', { InstanceProfileName: 'web' }).InstanceProfile, {
    ...shown,
    Roles: [Role],
    Tags: [],
  })
  assert.deepEqual(run('ListInstanceProfiles', {}).InstanceProfiles, [{ ...shown, Roles: [Role] }])
  assert.deepEqual(run('ListInstanceProfilesForRole', { RoleName: 'app' }).InstanceProfiles, [
    { ...shown, Roles: [Role] },
  ])
  assert.deepEqual(run('ListInstanceProfilesForRole', { RoleName: 'other' }).InstanceProfiles, [])
  for (const RoleName of ['app', 'other']) {
    fails(
      'AddRoleToInstanceProfile',
      { InstanceProfileName: 'Web', RoleName },
      'LimitExceeded',
      'Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1',
    )
  }
})

test('an instance profile is deleted only without a role', () => {
  const { run, fails } = iamForTests()
  const InstanceProfileName = 'web'
  run('CreateInstanceProfile', { InstanceProfileName })
  run('CreateRole', { RoleName: 'app', AssumeRolePolicyDocument: trust() })
  run('AddRoleToInstanceProfile', { InstanceProfileName, RoleName: 'app' })
  fails(
    'DeleteInstanceProfile',
    { InstanceProfileName },
    'DeleteConflict',
    'Cannot delete entity, must remove roles from instance profile first.',
  )
  run('RemoveRoleFromInstanceProfile', { InstanceProfileName, RoleName: 'app' })
  run('DeleteInstanceProfile', { InstanceProfileName })
  fails('GetInstanceProfile', { InstanceProfileName }, 'NoSuchEntity', 'Instance Profile web cannot be found.')
})

test('what is missing is named: the profile, the role, or the role in the profile', () => {
  const { run, fails } = iamForTests()
  run('CreateInstanceProfile', { InstanceProfileName: 'web' })
  run('CreateRole', { RoleName: 'app', AssumeRolePolicyDocument: trust() })
  const no = (InstanceProfileName: string, RoleName: string, message: string) =>
    fails('RemoveRoleFromInstanceProfile', { InstanceProfileName, RoleName }, 'NoSuchEntity', message)
  no('nonexistent-profile', 'app', 'Instance Profile nonexistent-profile cannot be found.')
  no('web', 'nonexistent-role', 'The role with name nonexistent-role cannot be found.')
  no('web', 'app', 'Role app in Instance Profile web cannot be found.')
  fails(
    'CreateInstanceProfile',
    { InstanceProfileName: 'WEB' },
    'EntityAlreadyExists',
    'Instance Profile WEB already exists.',
  )
})

test('adding a role needs the permission to pass that role to EC2', () => {
  const { run, checks } = iamForTests()
  run('CreateInstanceProfile', { InstanceProfileName: 'web', Path: '/p/' })
  run('CreateRole', {
    RoleName: 'app',
    Path: '/r/',
    AssumeRolePolicyDocument: trust(),
    Tags: [{ Key: 'k', Value: 'v' }],
  })
  const [add, pass, ...rest] = checks('AddRoleToInstanceProfile', { InstanceProfileName: 'web', RoleName: 'app' })
  assert.deepEqual(rest, [])
  assert.deepEqual(
    [add?.action, add?.resource],
    ['iam:AddRoleToInstanceProfile', `arn:aws:iam::${ACCOUNT}:instance-profile/p/web`],
  )
  assert.deepEqual(pass, {
    action: 'iam:PassRole',
    resource: `arn:aws:iam::${ACCOUNT}:role/r/app`,
    context: {
      'iam:PassedToService': 'ec2.amazonaws.com',
      'iam:AssociatedResourceArn': `arn:aws:ec2:*:${ACCOUNT}:instance/*`,
    },
  })
})
