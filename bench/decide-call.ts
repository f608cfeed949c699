/**
 * What a check costs in a call: `judge` makes the question of a check (principal, condition keys, policies) and asks it,
 * while `permits` is handed a question that stands. GetCallerIdentity has no check, a call of IAM or S3 has one, AssumeRole
 * one to three.
 */
import { type AuthorizedCall, judge } from '../src/aws/authorize.ts'
import type { Caller } from '../src/aws/caller.ts'
import type { Check } from '../src/aws/operation.ts'
import { permits } from '../src/policy/decide.ts'
import { parsePolicy } from '../src/policy/document.ts'
import { ACCOUNT, policyText } from './support/decisions.ts'
import { type Ask, answeredYes, bytesOf, inTurns } from './support/measure.ts'
import { type Figure, report } from './support/report.ts'
import { BENCH_REQUEST } from './support/roles.ts'

const policies = { identity: [{ name: 'ten', document: parsePolicy(policyText(10)) }] }
const user: Caller = {
  kind: 'user',
  account: ACCOUNT,
  arn: `arn:aws:iam::${ACCOUNT}:user/alice`,
  principalArn: `arn:aws:iam::${ACCOUNT}:user/alice`,
  userId: 'AIDAALICE',
  name: 'alice',
  entityId: 'AIDAALICE',
  accessKeyId: 'AKIAALICE',
  session: undefined,
  tags: { team: 'blue', stage: 'test' },
}
const instance: Caller = {
  ...user,
  kind: 'assumed-role',
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Web/i-0123456789abcdef0`,
  principalArn: `arn:aws:iam::${ACCOUNT}:role/Web`,
  userId: 'AROAWEB:i-0123456789abcdef0',
  name: 'Web',
  entityId: 'AROAWEB',
  session: {
    kind: 'instance',
    accessKeyId: 'ASIAWEB',
    account: ACCOUNT,
    issuerArn: `arn:aws:iam::${ACCOUNT}:role/Web`,
    issuerName: 'Web',
    issuerId: 'AROAWEB',
    sessionName: 'i-0123456789abcdef0',
    issuedAt: Date.UTC(2026, 10, 23, 11),
    expiresAt: Date.UTC(2026, 10, 23, 17),
    chained: false,
    tags: {},
    transitiveTagKeys: [],
    instance: {
      arn: `arn:aws:ec2:eu-west-1:${ACCOUNT}:instance/i-0123456789abcdef0`,
      vpcId: 'vpc-0123456789abcdef0',
      privateIp: '10.0.0.5',
      roleDelivery: '2.0',
    },
  },
}
const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: user.arn }, Action: 'sts:AssumeRole' }],
}
const role = `arn:aws:iam::${ACCOUNT}:role/app/Worker`

const CALLS: Readonly<Record<string, { readonly caller: Caller; readonly check: Check }>> = {
  'iam:PassRole by a user': {
    caller: user,
    check: {
      action: 'iam:PassRole',
      resource: role,
      resourceTags: { team: 'blue' },
      context: { 'iam:PassedToService': 'ec2.amazonaws.com' },
    },
  },
  'sts:AssumeRole by a user': {
    caller: user,
    check: {
      action: 'sts:AssumeRole',
      resource: role,
      resourcePolicy: { kind: 'trust', document: JSON.stringify(trust), attachedTo: role },
      resourceTags: { team: 'blue' },
      requestTags: {},
      context: { 'sts:RoleSessionName': 'bench', 'sts:ExternalId': undefined },
    },
  },
  's3:GetObject by an instance': {
    caller: instance,
    check: { action: 's3:GetObject', resource: 'arn:aws:s3:::app-data/reports/2026.csv', resourceAccount: ACCOUNT },
  },
}

const figures: Figure[] = Object.entries(CALLS).map(([what, { caller, check }]) => {
  // Times differ from call to call, as a server's do.
  let now = Date.UTC(2026, 10, 23, 12)
  const judged: Ask = () => {
    now += 7
    const call: AuthorizedCall = { caller, now, region: 'eu-west-1', request: BENCH_REQUEST, policies }
    return judge(call, check).allowed
  }
  const { request: question, allowed } = judge(
    { caller, now, region: 'eu-west-1', request: BENCH_REQUEST, policies },
    check,
  )
  if (!allowed) throw new Error(`${what} is not allowed`)
  const { judge: whole, permits: alone } = inTurns({ judge: judged, permits: () => permits(question) })
  return {
    what: `judge, ${what}`,
    value: `${(1e6 / whole.rate).toFixed(2)} us, p50 ${Math.round(whole.p50)} ns, p99 ${Math.round(whole.p99)} ns`,
    beside: `permits ${(1e6 / alone.rate).toFixed(2)} us of it; ${bytesOf(judged).toFixed(0)} B`,
    target: '',
    met: undefined,
  }
})
report(figures)
if (answeredYes() === 0) throw new Error('nothing was allowed')
