import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACCOUNT, allow, iamForTests, NOW, trust } from '../services/iam-for-tests.ts'
import { roleSubject, roles } from './records.ts'

const AssumeRolePolicyDocument = trust()

test('what a role shows of itself differs between creating, getting and listing it', () => {
  const { run } = iamForTests()
  const { Role } = run('CreateRole', {
    RoleName: 'App',
    Path: '/x/',
    AssumeRolePolicyDocument,
    Description: 'initial description',
    Tags: [{ Key: 'test', Value: 'value' }],
  })
  assert.match(Role.RoleId, /^AROA[A-Z2-7]{17}$/)
  const shown = {
    Path: '/x/',
    RoleName: 'App',
    RoleId: Role.RoleId,
    Arn: `arn:aws:iam::${ACCOUNT}:role/x/App`,
    CreateDate: new Date(NOW),
    AssumeRolePolicyDocument: Role.AssumeRolePolicyDocument,
  }
  const tags = [{ Key: 'test', Value: 'value' }]
  assert.deepEqual(Role, { ...shown, Tags: tags })
  assert.deepEqual(run('GetRole', { RoleName: 'app' }).Role, {
    ...shown,
    Description: 'initial description',
    MaxSessionDuration: 3600,
    Tags: tags,
    RoleLastUsed: {},
  })
  assert.deepEqual(run('ListRoles', {}), {
    Roles: [{ ...shown, Description: 'initial description', MaxSessionDuration: 3600 }],
    IsTruncated: false,
  })
})

test('documents are answered percent-encoded by RFC 3986', () => {
  const { run } = iamForTests()
  const text = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*","Sid":"a"}]} '
  run('CreateRole', { RoleName: 'app', AssumeRolePolicyDocument })
  run('PutRolePolicy', { RoleName: 'app', PolicyName: 'p', PolicyDocument: text })
  assert.equal(
    run('GetRolePolicy', { RoleName: 'app', PolicyName: 'p' }).PolicyDocument,
    '%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22s3%3A%2A%22%2C%22Resource%22%3A%22%2A%22%2C%22Sid%22%3A%22a%22%7D%5D%7D%20',
  )
})

test('a role name is taken in every case of its letters, and an unknown one cannot be found', () => {
  const { run, fails } = iamForTests()
  run('CreateRole', { RoleName: 'app', AssumeRolePolicyDocument })
  const again = { RoleName: 'APP', AssumeRolePolicyDocument }
  fails('CreateRole', again, 'EntityAlreadyExists', 'Role with name APP already exists.')
  const input = { RoleName: 'test-nonexistent-role' }
  const message = 'The role with name test-nonexistent-role cannot be found.'
  fails('GetRole', input, 'NoSuchEntity', message)
  fails('UpdateRole', input, 'NoSuchEntity', message)
  fails('DeleteRole', input, 'NoSuchEntity', message)
  fails('ListAttachedRolePolicies', input, 'NoSuchEntity', message)
})

test('UpdateRole leaves what it is not given', () => {
  const { run } = iamForTests()
  run('CreateRole', { RoleName: 'app', AssumeRolePolicyDocument, Description: 'one' })
  assert.deepEqual(run('UpdateRole', { RoleName: 'app', Description: 'two', MaxSessionDuration: 7200 }), {})
  run('UpdateRole', { RoleName: 'app' })
  const { Description, MaxSessionDuration } = run('GetRole', { RoleName: 'app' }).Role
  assert.deepEqual({ Description, MaxSessionDuration }, { Description: 'two', MaxSessionDuration: 7200 })
  const { Role } = run('UpdateRoleDescription', { RoleName: 'app', Description: 'three' })
  assert.equal(Role?.Description, 'three')
  assert.equal(Role?.MaxSessionDuration, undefined)
})

test('a role is deleted only without policies and outside instance profiles', () => {
  const { run, fails } = iamForTests()
  const RoleName = 'app'
  const PolicyArn = 'arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy'
  run('CreateRole', { RoleName, AssumeRolePolicyDocument })
  run('CreateInstanceProfile', { InstanceProfileName: 'app' })
  run('AddRoleToInstanceProfile', { InstanceProfileName: 'app', RoleName })
  const conflict = (message: string) => fails('DeleteRole', { RoleName }, 'DeleteConflict', message)
  conflict('Cannot delete entity, must remove roles from instance profile first.')
  run('RemoveRoleFromInstanceProfile', { InstanceProfileName: 'app', RoleName })
  run('AttachRolePolicy', { RoleName, PolicyArn })
  conflict('Cannot delete entity, must detach all policies first.')
  run('DetachRolePolicy', { RoleName, PolicyArn })
  run('PutRolePolicy', { RoleName, PolicyName: 'p', PolicyDocument: allow('s3:*') })
  conflict('Cannot delete entity, must delete policies first.')
  run('DeleteRolePolicy', { RoleName, PolicyName: 'p' })
  run('DeleteRole', { RoleName })
  assert.deepEqual(run('ListRoles', {}).Roles, [])
})

test('roles are listed by path and in pages that survive a deletion between them', () => {
  const { run } = iamForTests()
  for (const name of ['c', 'a', 'B', 'd']) run('CreateRole', { RoleName: name, Path: '/p/', AssumeRolePolicyDocument })
  run('CreateRole', { RoleName: 'aa', AssumeRolePolicyDocument })
  const names = (roles: readonly { readonly RoleName: string }[]) => roles.map(({ RoleName }) => RoleName)
  const first = run('ListRoles', { PathPrefix: '/p/', MaxItems: 2 })
  assert.deepEqual([names(first.Roles), first.IsTruncated], [['a', 'B'], true])
  run('DeleteRole', { RoleName: 'B' })
  const second = run('ListRoles', { PathPrefix: '/p/', MaxItems: 2, Marker: first.Marker })
  assert.deepEqual([names(second.Roles), second.IsTruncated, second.Marker], [['c', 'd'], false, undefined])
  assert.deepEqual(run('ListRoles', { PathPrefix: '/none/' }), { Roles: [], IsTruncated: false })
})

test('a last use is shown where one is known', () => {
  const { run, state, write } = iamForTests()
  run('CreateRole', { RoleName: 'app', AssumeRolePolicyDocument })
  const role = roleSubject.find(state, ACCOUNT, 'app')
  assert.ok(role)
  write((tx) => tx.put(roles, { ...role, lastUsed: { at: NOW, region: 'eu-west-1' } }))
  assert.deepEqual(run('GetRole', { RoleName: 'app' }).Role.RoleLastUsed, {
    LastUsedDate: new Date(NOW),
    Region: 'eu-west-1',
  })
})
