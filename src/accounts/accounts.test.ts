import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACCOUNT, allow, iamForTests, ROOT, trust } from '../services/iam-for-tests.ts'

test('an account has one alias, which another one replaces', () => {
  const { run, fails } = iamForTests()
  assert.deepEqual(run('ListAccountAliases', {}), { AccountAliases: [], IsTruncated: false })
  run('CreateAccountAlias', { AccountAlias: 'first' })
  run('CreateAccountAlias', { AccountAlias: 'second' })
  assert.deepEqual(run('ListAccountAliases', {}).AccountAliases, ['second'])
  const other = { ...ROOT, account: '210987654321' }
  const taken = 'The account alias second already exists.'
  fails('CreateAccountAlias', { AccountAlias: 'second' }, 'EntityAlreadyExists', taken, other)
  assert.throws(() => run('DeleteAccountAlias', { AccountAlias: 'first' }), { code: 'NoSuchEntity' })
  run('DeleteAccountAlias', { AccountAlias: 'second' })
  assert.deepEqual(run('ListAccountAliases', {}).AccountAliases, [])
})

test('a password policy is the account’s own until it is deleted, and what an update leaves out goes back', () => {
  const { run, fails } = iamForTests()
  const none = `The Password Policy with domain name ${ACCOUNT} cannot be found.`
  fails('GetAccountPasswordPolicy', {}, 'NoSuchEntity', none)
  fails('DeleteAccountPasswordPolicy', {}, 'NoSuchEntity', none)
  run('UpdateAccountPasswordPolicy', {})
  const defaults = {
    MinimumPasswordLength: 6,
    RequireSymbols: false,
    RequireNumbers: false,
    RequireUppercaseCharacters: false,
    RequireLowercaseCharacters: false,
    AllowUsersToChangePassword: false,
    ExpirePasswords: false,
  }
  // Recorded from AWS: numbers without a default are left out.
  assert.deepEqual(run('GetAccountPasswordPolicy', {}), { PasswordPolicy: defaults })
  const all = {
    MinimumPasswordLength: 14,
    RequireSymbols: true,
    RequireNumbers: true,
    RequireUppercaseCharacters: true,
    RequireLowercaseCharacters: true,
    AllowUsersToChangePassword: true,
    MaxPasswordAge: 90,
    PasswordReusePrevention: 24,
    HardExpiry: false,
  }
  run('UpdateAccountPasswordPolicy', all)
  assert.deepEqual(run('GetAccountPasswordPolicy', {}), { PasswordPolicy: { ...all, ExpirePasswords: true } })
  run('CreateAccountAlias', { AccountAlias: 'acme' })
  const other = { ...ROOT, account: '210987654321' }
  assert.throws(() => run('GetAccountPasswordPolicy', {}, other), { code: 'NoSuchEntity' })
  run('UpdateAccountPasswordPolicy', { MaxPasswordAge: 30 })
  const { PasswordPolicy } = run('GetAccountPasswordPolicy', {})
  assert.deepEqual(PasswordPolicy, { ...defaults, ExpirePasswords: true, MaxPasswordAge: 30 })
  run('DeleteAccountPasswordPolicy', {})
  fails('GetAccountPasswordPolicy', {}, 'NoSuchEntity', none)
  assert.deepEqual(run('ListAccountAliases', {}).AccountAliases, ['acme'])
})

test('the summary holds the quotas that AWS answers, and counts', () => {
  const { run } = iamForTests()
  run('CreateUser', { UserName: 'ada' })
  run('CreatePolicy', { PolicyName: 'p', PolicyDocument: allow('s3:*') })
  run('CreatePolicyVersion', { PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/p`, PolicyDocument: allow('s3:*') })
  assert.deepEqual(run('GetAccountSummary', {}).SummaryMap, {
    AccessKeysPerUserQuota: 2,
    AccountAccessKeysPresent: 0,
    AccountMFAEnabled: 0,
    AccountPasswordPresent: 0,
    AccountSigningCertificatesPresent: 0,
    AssumeRolePolicySizeQuota: 2048,
    AttachedPoliciesPerGroupQuota: 10,
    AttachedPoliciesPerRoleQuota: 10,
    AttachedPoliciesPerUserQuota: 10,
    GlobalEndpointTokenVersion: 1,
    GroupPolicySizeQuota: 5120,
    Groups: 0,
    GroupsPerUserQuota: 10,
    GroupsQuota: 300,
    InstanceProfiles: 0,
    InstanceProfilesQuota: 1000,
    MFADevices: 0,
    MFADevicesInUse: 0,
    Policies: 1,
    PoliciesQuota: 1500,
    PolicySizeQuota: 6144,
    PolicyVersionsInUse: 2,
    PolicyVersionsInUseQuota: 10000,
    Providers: 0,
    RolePolicySizeQuota: 10240,
    Roles: 0,
    RolesQuota: 1000,
    ServerCertificates: 0,
    ServerCertificatesQuota: 20,
    SigningCertificatesPerUserQuota: 2,
    UserPolicySizeQuota: 2048,
    Users: 1,
    UsersQuota: 5000,
    VersionsPerPolicyQuota: 5,
  })
})

test('the authorization details hold every entity with its policies, filtered and in pages', () => {
  const { run } = iamForTests()
  const PolicyArn = 'arn:aws:iam::aws:policy/AmazonS3FullAccess'
  run('CreatePolicy', { PolicyName: 'p', PolicyDocument: allow('s3:*') })
  run('CreateUser', { UserName: 'ada', Tags: [{ Key: 'k', Value: 'v' }] })
  run('CreateGroup', { GroupName: 'crew' })
  run('AddUserToGroup', { UserName: 'ada', GroupName: 'crew' })
  run('PutGroupPolicy', { GroupName: 'crew', PolicyName: 'ours', PolicyDocument: allow('logs:*') })
  run('CreateRole', { RoleName: 'app', AssumeRolePolicyDocument: trust() })
  run('AttachRolePolicy', { RoleName: 'app', PolicyArn })
  run('CreateInstanceProfile', { InstanceProfileName: 'web' })
  run('AddRoleToInstanceProfile', { InstanceProfileName: 'web', RoleName: 'app' })
  const all = run('GetAccountAuthorizationDetails', {})
  assert.deepEqual(all.UserDetailList?.[0]?.GroupList, ['crew'])
  assert.deepEqual(all.UserDetailList?.[0]?.Tags, [{ Key: 'k', Value: 'v' }])
  assert.equal(all.GroupDetailList?.[0]?.GroupPolicyList?.[0]?.PolicyName, 'ours')
  assert.deepEqual(all.RoleDetailList?.[0]?.AttachedManagedPolicies, [{ PolicyName: 'AmazonS3FullAccess', PolicyArn }])
  assert.equal(all.RoleDetailList?.[0]?.InstanceProfileList?.[0]?.InstanceProfileName, 'web')
  assert.deepEqual(
    all.Policies?.map(({ PolicyName, AttachmentCount }) => [PolicyName, AttachmentCount]),
    [
      ['p', 0],
      ['AmazonS3FullAccess', 1],
    ],
  )
  const some = run('GetAccountAuthorizationDetails', { Filter: ['Role'] })
  assert.deepEqual([some.UserDetailList, some.GroupDetailList, some.Policies], [[], [], []])
  assert.equal(some.RoleDetailList?.length, 1)
  const first = run('GetAccountAuthorizationDetails', { MaxItems: 2 })
  assert.deepEqual([first.UserDetailList?.length, first.GroupDetailList?.length, first.IsTruncated], [1, 1, true])
  const second = run('GetAccountAuthorizationDetails', { Marker: first.Marker })
  assert.deepEqual([second.UserDetailList, second.RoleDetailList?.length, second.Policies?.length], [[], 1, 2])
})
