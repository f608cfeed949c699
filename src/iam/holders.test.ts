import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACCOUNT, allow, iamForTests, trust } from '../services/iam-for-tests.ts'

const customer = (name: string): string => `arn:aws:iam::${ACCOUNT}:policy/${name}`

function withEntities() {
  const iam = iamForTests()
  iam.run('CreateUser', { UserName: 'ada' })
  iam.run('CreateGroup', { GroupName: 'crew' })
  iam.run('CreateRole', { RoleName: 'app', AssumeRolePolicyDocument: trust() })
  return iam
}

test('an inline policy is put, replaced, shown, listed and deleted on users, groups and roles', () => {
  const { run, fails } = withEntities()
  run('PutUserPolicy', { UserName: 'ada', PolicyName: 'b', PolicyDocument: allow('s3:*') })
  run('PutUserPolicy', { UserName: 'ADA', PolicyName: 'b', PolicyDocument: allow('ec2:*') })
  run('PutUserPolicy', { UserName: 'ada', PolicyName: 'a', PolicyDocument: allow('s3:*') })
  const shown = run('GetUserPolicy', { UserName: 'ADA', PolicyName: 'b' })
  assert.deepEqual(
    { ...shown, PolicyDocument: decodeURIComponent(shown.PolicyDocument) },
    {
      UserName: 'ada',
      PolicyName: 'b',
      PolicyDocument: allow('ec2:*'),
    },
  )
  assert.deepEqual(run('ListUserPolicies', { UserName: 'ada' }), { PolicyNames: ['a', 'b'], IsTruncated: false })
  const page = run('ListUserPolicies', { UserName: 'ada', MaxItems: 1 })
  assert.deepEqual([page.PolicyNames, page.IsTruncated], [['a'], true])
  assert.deepEqual(run('ListUserPolicies', { UserName: 'ada', Marker: page.Marker }).PolicyNames, ['b'])
  run('DeleteUserPolicy', { UserName: 'ada', PolicyName: 'b' })
  fails(
    'GetUserPolicy',
    { UserName: 'ada', PolicyName: 'b' },
    'NoSuchEntity',
    'The user policy with name b cannot be found.',
  )
  fails(
    'GetGroupPolicy',
    { GroupName: 'crew', PolicyName: 'constructor' },
    'NoSuchEntity',
    'The group policy with name constructor cannot be found.',
  )
  fails(
    'DeleteRolePolicy',
    { RoleName: 'app', PolicyName: 'p' },
    'NoSuchEntity',
    'The role policy with name p cannot be found.',
  )
  fails(
    'PutRolePolicy',
    { RoleName: 'nonexistent-role', PolicyName: 'p', PolicyDocument: allow('s3:*') },
    'NoSuchEntity',
    'The role with name nonexistent-role cannot be found.',
  )
})

test('all inline policies of an entity share one quota, white space left out', () => {
  const { run, fails } = withEntities()
  const sized = (size: number): string => allow('s3:*').replace('"*"', `"arn:aws:s3:::${'x'.repeat(size)}"`)
  run('PutRolePolicy', { RoleName: 'app', PolicyName: 'a', PolicyDocument: sized(5000) })
  run('PutRolePolicy', { RoleName: 'app', PolicyName: 'b', PolicyDocument: sized(5000) + ' '.repeat(5000) })
  fails(
    'PutRolePolicy',
    { RoleName: 'app', PolicyName: 'c', PolicyDocument: sized(300) },
    'LimitExceeded',
    'Maximum policy size of 10240 bytes exceeded for role app',
  )
  fails(
    'PutUserPolicy',
    { UserName: 'ada', PolicyName: 'c', PolicyDocument: sized(2048) },
    'LimitExceeded',
    'Maximum policy size of 2048 bytes exceeded for user ada',
  )
  fails(
    'PutGroupPolicy',
    { GroupName: 'crew', PolicyName: 'c', PolicyDocument: sized(5120) },
    'LimitExceeded',
    'Maximum policy size of 5120 bytes exceeded for group crew',
  )
})

test('a managed policy is attached once, listed by path, and detached once', () => {
  const { run, fails } = withEntities()
  const PolicyArn = 'arn:aws:iam::aws:policy/job-function/ViewOnlyAccess'
  run('CreatePolicy', { PolicyName: 'p', PolicyDocument: allow('s3:*') })
  run('AttachRolePolicy', { RoleName: 'app', PolicyArn: customer('p') })
  run('AttachRolePolicy', { RoleName: 'app', PolicyArn })
  run('AttachRolePolicy', { RoleName: 'app', PolicyArn })
  const both = [
    { PolicyName: 'p', PolicyArn: customer('p') },
    { PolicyName: 'ViewOnlyAccess', PolicyArn },
  ]
  const list = (PathPrefix?: string) => run('ListAttachedRolePolicies', { RoleName: 'app', PathPrefix })
  assert.deepEqual(list(), { AttachedPolicies: both, IsTruncated: false })
  assert.deepEqual(list('/job-function/').AttachedPolicies, both.slice(1))
  run('DetachRolePolicy', { RoleName: 'app', PolicyArn })
  assert.deepEqual(list().AttachedPolicies, both.slice(0, 1))
  fails('DetachRolePolicy', { RoleName: 'app', PolicyArn }, 'NoSuchEntity', `Policy ${PolicyArn} was not found.`)
})

test('what is not a policy of the account or of AWS cannot be attached', () => {
  const { run, fails } = withEntities()
  const nobody = customer('nonexistent')
  fails(
    'AttachUserPolicy',
    { UserName: 'ada', PolicyArn: nobody },
    'NoSuchEntity',
    `Policy ${nobody} does not exist or is not attachable.`,
  )
  fails(
    'AttachUserPolicy',
    { UserName: 'ada', PolicyArn: 'longpolicynamebutnoarn' },
    'ValidationError',
    'Invalid ARN:  Could not be parsed!',
  )
  run('CreatePolicy', { PolicyName: 'p', Path: '/x/', PolicyDocument: allow('s3:*') })
  const message = `Policy ${customer('p')} does not exist or is not attachable.`
  fails('AttachGroupPolicy', { GroupName: 'crew', PolicyArn: customer('p') }, 'NoSuchEntity', message)
})

test('ten managed policies are attached at most', () => {
  const { run, fails } = withEntities()
  for (let i = 0; i <= 10; i++) run('CreatePolicy', { PolicyName: `p${i}`, PolicyDocument: allow('s3:*') })
  for (let i = 0; i < 10; i++) run('AttachRolePolicy', { RoleName: 'app', PolicyArn: customer(`p${i}`) })
  const eleventh = { RoleName: 'app', PolicyArn: customer('p10') }
  fails('AttachRolePolicy', eleventh, 'LimitExceeded', 'Cannot exceed quota for PoliciesPerRole: 10')
})

test('attaching asks with the ARN of the policy and the boundary of the entity', () => {
  const { run, checks } = withEntities()
  run('CreatePolicy', { PolicyName: 'limits', PolicyDocument: allow('s3:*') })
  run('PutRolePermissionsBoundary', { RoleName: 'app', PermissionsBoundary: customer('limits') })
  const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
  assert.deepEqual(checks('AttachRolePolicy', { RoleName: 'APP', PolicyArn })[0], {
    action: 'iam:AttachRolePolicy',
    resource: `arn:aws:iam::${ACCOUNT}:role/app`,
    shownAs: 'role APP',
    context: { 'iam:PermissionsBoundary': customer('limits'), 'iam:PolicyARN': PolicyArn },
    resourceTags: {},
    requestTags: undefined,
  })
  const unknown = checks('AttachRolePolicy', { RoleName: 'nobody', PolicyArn })[0]
  assert.equal(unknown?.resource, `arn:aws:iam::${ACCOUNT}:role/nobody`)
})

test('a boundary must be a managed policy; setting one asks with it, removing it asks with the one that stands', () => {
  const { run, checks, fails } = withEntities()
  const PermissionsBoundary = customer('limits')
  const put = { RoleName: 'app', PermissionsBoundary }
  const missing = `Scope ARN: ${PermissionsBoundary} does not exist or is not attachable.`
  fails('PutRolePermissionsBoundary', put, 'NoSuchEntity', missing)
  fails(
    'CreateRole',
    { RoleName: 'r', AssumeRolePolicyDocument: trust(), PermissionsBoundary },
    'NoSuchEntity',
    missing,
  )
  const wrong = `arn:aws:iam::${ACCOUNT}:not_a_policy/invalid`
  fails(
    'PutRolePermissionsBoundary',
    { RoleName: 'app', PermissionsBoundary: wrong },
    'InvalidInput',
    `ARN ${wrong} is not valid.`,
  )
  run('CreatePolicy', { PolicyName: 'limits', PolicyDocument: allow('s3:*') })
  run('CreatePolicy', { PolicyName: 'old', PolicyDocument: allow('s3:*') })
  run('PutRolePermissionsBoundary', { RoleName: 'app', PermissionsBoundary: customer('old') })
  assert.deepEqual(checks('PutRolePermissionsBoundary', put)[0]?.context, {
    'iam:PermissionsBoundary': PermissionsBoundary,
  })
  run('PutRolePermissionsBoundary', put)
  assert.deepEqual(run('GetRole', { RoleName: 'app' }).Role.PermissionsBoundary, {
    PermissionsBoundaryType: 'Policy',
    PermissionsBoundaryArn: PermissionsBoundary,
  })
  assert.deepEqual(checks('DeleteRolePermissionsBoundary', { RoleName: 'app' })[0]?.context, {
    'iam:PermissionsBoundary': PermissionsBoundary,
  })
  run('DeleteRolePermissionsBoundary', { RoleName: 'app' })
  assert.equal(run('GetRole', { RoleName: 'app' }).Role.PermissionsBoundary, undefined)
  assert.throws(() => run('DeleteRolePermissionsBoundary', { RoleName: 'app' }), { code: 'NoSuchEntity' })
})
