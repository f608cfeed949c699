/**
 * The console's access graph in an account of 10,000 roles, each with a policy and a trust policy of its own: reading it,
 * the routes to administrators over everybody, and what one place answers after that. It runs in a worker of the page.
 */
import { graphOf } from '../console/src/access-graph/graph.ts'
import { administratorRouteOf, overviewOf, viewOf } from '../console/src/access-graph/view.ts'

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
        { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: `arn:aws:s3:::app-${index}/*` },
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

function took<Value>(what: string, run: () => Value): Value {
  const started = performance.now()
  const value = run()
  console.log(`${what.padEnd(64)} ${(performance.now() - started).toFixed(0).padStart(6)} ms`)
  return value
}

console.log(`${ROLES} roles`)
const graph = took('read the account', () =>
  graphOf({ account: ACCOUNT, region: 'us-east-1', users, groups: [], roles, policies: [], instances: [] }),
)
for (const id of [arn('role/app-4998'), arn('user/operator'), 'ec2.amazonaws.com']) {
  const view = took(`what ${id} answers`, () => viewOf(graph, id))
  console.log(`  ${view?.intoCount} ways in, ${view?.outOfCount} out`)
}
const all = took('the routes to administrators of everybody', () => overviewOf(graph))
console.log(`  ${all.count} principals have one; complete: ${!all.incomplete}`)
took('one of these routes after that', () => administratorRouteOf(graph, arn('role/app-4998')))
