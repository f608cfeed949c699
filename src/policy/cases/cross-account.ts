import { allow, type DecisionCase, deny, HERE, root, session, stranger, THERE } from './case.ts'

const SOURCE = 'IAM User Guide, Cross-account policy evaluation logic'

const across = (name: string, expect: DecisionCase['expect'], more: Partial<DecisionCase>): DecisionCase => ({
  name,
  source: SOURCE,
  caller: stranger,
  resourceAccount: HERE,
  expect,
  ...more,
})
const to = (principal: unknown, more = {}) => allow({ Principal: principal, ...more })
const put = { Action: 's3:PutObject' }

export const CROSS_ACCOUNT_CASES: readonly DecisionCase[] = [
  across('both sides allow', 'allow', { identity: [allow()], bucketPolicy: to({ AWS: stranger.arn }) }),
  across('the bucket policy alone is not enough', 'implicit deny', {
    bucketPolicy: to({ AWS: stranger.arn }),
    blockedBy: 'identity-based policy',
  }),
  across('Principal * alone is not enough across accounts', 'implicit deny', {
    bucketPolicy: to('*'),
    blockedBy: 'identity-based policy',
  }),
  across('the identity policy alone is not enough', 'implicit deny', {
    identity: [allow()],
    blockedBy: 'resource-based policy',
  }),
  across('a bucket policy for others is not enough', 'implicit deny', {
    identity: [allow()],
    bucketPolicy: to({ AWS: HERE }),
    blockedBy: 'resource-based policy',
  }),
  across('the caller account as principal is enough with an identity policy', 'allow', {
    identity: [allow()],
    bucketPolicy: to({ AWS: `arn:aws:iam::${THERE}:root` }),
  }),
  across('twelve digits name the caller account', 'allow', { identity: [allow()], bucketPolicy: to({ AWS: THERE }) }),
  across('Principal * is enough with an identity policy', 'allow', { identity: [allow()], bucketPolicy: to('*') }),
  across('a Deny on the resource side denies', 'explicit deny', {
    identity: [allow()],
    bucketPolicy: [to('*'), deny({ Principal: '*' })],
    blockedBy: 'resource-based policy',
  }),
  across('a Deny on the caller side denies', 'explicit deny', {
    identity: [allow(), deny()],
    bucketPolicy: to('*'),
    blockedBy: 'identity-based policy',
  }),
  across('a boundary limits a named user across accounts', 'implicit deny', {
    identity: [allow()],
    boundary: allow(put),
    bucketPolicy: to({ AWS: stranger.arn }),
    blockedBy: 'permissions boundary',
  }),
  across('a session named by its ARN is limited by its session policy across accounts', 'implicit deny', {
    caller: session,
    resourceAccount: THERE,
    identity: [allow()],
    session: [allow(put)],
    bucketPolicy: to({ AWS: session.arn }),
    blockedBy: 'session policy',
  }),
  across('a named role is enough with a role policy', 'allow', {
    caller: session,
    resourceAccount: THERE,
    identity: [allow()],
    bucketPolicy: to({ AWS: session.roleArn }),
  }),
  across('a named role without a role policy is not enough', 'implicit deny', {
    caller: session,
    resourceAccount: THERE,
    bucketPolicy: to({ AWS: session.roleArn }),
    blockedBy: 'identity-based policy',
  }),
  across('the root user of another account needs the bucket policy', 'implicit deny', {
    caller: root,
    resourceAccount: THERE,
    blockedBy: 'resource-based policy',
  }),
  across('the root user of a named account is allowed', 'allow', {
    caller: root,
    resourceAccount: THERE,
    bucketPolicy: to({ AWS: HERE }),
  }),
]
