/** Simulations of a user, group or role. What AWS answers is recorded. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { InputOf } from '../aws/operation.ts'
import { ACCOUNT, allow, iamForTests, trust, userCaller } from '../services/iam-for-tests.ts'

type Input = InputOf<'iam', 'SimulatePrincipalPolicy'>

const A = 'arn:aws:s3:::simulation/a'
const USER = `arn:aws:iam::${ACCOUNT}:user/team/alice`
const GROUP = `arn:aws:iam::${ACCOUNT}:group/team/readers`
const ROLE = `arn:aws:iam::${ACCOUNT}:role/team/app`
const customer = (name: string) => `arn:aws:iam::${ACCOUNT}:policy/team/${name}`
const ACTIONS = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:ListBucket']

/** Alice gets, her group puts, a managed policy that both have deletes; the role gets and deletes. */
function account() {
  const iam = iamForTests()
  const { run } = iam
  run('CreateUser', { UserName: 'alice', Path: '/team/' })
  run('CreateGroup', { GroupName: 'readers', Path: '/team/' })
  run('CreateRole', { RoleName: 'app', Path: '/team/', AssumeRolePolicyDocument: trust() })
  run('CreatePolicy', { PolicyName: 'deleting', Path: '/team/', PolicyDocument: allow('s3:DeleteObject') })
  run('CreatePolicy', { PolicyName: 'limit', Path: '/team/', PolicyDocument: allow('s3:GetObject') })
  run('PutUserPolicy', { UserName: 'alice', PolicyName: 'own', PolicyDocument: allow('s3:GetObject') })
  run('PutGroupPolicy', { GroupName: 'readers', PolicyName: 'shared', PolicyDocument: allow('s3:PutObject') })
  run('PutRolePolicy', { RoleName: 'app', PolicyName: 'own', PolicyDocument: allow('s3:GetObject') })
  run('AttachUserPolicy', { UserName: 'alice', PolicyArn: customer('deleting') })
  run('AttachGroupPolicy', { GroupName: 'readers', PolicyArn: customer('deleting') })
  run('AttachRolePolicy', { RoleName: 'app', PolicyArn: customer('deleting') })
  run('AddUserToGroup', { UserName: 'alice', GroupName: 'readers' })
  const simulate = (input: Partial<Input>) =>
    run('SimulatePrincipalPolicy', { PolicySourceArn: USER, ActionNames: ACTIONS, ...input }).EvaluationResults ?? []
  return {
    ...iam,
    simulate,
    /** By action: the ids of the statements that allow, or the decision. */
    told: (input: Partial<Input>) =>
      Object.fromEntries(
        simulate(input).map(({ EvalActionName, EvalDecision, MatchedStatements = [] }) => [
          EvalActionName.replace('s3:', ''),
          EvalDecision === 'allowed' ? MatchedStatements.map(({ SourcePolicyId }) => SourcePolicyId) : EvalDecision,
        ]),
      ),
  }
}

const GROUP_PUTS = ['group_readers_shared']
const DELETES = ['deleting']

test('a user’s policies and those of its groups are named as AWS names them, a shared one once', () => {
  assert.deepEqual(account().told({}), {
    GetObject: ['user_alice_own'],
    PutObject: GROUP_PUTS,
    DeleteObject: DELETES,
    ListBucket: 'implicitDeny',
  })
})

test('a group has its own policies, and a role its own', () => {
  const { told } = account()
  const others = { DeleteObject: DELETES, ListBucket: 'implicitDeny' }
  assert.deepEqual(told({ PolicySourceArn: GROUP }), { ...others, GetObject: 'implicitDeny', PutObject: GROUP_PUTS })
  const PolicyInputList = [allow('s3:PutObject')]
  assert.deepEqual(told({ PolicySourceArn: ROLE, PolicyInputList }), {
    ...others,
    GetObject: ['role_app_own'],
    PutObject: ['PolicyInputList.1'],
  })
})

test('AWS managed policies are there, in their default version', () => {
  const { run, told } = account()
  run('AttachUserPolicy', { UserName: 'alice', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' })
  run('CreatePolicyVersion', {
    PolicyArn: customer('deleting'),
    PolicyDocument: allow('s3:DeleteObject').replace('Allow', 'Deny'),
    SetAsDefault: true,
  })
  const { GetObject, DeleteObject, ListBucket } = told({})
  assert.deepEqual(GetObject, ['user_alice_own', 'ReadOnlyAccess'])
  assert.deepEqual(ListBucket, ['ReadOnlyAccess'])
  assert.equal(DeleteObject, 'explicitDeny')
})

test('the boundary limits, another that is given replaces it, and it can be excluded', () => {
  const { run, told, simulate } = account()
  run('PutUserPermissionsBoundary', { UserName: 'alice', PermissionsBoundary: customer('limit') })
  const denied = { PutObject: 'implicitDeny', DeleteObject: 'implicitDeny', ListBucket: 'implicitDeny' }
  assert.deepEqual(told({}), { ...denied, GetObject: ['user_alice_own'] })
  assert.deepEqual(
    simulate({}).map(({ PermissionsBoundaryDecisionDetail: detail }) => detail?.AllowedByPermissionsBoundary),
    [true, false, false, false],
  )
  assert.deepEqual(told({ PermissionsBoundaryPolicyInputList: [allow('s3:PutObject')] }), {
    ...denied,
    GetObject: 'implicitDeny',
    PutObject: GROUP_PUTS,
  })
  const [, put] = simulate({ PolicyExclusionList: [{ PolicyType: 'permission-boundary' }] })
  assert.equal(put?.EvalDecision, 'allowed')
  assert.equal(put?.PermissionsBoundaryDecisionDetail, undefined)
})

test('a denial by the boundary names it', () => {
  const { run, simulate } = account()
  const PolicyDocument = allow('s3:GetObject').replace('Allow', 'Deny')
  run('CreatePolicy', { PolicyName: 'never', PolicyDocument })
  run('PutUserPermissionsBoundary', {
    UserName: 'alice',
    PermissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/never`,
  })
  const [get] = simulate({})
  assert.equal(get?.EvalDecision, 'explicitDeny')
  assert.deepEqual(get?.MatchedStatements, [
    {
      SourcePolicyId: 'never',
      SourcePolicyType: 'Permissions Boundary Policy',
      StartPosition: { Line: 1, Column: 38 },
      EndPosition: { Line: 1, Column: 94 },
    },
  ])
})

test('policies can be excluded by type, by ARN with or without its path, and inline ones by their holder', () => {
  const { told } = account()
  const without = (entry: NonNullable<Input['PolicyExclusionList']>[number]) => {
    const { GetObject, PutObject, DeleteObject } = told({ PolicyExclusionList: [entry] })
    return [GetObject, PutObject, DeleteObject].map((allowed) => allowed !== 'implicitDeny')
  }
  assert.deepEqual(without({ PolicyType: 'inline' }), [false, false, true])
  assert.deepEqual(without({ PolicyType: 'user-managed' }), [true, true, false])
  assert.deepEqual(without({ PolicyType: 'aws-managed' }), [true, true, true])
  assert.deepEqual(without({ PolicyType: 'scp' }), [true, true, true])
  assert.deepEqual(without({ PolicyArn: customer('deleting') }), [true, true, false])
  assert.deepEqual(without({ PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/deleting` }), [true, true, false])
  const inline = (PolicyName: string, AttachmentType: string, AttachmentName: string) =>
    without({ InlinePolicyIdentifier: { PolicyName, AttachmentType, AttachmentName } })
  assert.deepEqual(inline('own', 'user', 'alice'), [false, true, true])
  assert.deepEqual(inline('shared', 'group', 'readers'), [true, false, true])
  assert.deepEqual(inline('own', 'group', 'alice'), [true, true, true])
})

test('an exclusion that names nothing, or more than one thing, is refused', () => {
  const { fails } = account()
  for (const entry of [{}, { PolicyType: 'inline', PolicyArn: customer('deleting') }]) {
    fails(
      'SimulatePrincipalPolicy',
      { PolicySourceArn: USER, ActionNames: ACTIONS, PolicyExclusionList: [entry] },
      'InvalidInput',
      'A policy identifier must set one of PolicyType, PolicyArn and InlinePolicyIdentifier.',
    )
  }
})

const bucketPolicy = (principal: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: principal },
        Action: 's3:ListBucket',
        Resource: 'arn:aws:s3:::simulation/*',
      },
    ],
  })

test('the user is the caller of its simulation, unless another is named: then that one calls with its policies', () => {
  const { simulate } = account()
  const bob = `arn:aws:iam::${ACCOUNT}:user/bob`
  const listed = (more: Partial<Input>) =>
    simulate({ ActionNames: ['s3:ListBucket'], ResourceArns: [A], ...more })[0]?.EvalDecision
  assert.equal(listed({ ResourcePolicy: bucketPolicy(USER) }), 'allowed')
  assert.equal(listed({ ResourcePolicy: bucketPolicy(bob) }), 'implicitDeny')
  assert.equal(listed({ ResourcePolicy: bucketPolicy(bob), CallerArn: bob }), 'allowed')
  const PolicyInputList = [
    allow('s3:ListBucket').replace('"*"}', '"*","Condition":{"StringEquals":{"aws:username":"alice"}}}'),
  ]
  assert.equal(listed({ PolicyInputList }), 'allowed')
  assert.equal(listed({ PolicyInputList, CallerArn: bob }), 'implicitDeny')
})

test('a unique id in a resource policy names the user that has it', () => {
  const { run, simulate } = account()
  const { UserId } = run('GetUser', { UserName: 'alice' }).User
  const [result] = simulate({
    ActionNames: ['s3:ListBucket'],
    ResourceArns: [A],
    CallerArn: USER,
    ResourcePolicy: bucketPolicy(UserId),
  })
  assert.equal(result?.EvalDecision, 'allowed')
})

test('a resource policy with a group or a role wants a user as caller', () => {
  const { fails } = account()
  for (const PolicySourceArn of [GROUP, ROLE]) {
    fails(
      'SimulatePrincipalPolicy',
      { PolicySourceArn, ActionNames: ACTIONS, ResourceArns: [A], ResourcePolicy: bucketPolicy('*') },
      'InvalidInput',
      'Invalid caller - Caller must be an IAM user in this context.',
    )
  }
})

test('the source is found by its name, whatever path its ARN tells; others are refused with AWS’s sentences', () => {
  const { told, fails } = account()
  const elsewhere = `arn:aws:iam::${ACCOUNT}:user/elsewhere/alice`
  assert.deepEqual(told({ PolicySourceArn: elsewhere }).GetObject, ['user_alice_own'])
  const refused = (PolicySourceArn: string, code: string, message: string) => {
    fails('SimulatePrincipalPolicy', { PolicySourceArn, ActionNames: ACTIONS }, code, message)
    fails('GetContextKeysForPrincipalPolicy', { PolicySourceArn }, code, message)
  }
  refused(`arn:aws:iam::${ACCOUNT}:user/nobody`, 'NoSuchEntity', 'Unable to retrieve specified IAM entity.')
  const session = `arn:aws:sts::${ACCOUNT}:assumed-role/app/session`
  refused(session, 'InvalidInput', `Invalid Entity Arn: ${session} does not clearly define entity type and name.`)
  refused(
    'arn:aws:iam::999999999999:role/app',
    'InvalidInput',
    `Invalid Policy Source Arn: caller's account ${ACCOUNT} does not have access to policies in account 999999999999`,
  )
})

test('the permission is asked on the source’s own ARN, whatever path the request tells', () => {
  const { checks } = account()
  for (const action of ['SimulatePrincipalPolicy', 'GetContextKeysForPrincipalPolicy'] as const) {
    const asked = (PolicySourceArn: string) => {
      const input = { PolicySourceArn, ActionNames: ACTIONS }
      const [check] = checks(action, input, userCaller('alice'))
      return [check?.action, check?.resource, check?.resourceAccount]
    }
    assert.deepEqual(asked(`arn:aws:iam::${ACCOUNT}:role/open/app`), [`iam:${action}`, ROLE, ACCOUNT])
    const unknown = 'arn:aws:iam::999999999999:role/app'
    assert.deepEqual(asked(unknown), [`iam:${action}`, unknown, ACCOUNT])
  }
})

const tagged = (resource: string, key: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: resource, Condition: { StringEquals: { [key]: 'x' } } }],
  })

test('context keys are those of the user, its groups, its boundary and the request', () => {
  const { run } = account()
  run('PutUserPolicy', { UserName: 'alice', PolicyName: 'a', PolicyDocument: tagged('*', 'aws:SourceIp') })
  run('PutGroupPolicy', {
    GroupName: 'readers',
    PolicyName: 'g',
    PolicyDocument: tagged('arn:aws:s3:::home/${aws:username}', 'aws:PrincipalTag/Team'),
  })
  run('CreatePolicy', { PolicyName: 'b', PolicyDocument: tagged('*', 'aws:SourceVpc') })
  run('PutUserPermissionsBoundary', { UserName: 'alice', PermissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/b` })
  const given = [tagged('*', 'AWS:sourceip'), tagged('*', 'stack:key')]
  const keys = (PolicySourceArn: string) =>
    run('GetContextKeysForPrincipalPolicy', { PolicySourceArn, PolicyInputList: given }).ContextKeyNames
  assert.deepEqual(keys(USER), ['aws:SourceIp', 'aws:username', 'aws:PrincipalTag/Team', 'aws:SourceVpc', 'stack:key'])
  assert.deepEqual(keys(ROLE), ['AWS:sourceip', 'stack:key'])
  assert.deepEqual(run('GetContextKeysForCustomPolicy', { PolicyInputList: given }).ContextKeyNames, [
    'AWS:sourceip',
    'stack:key',
  ])
})
