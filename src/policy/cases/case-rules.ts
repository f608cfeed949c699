import { alice, allow, type DecisionCase, session } from './case.ts'

/** What ignores case and what does not. */
const GRAMMAR = 'IAM User Guide, Grammar of the IAM JSON policy language'
const CONDITION = 'IAM User Guide, JSON policy elements: Condition'
const to = (principal: unknown) => allow({ Principal: principal })

const compared = (name: string, source: string, holds: boolean, more: Partial<DecisionCase>): DecisionCase => ({
  name,
  source,
  expect: holds ? 'allow' : 'implicit deny',
  ...more,
})

export const CASE_RULE_CASES: readonly DecisionCase[] = [
  compared('a service prefix ignores case', 'IAM User Guide, JSON policy elements: Action', true, {
    identity: [allow({ Action: 'S3:*' })],
  }),
  compared('an action with wildcards ignores case', 'IAM User Guide, JSON policy elements: Action', true, {
    identity: [allow({ Action: 's3:gET*' })],
  }),
  compared('an ARN begins in lower case', 'IAM User Guide, JSON policy elements: Resource', false, {
    identity: [allow({ Resource: 'ARN:aws:s3:::bucket/key' })],
  }),
  compared('the service of an ARN is compared with case', 'IAM User Guide, JSON policy elements: Resource', false, {
    identity: [allow({ Resource: 'arn:aws:S3:::bucket/key' })],
  }),
  compared('a user name in Resource is compared with case', 'IAM User Guide, IAM and AWS STS quotas: names', false, {
    action: 'iam:GetUser',
    resource: alice.arn,
    identity: [allow({ Resource: alice.arn.replace('alice', 'Alice') })],
  }),
  compared('a value is compared with case', CONDITION, false, {
    context: { 'aws:RequestedRegion': 'us-east-1' },
    identity: [allow({ Condition: { StringEquals: { 'aws:RequestedRegion': 'US-EAST-1' } } })],
  }),
  compared('an ARN in a condition is compared with case', CONDITION, false, {
    context: { 'aws:PrincipalArn': alice.arn },
    identity: [allow({ Condition: { ArnEquals: { 'aws:PrincipalArn': alice.arn.replace('alice', 'Alice') } } })],
  }),
  compared('the tag’s value is compared with case, unlike its key', CONDITION, false, {
    context: { 'aws:PrincipalTag/Team': 'red' },
    identity: [allow({ Condition: { StringEquals: { 'aws:PrincipalTag/team': 'Red' } } })],
  }),
  compared('a role in Principal is compared with case', 'IAM User Guide, JSON policy elements: Principal', false, {
    caller: session,
    bucketPolicy: to({ AWS: session.roleArn.replace('Reader', 'reader') }),
  }),
  compared('a session in Principal is compared with case', 'IAM User Guide, JSON policy elements: Principal', false, {
    caller: session,
    bucketPolicy: to({ AWS: session.arn.replace('deploy', 'Deploy') }),
  }),
  compared('the type of a principal is compared with case', GRAMMAR, false, {
    bucketPolicy: to({ aws: alice.arn }),
    unreadable: true,
  }),
  compared('an element is compared with case', GRAMMAR, false, {
    identity: [{ Effect: 'Allow', Action: '*', resource: '*' }],
    unreadable: true,
  }),
]
