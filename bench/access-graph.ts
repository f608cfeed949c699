/**
 * The console's access graph in an account of 10,000 roles, each with a policy and a trust policy of its own: reading it,
 * the routes to administrators over everybody, and what one place and one of 300 buckets answer after that. It runs in a worker of the page.
 */
import type { View } from '../console/src/access-graph/view.ts'
import '../console/src/policy-editor/library.fixture.ts'
import { type Figure, report } from './support/report.ts'

const { graphOf } = await import('../console/src/access-graph/graph.ts')
const { overviewOf, viewOf } = await import('../console/src/access-graph/view.ts')

const ROLES = Number(process.env['ROLECALL_BENCH_ROLES'] ?? 10_000)
const ACCOUNT = '123456789012'
const arn = (rest: string): string => `arn:aws:iam::${ACCOUNT}:${rest}`
const policy = (...Statement: readonly object[]): string =>
  encodeURIComponent(JSON.stringify({ Version: '2012-10-17', Statement }))

/** A chain in every ten: each role may assume the next, the tenth may rewrite itself. Every third trusts EC2 alone. */
const roles = Array.from({ length: ROLES }, (_, index) => ({
  RoleName: `app-${index}`,
  Arn: arn(`role/app-${index}`),
  RoleId: `AROA${index}`,
  AssumeRolePolicyDocument: policy({
    Effect: 'Allow',
    Principal: index % 3 === 0 ? { Service: 'ec2.amazonaws.com' } : { AWS: arn('root') },
    Action: 'sts:AssumeRole',
  }),
  RolePolicyList: [
    {
      PolicyName: 'permissions',
      PolicyDocument: policy(
        {
          Effect: 'Allow',
          Action: ['s3:GetObject', 's3:PutObject'],
          Resource: [`arn:aws:s3:::app-${index}/*`, 'arn:aws:s3:::shared/*'],
        },
        { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: arn(`role/app-${index + 1}`) },
        ...(index % 10 === 9
          ? [{ Effect: 'Allow', Action: 'iam:PutRolePolicy', Resource: arn(`role/app-${index}`) }]
          : []),
      ),
    },
  ],
}))
const users = [
  {
    UserName: 'operator',
    Arn: arn('user/operator'),
    UserId: 'AIDAOPERATOR',
    UserPolicyList: [
      {
        PolicyName: 'all',
        PolicyDocument: policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: arn('role/app-*') }),
      },
    ],
  },
]

/** One that every role reaches, and as many more as a page reads, each of which lets a role in and denies what is not TLS. */
const buckets = ['shared', ...Array.from({ length: 299 }, (_, index) => `app-${index}`)].map((name, index) => ({
  name,
  policy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        ...{ Effect: 'Allow', Principal: { AWS: arn(`role/app-${index + 1}`) }, Action: 's3:GetObject' },
        Resource: `arn:aws:s3:::${name}/*`,
      },
      {
        ...{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: `arn:aws:s3:::${name}/*` },
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  }),
  restricted: true,
}))

const figures: Figure[] = []
function took<Value>(what: string, target: number, run: () => Value, beside: (value: Value) => string): Value {
  const started = performance.now()
  const value = run()
  const ms = performance.now() - started
  figures.push({
    what: `${ROLES.toLocaleString('en-US')} roles: ${what}`,
    value: `${ms.toFixed(0)} ms`,
    beside: beside(value),
    target: `<= ${target} ms`,
    met: ms <= target,
  })
  return value
}

const account = {
  account: ACCOUNT,
  region: 'us-east-1',
  users,
  groups: [],
  roles,
  policies: [],
  instances: [],
  buckets,
}
const graph = took(
  'the account made a graph',
  2000,
  () => graphOf(account),
  ({ rolesByName }) => `${rolesByName.size} roles`,
)
const ways = (view: View | undefined) => `${view?.intoCount} ways in, ${view?.outOfCount} out`
took('the first place asked about', 2000, () => viewOf(graph, arn('role/app-4998')), ways)
took('a user who may assume most roles', 1000, () => viewOf(graph, arn('user/operator')), ways)
took('a service that a third of them trusts', 1000, () => viewOf(graph, 'ec2.amazonaws.com'), ways)
took('a bucket that all of them reach', 2000, () => viewOf(graph, 'arn:aws:s3:::shared'), ways)
took('a bucket that two of them reach', 1000, () => viewOf(graph, 'arn:aws:s3:::app-7'), ways)
const found = took(
  'the way to administrator of everybody',
  3000,
  () => overviewOf(graph),
  ({ count, incomplete }) => `${count} have one${incomplete ? ', not all searched' : ''}`,
)
if (found.incomplete) throw new Error('the search ended before it was complete')
report(figures)
