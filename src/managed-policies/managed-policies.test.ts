import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACCOUNT, allow, iamForTests, NOW, trust } from '../services/iam-for-tests.ts'

const arnOf = (name: string, path = '/'): string => `arn:aws:iam::${ACCOUNT}:policy${path}${name}`

test('a policy is shown in full by GetPolicy only', () => {
  const { run } = iamForTests()
  const { Policy } = run('CreatePolicy', {
    PolicyName: 'Reads',
    Path: '/test/path/',
    Description: 'testing',
    PolicyDocument: allow('s3:Get*'),
    Tags: [
      { Key: 'a', Value: 'lowercase' },
      { Key: 'A', Value: 'uppercase' },
    ],
  })
  assert.match(Policy?.PolicyId ?? '', /^ANPA[A-Z2-7]{17}$/)
  const shown = {
    PolicyName: 'Reads',
    PolicyId: Policy?.PolicyId,
    Arn: arnOf('Reads', '/test/path/'),
    Path: '/test/path/',
    DefaultVersionId: 'v1',
    AttachmentCount: 0,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    CreateDate: new Date(NOW),
    UpdateDate: new Date(NOW),
  }
  assert.deepEqual(Policy, {
    ...shown,
    Tags: [
      { Key: 'a', Value: 'lowercase' },
      { Key: 'A', Value: 'uppercase' },
    ],
  })
  assert.deepEqual(run('GetPolicy', { PolicyArn: shown.Arn }).Policy, {
    ...shown,
    Description: 'testing',
    Tags: [
      { Key: 'A', Value: 'uppercase' },
      { Key: 'a', Value: 'lowercase' },
    ],
  })
  assert.deepEqual(run('ListPolicies', { Scope: 'Local' }), { Policies: [shown], IsTruncated: false })
})

test('a policy name is taken in every case, whatever the path', () => {
  const { run, fails } = iamForTests()
  run('CreatePolicy', { PolicyName: 'reads', PolicyDocument: allow('s3:*') })
  fails(
    'CreatePolicy',
    { PolicyName: 'Reads', Path: '/x/', PolicyDocument: allow('s3:*') },
    'EntityAlreadyExists',
    'A policy called Reads already exists. Duplicate names are not allowed.',
  )
})

test('versions are numbered on, five stand at once, and the newest is listed first', () => {
  const { run, fails } = iamForTests()
  const PolicyArn = arnOf('p')
  const PolicyDocument = allow('s3:*')
  run('CreatePolicy', { PolicyName: 'p', PolicyDocument })
  assert.deepEqual(run('CreatePolicyVersion', { PolicyArn, PolicyDocument, SetAsDefault: true }).PolicyVersion, {
    VersionId: 'v2',
    IsDefaultVersion: true,
    CreateDate: new Date(NOW),
  })
  for (const id of ['v3', 'v4', 'v5']) {
    assert.equal(run('CreatePolicyVersion', { PolicyArn, PolicyDocument }).PolicyVersion?.VersionId, id)
  }
  const message =
    'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.'
  fails('CreatePolicyVersion', { PolicyArn, PolicyDocument }, 'LimitExceeded', message)
  run('DeletePolicyVersion', { PolicyArn, VersionId: 'v5' })
  assert.equal(run('CreatePolicyVersion', { PolicyArn, PolicyDocument }).PolicyVersion?.VersionId, 'v6')
  run('SetDefaultPolicyVersion', { PolicyArn, VersionId: 'v1' })
  const { Versions } = run('ListPolicyVersions', { PolicyArn })
  assert.deepEqual(
    Versions?.map(({ VersionId, IsDefaultVersion }) => [VersionId, IsDefaultVersion]),
    [
      ['v6', false],
      ['v4', false],
      ['v3', false],
      ['v2', false],
      ['v1', true],
    ],
  )
})

test('a version that is missing is named with its policy', () => {
  const { run, fails } = iamForTests()
  run('CreatePolicy', { PolicyName: 'p', PolicyDocument: allow('s3:*') })
  for (const [PolicyArn, VersionId] of [
    [arnOf('p'), 'v9'],
    [arnOf('TestNonExistingPolicy'), 'v1'],
  ] as const) {
    const message = `Policy ${PolicyArn} version ${VersionId} does not exist or is not attachable.`
    for (const name of ['GetPolicyVersion', 'SetDefaultPolicyVersion', 'DeletePolicyVersion'] as const) {
      fails(name, { PolicyArn, VersionId }, 'NoSuchEntity', message)
    }
  }
  const input = { PolicyArn: arnOf('p'), VersionId: 'v1' }
  fails('DeletePolicyVersion', input, 'DeleteConflict', 'Cannot delete the default version of a policy.')
})

test('a policy that is missing was not found', () => {
  const { fails } = iamForTests()
  const PolicyArn = arnOf('non-existent-policy')
  const message = `Policy ${PolicyArn} was not found.`
  fails('GetPolicy', { PolicyArn }, 'NoSuchEntity', message)
  fails('DeletePolicy', { PolicyArn }, 'NoSuchEntity', message)
  fails('TagPolicy', { PolicyArn, Tags: [] }, 'NoSuchEntity', message)
})

test('a policy is deleted only when nobody uses it and one version is left', () => {
  const { run, fails } = iamForTests()
  const PolicyArn = arnOf('p')
  run('CreatePolicy', { PolicyName: 'p', PolicyDocument: allow('s3:*') })
  run('CreateRole', { RoleName: 'r', AssumeRolePolicyDocument: trust(), PermissionsBoundary: PolicyArn })
  const conflict = (message: string) => fails('DeletePolicy', { PolicyArn }, 'DeleteConflict', message)
  conflict('Cannot delete a policy attached to entities.')
  run('DeleteRolePermissionsBoundary', { RoleName: 'r' })
  run('AttachRolePolicy', { RoleName: 'r', PolicyArn })
  conflict('Cannot delete a policy attached to entities.')
  run('DetachRolePolicy', { RoleName: 'r', PolicyArn })
  run('CreatePolicyVersion', { PolicyArn, PolicyDocument: allow('s3:*') })
  conflict(
    "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
  )
  run('DeletePolicyVersion', { PolicyArn, VersionId: 'v2' })
  run('DeletePolicy', { PolicyArn })
  assert.deepEqual(run('ListPolicies', { Scope: 'Local' }).Policies, [])
})

test('a document is refused with the sentence of AWS', () => {
  const { fails } = iamForTests()
  const refused = (PolicyDocument: string, code: string, message: string) =>
    fails('CreatePolicy', { PolicyName: 'p', PolicyDocument }, code, message)
  refused('{}', 'MalformedPolicyDocument', 'Syntax errors in policy.')
  refused(trust(), 'MalformedPolicyDocument', 'Policy document should not specify a principal.')
  const large = allow('s3:*').replace(
    '"*"',
    JSON.stringify(Array.from({ length: 200 }, (_, i) => `arn:aws:s3:::bucket-with-a-name-${i}/*`)),
  )
  refused(large, 'LimitExceeded', 'Cannot exceed quota for PolicySize: 6144')
})

test('who uses a policy is counted and listed, by usage, kind and path', () => {
  const { run } = iamForTests()
  const PolicyArn = arnOf('p')
  run('CreatePolicy', { PolicyName: 'p', PolicyDocument: allow('s3:*') })
  run('CreateUser', { UserName: 'ada', Path: '/staff/', PermissionsBoundary: PolicyArn })
  run('AttachUserPolicy', { UserName: 'ada', PolicyArn })
  run('CreateGroup', { GroupName: 'crew' })
  run('AttachGroupPolicy', { GroupName: 'crew', PolicyArn })
  run('CreateRole', { RoleName: 'app', AssumeRolePolicyDocument: trust(), PermissionsBoundary: PolicyArn })
  const { Policy } = run('GetPolicy', { PolicyArn })
  assert.deepEqual([Policy?.AttachmentCount, Policy?.PermissionsBoundaryUsageCount], [2, 2])
  const names = (more: object) => {
    const found = run('ListEntitiesForPolicy', { PolicyArn, ...more })
    return [
      found.PolicyUsers?.map(({ UserName }) => UserName),
      found.PolicyGroups?.map(({ GroupName }) => GroupName),
      found.PolicyRoles?.map(({ RoleName }) => RoleName),
    ]
  }
  assert.deepEqual(names({}), [['ada'], ['crew'], ['app']])
  assert.deepEqual(names({ PolicyUsageFilter: 'PermissionsPolicy' }), [['ada'], ['crew'], []])
  assert.deepEqual(names({ PolicyUsageFilter: 'PermissionsBoundary' }), [['ada'], [], ['app']])
  assert.deepEqual(names({ EntityFilter: 'Group' }), [[], ['crew'], []])
  assert.deepEqual(names({ PathPrefix: '/staff/' }), [['ada'], [], []])
  const used = run('ListPolicies', { OnlyAttached: true })
  assert.deepEqual(
    used.Policies?.map(({ PolicyName }) => PolicyName),
    ['p'],
  )
})
