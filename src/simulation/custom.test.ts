/** What AWS's simulator answers. The figures are AWS's: of its CLI's reference, of its documentation, or recorded. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { InputOf } from '../aws/operation.ts'
import { ACCOUNT, iamForTests } from '../services/iam-for-tests.ts'

type Input = InputOf<'iam', 'SimulateCustomPolicy'>

const GET = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}'
const PUT = GET.replace('Get', 'Put')
const DENY_GET = GET.replace('Allow', 'Deny')
const EVERYTHING = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
const A = 'arn:aws:s3:::simulation/a'
const B = 'arn:aws:s3:::simulation/b'
const ALICE = `arn:aws:iam::${ACCOUNT}:user/team/alice`
const THERE = 'arn:aws:iam::999999999999:root'

const onCondition = (condition: object, effect = 'Allow', action = 's3:GetObject') =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: effect, Action: action, Resource: '*', Condition: condition }],
  })
const bucketPolicy = (principal: string, effect = 'Allow') =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: effect, Principal: { AWS: principal }, Action: 's3:GetObject', Resource: 'arn:aws:s3:::simulation/*' },
    ],
  })

const simulate = (input: Partial<Input>) =>
  iamForTests().run('SimulateCustomPolicy', { PolicyInputList: [GET], ActionNames: ['s3:GetObject'], ...input })

function only(input: Partial<Input>) {
  const [result, ...rest] = simulate(input).EvaluationResults ?? []
  assert.ok(result)
  assert.equal(rest.length, 0)
  return result
}

const fails = (input: Partial<Input>, message: string) =>
  iamForTests().fails(
    'SimulateCustomPolicy',
    { PolicyInputList: [GET], ActionNames: ['s3:GetObject'], ...input },
    'InvalidInput',
    message,
  )

const matched = (id: string, type: string, start: string, end: string) => {
  const position = (text: string) => {
    const [Line, Column] = text.split(':').map(Number)
    return { Line, Column }
  }
  return { SourcePolicyId: id, SourcePolicyType: type, StartPosition: position(start), EndPosition: position(end) }
}
const BY_INPUT = matched('PolicyInputList.1', 'IAM Policy', '1:38', '1:95')

test('the example of the AWS CLI’s reference is answered as there', () => {
  const policy =
    '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:*","Resource":"*","Condition":{"DateGreaterThan":{"aws:CurrentTime":"2018-08-16T12:00:00Z"}}}}'
  const at = (time: string) =>
    only({
      PolicyInputList: [policy],
      ActionNames: ['dynamodb:CreateBackup'],
      ContextEntries: [{ ContextKeyName: 'aws:CurrentTime', ContextKeyValues: [time], ContextKeyType: 'date' }],
    })
  const shown = { EvalActionName: 'dynamodb:CreateBackup', EvalResourceName: '*', MissingContextValues: [] }
  assert.deepEqual(at('2019-04-25T11:00:00Z'), {
    ...shown,
    EvalDecision: 'allowed',
    MatchedStatements: [matched('PolicyInputList.1', 'IAM Policy', '1:38', '1:167')],
  })
  assert.deepEqual(at('2014-04-25T11:00:00Z'), { ...shown, EvalDecision: 'implicitDeny', MatchedStatements: [] })
})

test('a statement begins where the token before it ends', () => {
  const statement = (effect: string, action: string) =>
    `    {\n      "Effect": "${effect}",\n      "Action": "${action}",\n      "Resource": "*",\n      "Sid": "${effect}"\n    }`
  const text = `{\n  "Version": "2012-10-17",\n  "Statement": [\n${statement('Allow', 's3:GetObject')},\n${statement('Deny', 's3:PutObject')}\n  ]\n}`
  const { EvaluationResults } = simulate({ PolicyInputList: [text], ActionNames: ['s3:GetObject', 's3:PutObject'] })
  assert.deepEqual(
    EvaluationResults?.map(({ EvalDecision, MatchedStatements }) => ({ EvalDecision, MatchedStatements })),
    [
      { EvalDecision: 'allowed', MatchedStatements: [matched('PolicyInputList.1', 'IAM Policy', '3:17', '9:6')] },
      { EvalDecision: 'explicitDeny', MatchedStatements: [matched('PolicyInputList.1', 'IAM Policy', '9:6', '15:6')] },
    ],
  )
  const crlf = ` \r\n${text.split(',\n    {\n      "Effect": "Deny"')[0]}\n  ]\n}`.replace(/(?<!\r)\n/g, '\r\n')
  assert.deepEqual(only({ PolicyInputList: [crlf] }).MatchedStatements, [
    matched('PolicyInputList.1', 'IAM Policy', '4:17', '10:6'),
  ])
})

test('one resource is named, and answered for itself as well', () => {
  assert.deepEqual(only({ ResourceArns: [A] }), {
    EvalActionName: 's3:GetObject',
    EvalResourceName: A,
    EvalDecision: 'allowed',
    MatchedStatements: [BY_INPUT],
    MissingContextValues: [],
    EvalDecisionDetails: {},
    ResourceSpecificResults: [{ EvalResourceName: A, EvalResourceDecision: 'allowed', MatchedStatements: [BY_INPUT] }],
  })
})

test('of several resources one that is not allowed denies the action, and the statements of the others are told', () => {
  const policy = GET.replace('"*"', `"${A}"`)
  const result = only({ PolicyInputList: [policy], ResourceArns: [A, B] })
  const statement = matched('PolicyInputList.1', 'IAM Policy', '1:38', `1:${95 + A.length - 1}`)
  assert.equal(result.EvalDecision, 'implicitDeny')
  assert.deepEqual(result.MatchedStatements, [statement])
  assert.deepEqual(result.ResourceSpecificResults, [
    { EvalResourceName: A, EvalResourceDecision: 'allowed', MatchedStatements: [statement] },
    { EvalResourceName: B, EvalResourceDecision: 'implicitDeny' },
  ])
})

test('an explicit deny is the only statement that is told', () => {
  const result = only({ PolicyInputList: [GET, DENY_GET] })
  assert.equal(result.EvalDecision, 'explicitDeny')
  assert.deepEqual(result.MatchedStatements, [matched('PolicyInputList.2', 'IAM Policy', '1:38', '1:94')])
})

test('no policy allows nothing, and actions mean themselves: unknown ones and wildcards are matched as text', () => {
  assert.equal(only({ PolicyInputList: [] }).EvalDecision, 'implicitDeny')
  const decided = (action: string, policy = EVERYTHING) =>
    only({ ActionNames: [action], PolicyInputList: [policy] }).EvalDecision
  assert.equal(decided('madeup:Action'), 'allowed')
  assert.equal(decided('s3:*'), 'allowed')
  assert.equal(decided('s3:*', GET), 'implicitDeny')
  assert.equal(decided('S3:gEtObJeCt', GET), 'allowed')
})

test('keys that the policies mention and the request does not give are missing, unless the action is allowed', () => {
  const missing = (policies: readonly string[], more: Partial<Input> = {}) =>
    only({ PolicyInputList: policies, ...more }).MissingContextValues
  const needs = onCondition({ StringEquals: { 'stack:missing': 'yes' } })
  assert.deepEqual(missing([needs]), ['stack:missing'])
  assert.deepEqual(missing([GET, needs]), [], 'another policy allows')
  assert.deepEqual(missing([onCondition({ Null: { 'stack:missing': 'true' } })]), [], 'allowed without it')
  assert.deepEqual(missing([onCondition({ Null: { 'stack:missing': 'false' } })]), ['stack:missing'])
  const other = onCondition({ StringEquals: { 'stack:missing': 'yes' } }, 'Allow', 's3:PutObject')
  assert.deepEqual(missing([other]), ['stack:missing'], 'a statement on another action counts')
  assert.deepEqual(missing([GET.replace('"*"', '"arn:aws:s3:::simulation/${aws:username}"')], { ResourceArns: [A] }), [
    'aws:username',
  ])
  const present = { ContextKeyName: 'STACK:present', ContextKeyValues: ['different'], ContextKeyType: 'string' }
  const both = onCondition({ StringEquals: { 'stack:present': 'expected', 'stack:missing': 'yes' } })
  assert.deepEqual(missing([both], { ContextEntries: [present] }), ['stack:missing'])
  const result = only({ PolicyInputList: [needs], ResourceArns: [A] })
  assert.deepEqual(result.ResourceSpecificResults, [
    { EvalResourceName: A, EvalResourceDecision: 'implicitDeny', MissingContextValues: ['stack:missing'] },
  ])
})

test('a boundary limits what the policies allow, and says so by itself', () => {
  const decided = (boundary: string, identity = GET) =>
    only({ PolicyInputList: [identity], PermissionsBoundaryPolicyInputList: [boundary] })
  const allowed = decided(GET)
  assert.equal(allowed.EvalDecision, 'allowed')
  assert.deepEqual(allowed.MatchedStatements, [BY_INPUT], 'the boundary’s statement is not told')
  assert.deepEqual(allowed.PermissionsBoundaryDecisionDetail, { AllowedByPermissionsBoundary: true })
  const closed = decided(PUT)
  assert.equal(closed.EvalDecision, 'implicitDeny')
  assert.deepEqual(closed.MatchedStatements, [])
  assert.deepEqual(closed.PermissionsBoundaryDecisionDetail, { AllowedByPermissionsBoundary: false })
  const byBoundary = matched('PermissionsBoundaryPolicyInputList.1', 'Permissions Boundary Policy', '1:38', '1:94')
  assert.deepEqual(decided(DENY_GET).MatchedStatements, [byBoundary])
  assert.deepEqual(decided(DENY_GET, DENY_GET).MatchedStatements, [
    byBoundary,
    matched('PolicyInputList.1', 'IAM Policy', '1:38', '1:94'),
  ])
  const needs = onCondition({ StringEquals: { 'stack:boundary': 'yes' } })
  assert.deepEqual(decided(needs).MissingContextValues, ['stack:boundary'])
  fails(
    { PermissionsBoundaryPolicyInputList: [GET, GET] },
    'The list of Permissions Boundary policies cannot exceed 1 items.',
  )
})

test('service control policies are a union in a level and must allow in each; their denial ends the simulation', () => {
  const decided = (...levels: readonly (readonly string[])[]) => {
    const { EvalDecision, MatchedStatements, OrganizationsDecisionDetail } = only({
      OrderedOrganizationPolicyInputList: levels.map((level) => ({ ServiceControlPolicyInputList: level })),
    })
    return [EvalDecision, MatchedStatements?.length, OrganizationsDecisionDetail?.AllowedByOrganizations]
  }
  assert.deepEqual(decided([EVERYTHING], [EVERYTHING]), ['allowed', 1, true])
  assert.deepEqual(decided([EVERYTHING], [DENY_GET]), ['explicitDeny', 0, false])
  assert.deepEqual(decided([EVERYTHING], [PUT]), ['implicitDeny', 0, false])
  assert.deepEqual(decided([PUT, GET]), ['allowed', 1, true])
  assert.deepEqual(decided([DENY_GET, EVERYTHING], [EVERYTHING]), ['explicitDeny', 0, false])
  fails(
    { OrderedOrganizationPolicyInputList: [{ ServiceControlPolicyInputList: [] }] },
    'Organization policy at index 1 must contain at least one service control policy',
  )
})

test('a resource policy that names the caller allows alone in the same account', () => {
  const input = { ResourceArns: [A], CallerArn: ALICE, ResourcePolicy: bucketPolicy(ALICE) }
  const byResource = (policy: string) => ({
    ...matched('ResourcePolicy', 'Resource Policy', '1:38', `1:${policy.length - 1}`),
  })
  const alone = only({ ...input, PolicyInputList: [] })
  assert.equal(alone.EvalDecision, 'allowed')
  assert.deepEqual(alone.MatchedStatements, [byResource(input.ResourcePolicy)])
  assert.deepEqual(alone.EvalDecisionDetails, {})
  const both = only({ ...input, PermissionsBoundaryPolicyInputList: [PUT] })
  assert.equal(both.EvalDecision, 'allowed', 'it goes past the boundary')
  assert.deepEqual(both.MatchedStatements, [byResource(input.ResourcePolicy), BY_INPUT])
  assert.deepEqual(both.PermissionsBoundaryDecisionDetail, { AllowedByPermissionsBoundary: false })
  const denied = only({ ...input, ResourcePolicy: bucketPolicy('*', 'Deny') })
  assert.equal(denied.EvalDecision, 'explicitDeny')
  assert.deepEqual(denied.MatchedStatements, [byResource(bucketPolicy('*', 'Deny'))])
})

test('between accounts both sides must allow, and each side is told', () => {
  const input = { ResourceArns: [A], CallerArn: ALICE, ResourcePolicy: bucketPolicy(ALICE), ResourceOwner: THERE }
  const told = (more: Partial<Input>) => {
    const { EvalDecision, EvalDecisionDetails, ResourceSpecificResults } = only({ ...input, ...more })
    assert.deepEqual(ResourceSpecificResults?.[0]?.EvalDecisionDetails, EvalDecisionDetails)
    return { EvalDecision, ...EvalDecisionDetails }
  }
  assert.deepEqual(told({}), { EvalDecision: 'allowed', 'IAM Policy': 'allowed', 'Resource Policy': 'allowed' })
  assert.deepEqual(told({ PolicyInputList: [] }), {
    EvalDecision: 'implicitDeny',
    'IAM Policy': 'implicitDeny',
    'Resource Policy': 'allowed',
  })
  const sides = { 'IAM Policy': 'allowed', 'Resource Policy': 'allowed' }
  assert.deepEqual(told({ PermissionsBoundaryPolicyInputList: [PUT] }), {
    ...sides,
    EvalDecision: 'implicitDeny',
    'Permissions Boundary Policy': 'implicitDeny',
  })
  assert.deepEqual(told({ PermissionsBoundaryPolicyInputList: [DENY_GET] }), {
    ...sides,
    EvalDecision: 'explicitDeny',
    'Permissions Boundary Policy': 'explicitDeny',
  })
  assert.deepEqual(told({ ResourcePolicy: bucketPolicy(THERE) }), {
    EvalDecision: 'implicitDeny',
    'IAM Policy': 'allowed',
    'Resource Policy': 'implicitDeny',
  })
})

test('the simulator fills in who calls, which the request may override', () => {
  const decided = (key: string, value: string, more: Partial<Input> = { CallerArn: ALICE }) =>
    only({ PolicyInputList: [onCondition({ StringEquals: { [key]: value } })], ...more }).EvalDecision
  assert.equal(decided('aws:PrincipalArn', ALICE), 'allowed')
  assert.equal(decided('aws:username', 'alice'), 'allowed')
  assert.equal(decided('aws:PrincipalAccount', ACCOUNT), 'allowed')
  assert.equal(decided('aws:userid', ALICE), 'allowed')
  const entry = { ContextKeyName: 'aws:username', ContextKeyValues: ['bob'], ContextKeyType: 'string' }
  assert.equal(decided('aws:username', 'bob', { CallerArn: ALICE, ContextEntries: [entry] }), 'allowed')
  const nobody = {}
  assert.equal(decided('aws:PrincipalAccount', ACCOUNT, nobody), 'allowed')
  assert.equal(decided('aws:userid', 'STUB_PRINCIPAL_FOR_POLICY_SIMULATOR', nobody), 'allowed')
  const unset = only({ PolicyInputList: [onCondition({ Null: { 'aws:PrincipalArn': 'false' } })] })
  assert.deepEqual([unset.EvalDecision, unset.MissingContextValues], ['implicitDeny', ['aws:PrincipalArn']])
})

test('a trust policy decides whether a role is taken', () => {
  const role = `arn:aws:iam::${ACCOUNT}:role/app`
  const trust = (principal: string) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole' }],
    })
  const decided = (ResourcePolicy: string, PolicyInputList = [EVERYTHING]) =>
    only({ PolicyInputList, ActionNames: ['sts:AssumeRole'], ResourceArns: [role], CallerArn: ALICE, ResourcePolicy })
      .EvalDecision
  assert.equal(decided(trust(ALICE), []), 'allowed')
  const alone = only({ PolicyInputList: [EVERYTHING], ActionNames: ['sts:AssumeRole'], ResourceArns: [role] })
  assert.equal(alone.EvalDecision, 'allowed', 'without it the caller’s side is simulated')
  const abroad = [role.replace(ACCOUNT, '999999999999')]
  const elsewhere = only({ PolicyInputList: [EVERYTHING], ActionNames: ['sts:AssumeRole'], ResourceArns: abroad })
  assert.equal(elsewhere.EvalDecision, 'allowed')
  assert.equal(decided(trust(`arn:aws:iam::${ACCOUNT}:user/bob`)), 'implicitDeny')
})

test('pages count actions, and a marker goes on from there', () => {
  const ActionNames = ['s3:PutObject', 'iam:GetUser', 's3:GetObject']
  const first = simulate({ ActionNames, ResourceArns: [A, B], MaxItems: 1 })
  assert.equal(first.IsTruncated, true)
  assert.deepEqual(
    first.EvaluationResults?.map(({ EvalActionName }) => EvalActionName),
    ['s3:PutObject'],
  )
  const rest = simulate({ ActionNames, ResourceArns: [A, B], Marker: first.Marker })
  assert.equal(rest.IsTruncated, false)
  assert.deepEqual(
    rest.EvaluationResults?.map(({ EvalActionName }) => EvalActionName),
    ['iam:GetUser', 's3:GetObject'],
  )
  assert.deepEqual(simulate({ ActionNames: ['s3:GetObject'], Marker: first.Marker }), {
    EvaluationResults: [],
    IsTruncated: false,
  })
  fails({ Marker: 'not-a-simulation-marker' }, 'Invalid marker for pagination.')
})

test('a page ends early when its actions would take too long, and one action that would is refused', () => {
  const long = `${' '.repeat(120_000)}${GET}`
  const PolicyInputList = [long, long, long, long]
  const ResourceArns = Array.from({ length: 50 }, (_, index) => `${A}${index}`)
  const ActionNames = ['s3:GetObject', 's3:GetObject', 's3:GetObject', 's3:GetObject', 's3:GetObject']
  const { EvaluationResults, IsTruncated } = simulate({ PolicyInputList, ResourceArns, ActionNames })
  assert.deepEqual([EvaluationResults?.length, IsTruncated], [4, true])
  fails(
    { PolicyInputList, ResourceArns: Array.from({ length: 250 }, () => A) },
    'The simulation is too large: it has too many resources or policies.',
  )
})

test('an answer that would tell too many statements is cut to fewer actions, or refused', () => {
  const statement = '{"Effect":"Allow","Action":"*","Resource":"*"}'
  const many = `{"Version":"2012-10-17","Statement":[${Array.from({ length: 400 }, () => statement).join()}]}`
  const resources = (length: number) => Array.from({ length }, (_, index) => `${A}${index}`)
  const ActionNames = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject']
  const cut = simulate({ PolicyInputList: [many], ActionNames, ResourceArns: resources(100) })
  assert.deepEqual([cut.EvaluationResults?.length, cut.IsTruncated], [2, true])
  const last = simulate({ PolicyInputList: [many], ActionNames, ResourceArns: resources(100), Marker: cut.Marker })
  assert.deepEqual([last.EvaluationResults?.length, last.IsTruncated], [1, false])
  fails(
    { PolicyInputList: [many], ResourceArns: resources(300) },
    'The simulation is too large: it has too many resources or policies.',
  )
})

/** It would run for minutes if the lines of a policy were counted for each of its statements. */
test('statements between very many lines are told with their places', () => {
  const statement = '{"Effect":"Allow","Action":"*","Resource":"*"}'
  const lines = Array.from({ length: 2_000 }, (_, index) => (index === 0 ? statement : `,${statement}`)).join('\n')
  const policy = `{"Version":"2012-10-17","Statement":[\n${lines}${'\n'.repeat(131_072 - lines.length - 40)}]}`
  const { MatchedStatements = [] } = only({ PolicyInputList: Array.from({ length: 30 }, () => policy) })
  assert.equal(MatchedStatements.length, 60_000)
  const place = { Line: 2_001, Column: statement.length + 2 }
  assert.deepEqual([MatchedStatements[1_999]?.EndPosition, MatchedStatements.at(-1)?.EndPosition], [place, place])
})

const REFUSED: readonly (readonly [what: string, input: Partial<Input>, message: string])[] = [
  ['an action without its service', { ActionNames: ['GetObject'] }, 'The action is invalid since it is missing names'],
  [
    'a resource that is no ARN',
    { ResourceArns: ['not-an-arn'] },
    'ResourceNames are not in a valid ARN format: not-an-arn.',
  ],
  ['a cut ARN', { ResourceArns: ['arn:aws:s3'] }, 'ResourceNames are not in a valid ARN format: arn:aws:s3.'],
  ['everything among others', { ResourceArns: [A, '*'] }, 'ResourceNames are not in a valid ARN format: *.'],
  ['a text that is no policy', { PolicyInputList: [GET, '{'] }, 'Policy input list item 2 has invalid content'],
  [
    'a policy of an unknown version',
    { PolicyInputList: [GET.replace('2012', '2099')] },
    'Policy input list item 1 has invalid content',
  ],
  [
    'a resource policy among identity policies',
    { PolicyInputList: [bucketPolicy('*')] },
    'Policy input list item 1 has invalid content',
  ],
  [
    'a resource policy without a caller',
    { ResourceArns: [A], ResourcePolicy: bucketPolicy('*') },
    'Invalid caller - Caller cannot be null or empty.',
  ],
  [
    'a caller that is no user',
    { CallerArn: `arn:aws:sts::${ACCOUNT}:assumed-role/app/session` },
    'Invalid caller - Caller must be an IAM user in this context.',
  ],
  [
    'a resource policy without resources',
    { CallerArn: ALICE, ResourcePolicy: bucketPolicy('*') },
    'Invalid Entity Arn: * does not clearly define entity type and name.',
  ],
  [
    'a resource policy on everything',
    {
      ResourceArns: [A],
      CallerArn: ALICE,
      ResourcePolicy: bucketPolicy('*').replace('arn:aws:s3:::simulation/*', '*'),
    },
    'ResourceNames are not in a valid ARN format: *.',
  ],
  ['an owner that is no ARN', { ResourceOwner: '123456789012' }, "'123456789012' is not a valid as a Resource Owner."],
  [
    'a scenario of another action',
    { ResourceArns: [A], ResourceHandlingOption: 'EC2-VPC-EBS' },
    'Invalid input resource handling options. Action does not support resource handling options: s3:GetObject. Please refer to the documentation for more details: https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html',
  ],
]

for (const [what, input, message] of REFUSED) {
  test(`${what} is refused with AWS’s sentence`, () => fails(input, message))
}

test('a scenario of RunInstances is taken with the resources at hand', () => {
  const instance = 'arn:aws:ec2:us-east-1:123456789012:instance/i-0123456789abcdef0'
  const input = { PolicyInputList: [EVERYTHING], ActionNames: ['ec2:RunInstances'], ResourceArns: [instance] }
  assert.equal(only({ ...input, ResourceHandlingOption: 'EC2-VPC-EBS-Subnet' }).EvalDecision, 'allowed')
})
