import {
  alice,
  allow,
  anonymous,
  bob,
  type DecisionCase,
  deny,
  ec2,
  google,
  HERE,
  session,
  stranger,
  THERE,
  trust,
} from './case.ts'

const SOURCE = 'IAM User Guide, Roles terms and concepts: trust policy'
const PRINCIPAL = 'IAM User Guide, JSON policy elements: Principal'

const assume = (name: string, expect: DecisionCase['expect'], more: Partial<DecisionCase>): DecisionCase => ({
  name,
  source: SOURCE,
  action: 'sts:AssumeRole',
  resource: `arn:aws:iam::${HERE}:role/Target`,
  resourceAccount: HERE,
  expect,
  ...more,
})
const web = { action: 'sts:AssumeRoleWithWebIdentity' }
const assumeOnly = allow({ Action: 'sts:AssumeRole', Resource: `arn:aws:iam::${HERE}:role/Target` })

export const TRUST_CASES: readonly DecisionCase[] = [
  assume('an identity policy alone never assumes a role', 'implicit deny', {
    identity: [allow()],
    resourceRule: 'required',
    blockedBy: 'role trust policy',
  }),
  assume('a trust policy that names the user is enough in the same account', 'allow', {
    trustPolicy: trust({ AWS: alice.arn }),
  }),
  assume('a trust policy that names another user is not', 'implicit deny', {
    identity: [allow()],
    trustPolicy: trust({ AWS: bob.arn }),
    blockedBy: 'role trust policy',
  }),
  assume(':root in a trust policy needs an identity policy as well', 'implicit deny', {
    trustPolicy: trust({ AWS: `arn:aws:iam::${HERE}:root` }),
    blockedBy: 'identity-based policy',
  }),
  assume(':root in a trust policy with an identity policy allows', 'allow', {
    identity: [assumeOnly],
    trustPolicy: trust({ AWS: `arn:aws:iam::${HERE}:root` }),
  }),
  assume(':root of another account does not trust this one', 'implicit deny', {
    identity: [allow()],
    trustPolicy: trust({ AWS: `arn:aws:iam::${THERE}:root` }),
    blockedBy: 'role trust policy',
  }),
  assume('a stored unique id trusts the user', 'allow', {
    trustPolicy: trust({ AWS: alice.entityId }),
    source: PRINCIPAL,
  }),
  assume('a stored unique id does not trust a user of the same name', 'implicit deny', {
    caller: { ...alice, entityId: 'AIDARECREATEDRECREAT' },
    trustPolicy: trust({ AWS: alice.entityId }),
    source: PRINCIPAL,
  }),
  assume('a stored unique id trusts the sessions of a role', 'allow', {
    caller: session,
    trustPolicy: trust({ AWS: session.entityId }),
    source: PRINCIPAL,
  }),
  assume('a role is trusted by its ARN', 'allow', { caller: session, trustPolicy: trust({ AWS: session.roleArn }) }),
  assume('a session policy limits a trusted role', 'implicit deny', {
    caller: session,
    session: [allow({ Action: 's3:*' })],
    trustPolicy: trust({ AWS: session.roleArn }),
    blockedBy: 'session policy',
  }),
  assume('a Deny in a trust policy wins over its Allow', 'explicit deny', {
    identity: [allow()],
    trustPolicy: [trust({ AWS: HERE }), trust({ AWS: alice.arn }, { Effect: 'Deny' })],
    blockedBy: 'role trust policy',
  }),
  assume('a Deny in an identity policy stops a trusted user', 'explicit deny', {
    identity: [deny({ Action: 'sts:*' })],
    trustPolicy: trust({ AWS: alice.arn }),
    blockedBy: 'identity-based policy',
  }),
  assume('the external id must match', 'allow', {
    context: { 'sts:ExternalId': 'x-1' },
    trustPolicy: trust({ AWS: alice.arn }, { Condition: { StringEquals: { 'sts:ExternalId': 'x-1' } } }),
    source: 'IAM User Guide, Access to AWS accounts owned by third parties',
  }),
  assume('a wrong external id does not match', 'implicit deny', {
    context: { 'sts:ExternalId': 'x-2' },
    trustPolicy: trust({ AWS: alice.arn }, { Condition: { StringEquals: { 'sts:ExternalId': 'x-1' } } }),
    blockedBy: 'role trust policy',
    source: 'IAM User Guide, Access to AWS accounts owned by third parties',
  }),
  assume('a missing external id does not match', 'implicit deny', {
    trustPolicy: trust({ AWS: alice.arn }, { Condition: { StringEquals: { 'sts:ExternalId': 'x-1' } } }),
    source: 'IAM User Guide, Access to AWS accounts owned by third parties',
  }),
  assume('MFA can be demanded', 'implicit deny', {
    context: { 'aws:MultiFactorAuthPresent': 'false' },
    trustPolicy: trust({ AWS: alice.arn }, { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }),
    source: 'IAM User Guide, Secure API access with MFA',
  }),
  assume('a trusted service assumes the role', 'allow', {
    caller: ec2,
    trustPolicy: trust({ Service: 'ec2.amazonaws.com' }),
  }),
  assume('another service does not', 'implicit deny', {
    caller: ec2,
    trustPolicy: trust({ Service: 'ecs-tasks.amazonaws.com' }),
    blockedBy: 'role trust policy',
  }),
  assume('a service is trusted in a list', 'allow', {
    caller: ec2,
    trustPolicy: trust({ Service: ['ecs-tasks.amazonaws.com', 'ec2.amazonaws.com'] }),
  }),
  assume('trust in a service is no trust in users', 'implicit deny', {
    identity: [allow()],
    trustPolicy: trust({ Service: 'ec2.amazonaws.com' }),
    blockedBy: 'role trust policy',
  }),
  assume('sts:AssumeRole in a trust policy does not cover sts:TagSession', 'implicit deny', {
    action: 'sts:TagSession',
    identity: [allow()],
    trustPolicy: trust({ AWS: alice.arn }),
    blockedBy: 'role trust policy',
    source: 'IAM User Guide, Pass session tags in AWS STS',
  }),
  assume('a trust policy may allow sts:TagSession', 'allow', {
    action: 'sts:TagSession',
    trustPolicy: trust({ AWS: alice.arn }, { Action: ['sts:AssumeRole', 'sts:TagSession'] }),
    source: 'IAM User Guide, Pass session tags in AWS STS',
  }),
  assume('a trusted provider assumes with a web identity', 'allow', {
    ...web,
    caller: google,
    trustPolicy: trust({ Federated: 'accounts.google.com' }, { Action: web.action }),
  }),
  assume('a provider that is not trusted does not', 'implicit deny', {
    ...web,
    caller: google,
    trustPolicy: trust({ Federated: 'www.amazon.com' }, { Action: web.action }),
    blockedBy: 'role trust policy',
  }),
  assume('the audience of a web identity must match', 'implicit deny', {
    ...web,
    caller: google,
    context: { 'accounts.google.com:aud': 'other' },
    trustPolicy: trust(
      { Federated: 'accounts.google.com' },
      { Action: web.action, Condition: { StringEquals: { 'accounts.google.com:aud': 'app' } } },
    ),
  }),
  assume('across accounts a trusted user needs an identity policy', 'implicit deny', {
    caller: stranger,
    trustPolicy: trust({ AWS: stranger.arn }),
    blockedBy: 'identity-based policy',
  }),
  assume('across accounts trust and identity policy allow', 'allow', {
    caller: stranger,
    identity: [assumeOnly],
    trustPolicy: trust({ AWS: THERE }),
  }),
  assume('a role does not trust itself unless its trust policy says so', 'implicit deny', {
    caller: session,
    resource: session.roleArn,
    identity: [allow()],
    trustPolicy: trust({ Service: 'ec2.amazonaws.com' }),
    blockedBy: 'role trust policy',
    source: 'AWS Security Blog, Announcing an update to IAM role trust policy behavior',
  }),
  assume('an anonymous caller is trusted by nobody who names accounts', 'implicit deny', {
    caller: anonymous,
    trustPolicy: trust({ AWS: HERE }),
  }),
]
