/**
 * The policies and questions of the decision benchmarks.
 *
 * The policy of ten statements has 7 Allow and 3 Deny; 6 of the 10 have conditions (text, address ranges, flags) and one
 * has a variable in its resource. It is asked eight questions in turn: five are allowed, two meet no Allow, one meets a
 * Deny. The larger policies add statements on other resources for the same actions, one in three with a condition. Ten
 * managed policies are AWS's own, as many as a role may carry.
 */
import { awsManagedPolicy } from '../../src/managed-policies/aws-managed.ts'
import { defaultVersion } from '../../src/managed-policies/records.ts'
import { parsePolicy } from '../../src/policy/document.ts'
import type { AppliedPolicy, DecisionRequest, RequestContext } from '../../src/policy/request.ts'

export const ACCOUNT = '111122223333'

const CONDITIONS = {
  region: { StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-central-1', 'us-east-1'] } },
  team: { StringEquals: { 'aws:ResourceTag/team': '${aws:PrincipalTag/team}' } },
  passed: { StringEquals: { 'iam:PassedToService': ['ec2.amazonaws.com', 'lambda.amazonaws.com'] } },
  prefix: { StringLike: { 's3:prefix': ['reports/*', 'public/*'] } },
  outside: {
    NotIpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '192.0.2.0/24', '2001:db8::/32'] },
    Bool: { 'aws:ViaAWSService': 'false' },
  },
  plain: { Bool: { 'aws:SecureTransport': 'false' } },
}

const TEN = [
  { Effect: 'Allow', Action: ['s3:GetObject', 's3:GetObjectVersion'], Resource: 'arn:aws:s3:::app-data/*' },
  { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::app-data', Condition: CONDITIONS.prefix },
  { Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::app-data/home/${aws:username}/*' },
  { Effect: 'Allow', Action: 'logs:*', Resource: `arn:aws:logs:*:${ACCOUNT}:log-group:/app/*` },
  { Effect: 'Allow', Action: 'ec2:Describe*', Resource: '*', Condition: CONDITIONS.region },
  { Effect: 'Allow', Action: 'ec2:St??tInstances', Resource: 'arn:aws:ec2:*:*:instance/*', Condition: CONDITIONS.team },
  {
    Effect: 'Allow',
    Action: 'iam:PassRole',
    Resource: `arn:aws:iam::${ACCOUNT}:role/app/*`,
    Condition: CONDITIONS.passed,
  },
  { Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::app-data/secret/*' },
  { Effect: 'Deny', Action: '*', Resource: '*', Condition: CONDITIONS.outside },
  { Effect: 'Deny', Action: 's3:*', Resource: '*', Condition: CONDITIONS.plain },
]

const QUESTIONS = [
  ['s3:GetObject', 'arn:aws:s3:::app-data/reports/2026.csv'],
  ['s3:PutObject', 'arn:aws:s3:::app-data/home/alice/notes.txt'],
  ['logs:PutLogEvents', `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/app/web:log-stream:1`],
  ['ec2:DescribeInstances', '*'],
  ['iam:PassRole', `arn:aws:iam::${ACCOUNT}:role/app/Worker`],
  ['s3:PutObject', 'arn:aws:s3:::app-data/home/bob/notes.txt'],
  ['dynamodb:GetItem', `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/orders`],
  ['s3:GetObject', 'arn:aws:s3:::app-data/secret/key.pem'],
] as const

/** As the pipeline has them: keys in lower case. */
const CONTEXT: RequestContext = new Map<string, string | readonly string[]>([
  ['aws:currenttime', '2026-11-23T12:00:00Z'],
  ['aws:epochtime', '1795435200'],
  ['aws:sourceip', '10.20.30.40'],
  ['aws:securetransport', 'true'],
  ['aws:useragent', 'aws-sdk-js/3.1100.0'],
  ['aws:requestedregion', 'eu-west-1'],
  ['aws:viaawsservice', 'false'],
  ['aws:principaltype', 'User'],
  ['aws:principalarn', `arn:aws:iam::${ACCOUNT}:user/alice`],
  ['aws:principalaccount', ACCOUNT],
  ['aws:username', 'alice'],
  ['aws:principaltag/team', 'blue'],
  ['aws:resourcetag/team', 'blue'],
  ['iam:passedtoservice', 'ec2.amazonaws.com'],
])

/** The document of a policy of that many statements, as JSON text. */
export const policyText = (statements: number): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [...TEN, ...more(statements - TEN.length)] })

/** Statements that speak of the same actions and other resources. */
const more = (count: number): readonly unknown[] =>
  Array.from({ length: count }, (_, index) => ({
    Effect: index % 5 === 4 ? 'Deny' : 'Allow',
    Action: [['s3:GetObject', 's3:PutObject'], 's3:*', ['logs:*', 'ec2:*']][index % 3],
    Resource: [`arn:aws:s3:::bucket-${index}/*`, `arn:aws:s3:::bucket-${index}/key`][index % 2],
    ...(index % 3 === 0 && { Condition: [CONDITIONS.region, CONDITIONS.team, CONDITIONS.passed][(index % 9) / 3] }),
  }))

export const policyOf = (statements: number): AppliedPolicy => ({
  name: `${statements} statements`,
  document: parsePolicy(policyText(statements)),
})

const MANAGED = [
  'ReadOnlyAccess',
  'SecurityAudit',
  'AmazonS3FullAccess',
  'AmazonEC2FullAccess',
  'AmazonDynamoDBFullAccess',
  'CloudWatchFullAccessV2',
  'CloudWatchLogsFullAccess',
  'CloudWatchAgentServerPolicy',
  'AmazonSSMManagedInstanceCore',
  'IAMReadOnlyAccess',
]

export function managedPolicies(): readonly AppliedPolicy[] {
  return MANAGED.map((name) => {
    const arn = `arn:aws:iam::aws:policy/${name}`
    const policy = awsManagedPolicy(arn)
    if (!policy) throw new Error(`AWS has no managed policy ${name}`)
    return { name: arn, arn, document: parsePolicy(defaultVersion(policy).document) }
  })
}

/** The eight questions, asked of these identity policies. */
export const requestsOf = (identity: readonly AppliedPolicy[]): readonly DecisionRequest[] =>
  QUESTIONS.map(([action, resource]) => ({
    principal: { kind: 'user', account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/alice`, entityId: 'AIDAALICE' },
    action,
    resource,
    resourceAccount: ACCOUNT,
    context: CONTEXT,
    policies: { identity },
  }))
