import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Denial, deniedSentence } from './messages.ts'
import type { Decision, PolicyType } from './request.ts'

const callerArn = 'arn:aws:iam::111122223333:user/alice'
const key = 'arn:aws:s3:::shop/key'
const role = 'arn:aws:iam::111122223333:role/app'
const head = `User: ${callerArn} is not authorized to perform:`

const denied = (effect: Decision['effect'], blockedBy: PolicyType, blockingPolicyArn?: string): Decision => ({
  effect,
  blockedBy,
  ...(blockingPolicyArn !== undefined && { blockingPolicyArn }),
  statements: [],
  unreadable: [],
})

const allowed: Decision = { effect: 'allow', statements: [], unreadable: [] }

const SENTENCES: readonly (readonly [name: string, denial: Omit<Denial, 'callerArn'>, sentence: string])[] = [
  [
    'an implicit deny names the policy type that allows nothing',
    { action: 'iam:GetRole', resource: role, decision: denied('implicit deny', 'identity-based policy'), style: 'iam' },
    `${head} iam:GetRole on resource: ${role} because no identity-based policy allows the iam:GetRole action`,
  ],
  [
    'a boundary is called a permissions boundary',
    { action: 'iam:GetRole', resource: role, decision: denied('implicit deny', 'permissions boundary'), style: 'iam' },
    `${head} iam:GetRole on resource: ${role} because no permissions boundary allows the iam:GetRole action`,
  ],
  [
    'an explicit deny takes the article of its type',
    { action: 'iam:GetRole', resource: role, decision: denied('explicit deny', 'identity-based policy'), style: 'iam' },
    `${head} iam:GetRole on resource: ${role} with an explicit deny in an identity-based policy`,
  ],
  [
    'an explicit deny in a boundary takes a',
    { action: 'iam:GetRole', resource: role, decision: denied('explicit deny', 'permissions boundary'), style: 'iam' },
    `${head} iam:GetRole on resource: ${role} with an explicit deny in a permissions boundary`,
  ],
  [
    'an explicit deny in a managed policy names its ARN',
    {
      action: 'iam:GetRole',
      resource: role,
      decision: denied('explicit deny', 'identity-based policy', 'arn:aws:iam::111122223333:policy/No'),
      style: 'iam',
    },
    `${head} iam:GetRole on resource: ${role} with an explicit deny in an identity-based policy: arn:aws:iam::111122223333:policy/No`,
  ],
  [
    'an explicit deny in a VPC endpoint policy takes a',
    { action: 'iam:GetRole', resource: role, decision: denied('explicit deny', 'VPC endpoint policy'), style: 'iam' },
    `${head} iam:GetRole on resource: ${role} with an explicit deny in a VPC endpoint policy`,
  ],
  [
    'S3 quotes the resource',
    { action: 's3:GetObject', resource: key, decision: denied('implicit deny', 'identity-based policy'), style: 's3' },
    `${head} s3:GetObject on resource: "${key}" because no identity-based policy allows the s3:GetObject action`,
  ],
  [
    'S3 names an explicit deny in a bucket policy',
    { action: 's3:GetObject', resource: key, decision: denied('explicit deny', 'resource-based policy'), style: 's3' },
    `${head} s3:GetObject on resource: "${key}" with an explicit deny in a resource-based policy`,
  ],
  [
    'an explicit deny in a role trust policy takes the, where it is told',
    { action: 'sts:TagSession', resource: role, decision: denied('explicit deny', 'role trust policy'), style: 'iam' },
    `${head} sts:TagSession on resource: ${role} with an explicit deny in the role trust policy`,
  ],
  [
    'an action without a resource is told about *',
    {
      action: 'iam:ListRoles',
      resource: '*',
      decision: denied('implicit deny', 'identity-based policy'),
      style: 'iam',
    },
    `${head} iam:ListRoles on resource: * because no identity-based policy allows the iam:ListRoles action`,
  ],
  [
    'an unknown resource is left out',
    { action: 'iam:ListRoles', decision: denied('implicit deny', 'identity-based policy'), style: 'iam' },
    `${head} iam:ListRoles because no identity-based policy allows the iam:ListRoles action`,
  ],
  [
    'EC2 leaves * out',
    {
      action: 'ec2:DescribeInstances',
      resource: '*',
      decision: denied('implicit deny', 'session policy'),
      style: 'iam',
    },
    `${head} ec2:DescribeInstances because no session policy allows the ec2:DescribeInstances action`,
  ],
  [
    'CloudWatch leaves * out',
    {
      action: 'CloudWatch:ListMetrics',
      resource: '*',
      decision: denied('implicit deny', 'session policy'),
      style: 'iam',
    },
    `${head} CloudWatch:ListMetrics because no session policy allows the CloudWatch:ListMetrics action`,
  ],
  [
    'EC2 tells a resource that it has',
    { action: 'ec2:RunInstances', resource: role, decision: denied('explicit deny', 'session policy'), style: 'iam' },
    `${head} ec2:RunInstances on resource: ${role} with an explicit deny in a session policy`,
  ],
  [
    'ListAllMyBuckets has no resource part',
    {
      action: 's3:ListAllMyBuckets',
      resource: '*',
      decision: denied('implicit deny', 'identity-based policy'),
      style: 's3',
    },
    `${head} s3:ListAllMyBuckets because no identity-based policy allows the s3:ListAllMyBuckets action`,
  ],
  [
    'AssumeRole tells no reason when nothing trusts',
    {
      action: 'sts:AssumeRole',
      resource: role,
      decision: denied('implicit deny', 'role trust policy'),
      style: 'sts:AssumeRole',
    },
    `${head} sts:AssumeRole on resource: ${role}`,
  ],
  [
    'AssumeRole tells no reason for an explicit deny either',
    {
      action: 'sts:AssumeRole',
      resource: role,
      decision: denied('explicit deny', 'identity-based policy', 'arn:aws:iam::111122223333:policy/No'),
      style: 'sts:AssumeRole',
    },
    `${head} sts:AssumeRole on resource: ${role}`,
  ],
  [
    'a decision that denies nothing gives no reason',
    { action: 's3:ListAllMyBuckets', resource: '*', decision: allowed, style: 's3' },
    `${head} s3:ListAllMyBuckets`,
  ],
]

for (const [name, denial, sentence] of SENTENCES) {
  test(name, () => assert.equal(deniedSentence({ callerArn, ...denial }), sentence))
}
