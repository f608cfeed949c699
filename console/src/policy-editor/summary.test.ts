import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testReference } from './reference.fixture.ts'
import './library.fixture.ts'

const { parsePolicy } = await import('../../../src/policy-library.ts')
const { accessText, summarize } = await import('./summary.ts')

const summaryOf = (...statements: readonly unknown[]) =>
  summarize(parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements })), testReference)

const told = ({ service, access, resources, conditions }: Awaited<ReturnType<typeof summaryOf>>['allow'][number]) =>
  [service, accessText(access), resources.join(' | '), conditions.join(' | ')] as const

// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html
test('access levels are full with every action of theirs and limited with some', async () => {
  const { allow, deny, unrecognized } = await summaryOf(
    { Effect: 'Allow', Action: 'iam:*', Resource: '*' },
    { Effect: 'Allow', Action: ['s3:List*', 's3:GetObject'], Resource: '*' },
  )
  assert.deepEqual(allow.map(told), [
    ['iam', 'Full access', 'All resources', 'None'],
    ['s3', 'Full: List Limited: Read', 'All resources', 'None'],
  ])
  assert.deepEqual([deny, unrecognized], [[], []])
})

test('a denial stands apart, with its condition', async () => {
  const { allow, deny } = await summaryOf(
    { Effect: 'Allow', Action: '*', Resource: '*' },
    {
      Effect: 'Deny',
      Action: 'ec2:TerminateInstances',
      Resource: 'arn:aws:ec2:*:*:instance/*',
      Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } },
    },
  )
  assert.ok(allow.length > 400 && allow.every(({ access }) => access.kind === 'full'))
  assert.deepEqual(deny.map(told), [
    ['ec2', 'Limited: Write', 'arn:aws:ec2:*:*:instance/*', 'aws:MultiFactorAuthPresent Bool false'],
  ])
})

test('NotAction is every action of every service but those', async () => {
  const { allow, services } = await summaryOf({
    Effect: 'Allow',
    NotAction: ['iam:*', 'sts:AssumeRole'],
    NotResource: 'arn:aws:s3:::secret',
  })
  const rows = new Map(allow.map((row) => [row.service, row]))
  assert.equal(allow.length, services.length - 1)
  assert.equal(rows.has('iam'), false)
  const sts = rows.get('sts')
  assert.ok(sts && accessText(sts.access).includes('Limited: Write'))
  assert.equal(rows.get('s3')?.access.kind, 'full')
  assert.deepEqual(rows.get('s3')?.resources, ['All resources except arn:aws:s3:::secret'])
})

// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_policies.html#policy-summary-not-grant-permissions
test('actions that cannot act on the resources beside them give no access', async () => {
  const { allow } = await summaryOf({
    Effect: 'Allow',
    Action: ['s3:ListAllMyBuckets', 's3:GetObject', 'sqs:ListQueues'],
    Resource: 'arn:aws:s3:::bucket/${aws:username}/*',
  })
  assert.deepEqual(allow.map(told), [
    ['s3', 'Limited: Read', 'arn:aws:s3:::bucket/${aws:username}/*', 'None'],
    ['sqs', 'None', 'arn:aws:s3:::bucket/${aws:username}/*', 'None'],
  ])
  assert.deepEqual(allow[0]?.withoutEffect, ['ListAllMyBuckets'])
  assert.deepEqual(allow[1]?.withoutEffect, ['ListQueues'])
})

test('a resource without the region that its kind has is none of that kind', async () => {
  const { allow } = await summaryOf({
    Effect: 'Allow',
    Action: ['s3:CreateAccessPoint', 's3:GetObject'],
    Resource: ['arn:aws:s3::123456789012:*', 'arn:aws:s3:::bucket/*'],
  })
  assert.deepEqual(allow[0]?.withoutEffect, ['CreateAccessPoint'])
})

test('a star stands for what there is of the resources', async () => {
  const { allow } = await summaryOf(
    { Effect: 'Allow', Action: '*', Resource: 'arn:aws:sqs:*:*:jobs' },
    { Effect: 'Allow', Action: 'sns:*', Resource: 'arn:aws:sqs:*:*:jobs' },
  )
  assert.deepEqual(
    allow.map(({ service, access, withoutEffect }) => [service, access.kind, withoutEffect]),
    [
      ['sns', 'none', []],
      ['sqs', 'levels', []],
    ],
  )
})

test('what no service knows is named, whichever way it is unknown', async () => {
  const { allow, unrecognized } = await summaryOf({
    Effect: 'Allow',
    Action: ['nothing:Do', 's3:GetObjekt', 'sts:Get*', '__proto__:x'],
    Resource: '*',
  })
  assert.deepEqual(unrecognized, ['nothing:Do', 's3:GetObjekt', '__proto__:x'])
  assert.deepEqual(
    allow.map(({ service }) => service),
    ['sts'],
  )
})

test('a trust policy names its principals', async () => {
  const { allow, namesPrincipals } = await summaryOf({
    Effect: 'Allow',
    Principal: { Service: 'ec2.amazonaws.com', AWS: '*' },
    Action: 'sts:AssumeRole',
  })
  assert.equal(namesPrincipals, true)
  assert.deepEqual(allow[0]?.principals, ['Service: ec2.amazonaws.com', 'Everyone'])
  assert.deepEqual(allow[0]?.resources, ['This resource'])
})
