import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACCOUNT, iamForTests, trust } from '../services/iam-for-tests.ts'
import { awsManagedPolicies } from './aws-managed.ts'
import { defaultVersion } from './records.ts'

const PolicyArn = 'arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy'

test("AWS's policies can be read by every account", () => {
  const { run, checks } = iamForTests()
  const { Policy } = run('GetPolicy', { PolicyArn })
  assert.match(Policy?.PolicyId ?? '', /^ANPA[A-Z2-7]{17}$/)
  assert.deepEqual(
    { ...Policy, PolicyId: '' },
    {
      PolicyName: 'CloudWatchAgentServerPolicy',
      PolicyId: '',
      Arn: PolicyArn,
      Path: '/',
      DefaultVersionId: 'v3',
      AttachmentCount: 0,
      PermissionsBoundaryUsageCount: 0,
      IsAttachable: true,
      CreateDate: new Date('2018-03-07T01:06:44.000Z'),
      UpdateDate: new Date('2024-02-06T16:37:37.000Z'),
      Tags: [],
    },
  )
  const document = run('GetPolicyVersion', { PolicyArn, VersionId: 'v3' }).PolicyVersion?.Document ?? ''
  assert.match(decodeURIComponent(document), /"cloudwatch:PutMetricData"/)
  assert.equal(checks('GetPolicy', { PolicyArn })[0]?.resourceAccount, ACCOUNT)
})

test("AWS's policies are owned by AWS when somebody would change them", () => {
  const { checks, fails } = iamForTests()
  const check = checks('DeletePolicy', { PolicyArn })[0]
  assert.deepEqual([check?.resource, check?.resourceAccount], [PolicyArn, undefined])
  fails('DeletePolicy', { PolicyArn }, 'NoSuchEntity', `Policy ${PolicyArn} was not found.`)
})

test("AWS's policies are listed in pages, and by path", () => {
  const { run } = iamForTests()
  const names = new Set<string>()
  let Marker: string | undefined
  do {
    const page = run('ListPolicies', { Scope: 'AWS', MaxItems: 1000, Marker })
    for (const { Arn } of page.Policies ?? []) names.add(Arn ?? '')
    Marker = page.Marker
  } while (Marker !== undefined)
  assert.equal(names.size, awsManagedPolicies().length)
  const jobs = run('ListPolicies', { Scope: 'AWS', PathPrefix: '/job-function/' }).Policies ?? []
  assert.ok(jobs.some(({ PolicyName }) => PolicyName === 'SystemAdministrator'))
  assert.ok(jobs.every(({ Path }) => Path === '/job-function/'))
})

test('every document is a policy, and no two policies share an id', () => {
  const all = awsManagedPolicies()
  assert.equal(new Set(all.map(({ id }) => id)).size, all.length)
  for (const policy of all) assert.ok(JSON.parse(defaultVersion(policy).document).Statement, policy.name)
})

test('a policy for service-linked roles cannot be attached', () => {
  const { run, fails } = iamForTests()
  run('CreateRole', { RoleName: 'r', AssumeRolePolicyDocument: trust() })
  fails(
    'AttachRolePolicy',
    { RoleName: 'r', PolicyArn: 'arn:aws:iam::aws:policy/aws-service-role/AmazonECSServiceRolePolicy' },
    'PolicyNotAttachable',
    'Cannot attach a Service Role Policy to a Customer Role.',
  )
})
