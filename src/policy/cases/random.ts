/** Random decision cases from small pools, so that statements and requests often meet. */
import {
  alice,
  anonymous,
  bob,
  type DecisionCase,
  ec2,
  federatedUser,
  HERE,
  root,
  session,
  stranger,
  THERE,
} from './case.ts'
import type { Seeded } from './seeded.ts'

export type RandomStatement = Readonly<Record<string, unknown>>

const ACTIONS = ['s3:GetObject', 's3:PutObject', 's3:*', 's3:Get*', '*', 's3:???Object', 'iam:*', 'S3:GETOBJECT']
const RESOURCES = [
  '*',
  'arn:aws:s3:::bucket/*',
  'arn:aws:s3:::bucket/a',
  'arn:aws:s3:::other/*',
  'arn:aws:s3:::bucket/${aws:username}',
  'arn:aws:s3:::bucket/${aws:username, "x"}',
  'arn:aws:s3:::*/a',
]
const CONDITIONS = [
  { StringEquals: { 'aws:username': ['alice', 'bob'] } },
  { StringNotEquals: { 'aws:username': 'alice' } },
  { StringLikeIfExists: { 'aws:username': 'a*' } },
  { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['red', 'blue'] } },
  { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['red'] } },
  { Null: { 'aws:SourceIp': 'true' } },
  { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
  { NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' }, Bool: { 'aws:SecureTransport': 'true' } },
  { Strange: { 'aws:username': 'alice' } },
  { NumericLessThan: { 'aws:username': '5' } },
]
const PRINCIPALS = [
  '*',
  { AWS: alice.arn },
  { AWS: [HERE, THERE] },
  { AWS: [session.roleArn, bob.arn] },
  { AWS: session.arn },
  { AWS: federatedUser.arn },
  { AWS: [`arn:aws:iam::${HERE}:root`, alice.arn] },
  { Service: 'ec2.amazonaws.com' },
]

export function randomStatement({ pick, times, chance }: Seeded, withPrincipal: boolean): RandomStatement {
  const list = (pool: readonly string[]) => [pick(pool), ...times(2, () => pick(pool))]
  return {
    Effect: chance(0.7) ? 'Allow' : 'Deny',
    [chance(0.8) ? 'Action' : 'NotAction']: list(ACTIONS),
    [chance(0.8) ? 'Resource' : 'NotResource']: list(RESOURCES),
    ...(chance(0.4) && { Condition: pick(CONDITIONS) }),
    ...(withPrincipal && { [chance(0.85) ? 'Principal' : 'NotPrincipal']: pick(PRINCIPALS) }),
  }
}

/** A case with every policy an array of at least one statement; `expect` says nothing. */
export interface RandomCase extends DecisionCase {
  readonly identity: readonly (readonly RandomStatement[])[]
  readonly boundary?: readonly RandomStatement[]
  readonly session?: readonly (readonly RandomStatement[])[]
  readonly bucketPolicy?: readonly RandomStatement[]
  readonly serviceControl?: readonly (readonly (readonly RandomStatement[])[])[]
  readonly resourceControl?: readonly (readonly (readonly RandomStatement[])[])[]
  readonly endpoint?: readonly RandomStatement[]
}

export function randomCase(random: Seeded): RandomCase {
  const { pick, times, chance } = random
  const policy = (withPrincipal = false) => [
    randomStatement(random, withPrincipal),
    ...times(3, () => randomStatement(random, withPrincipal)),
  ]
  return {
    name: 'random',
    source: 'random',
    expect: 'allow',
    caller: pick([alice, alice, bob, session, federatedUser, root, stranger, ec2, anonymous]),
    resourceAccount: pick([HERE, HERE, THERE]),
    action: pick(['s3:GetObject', 's3:PutObject', 'iam:GetRole']),
    resource: pick(['arn:aws:s3:::bucket/a', 'arn:aws:s3:::bucket/alice', 'arn:aws:s3:::other/x', '*']),
    context: {
      ...(chance(0.6) && { 'aws:username': pick(['alice', 'bob', '*']) }),
      ...(chance(0.5) && { 'aws:SourceIp': pick(['10.1.1.1', '192.0.2.1']) }),
      ...(chance(0.5) && { 'aws:TagKeys': pick([[], ['red'], ['red', 'blue'], ['green']]) }),
      ...(chance(0.5) && { 'aws:SecureTransport': pick(['true', 'false']) }),
    },
    identity: times(3, () => policy()),
    ...(chance(0.3) && { boundary: policy() }),
    ...(chance(0.3) && { session: times(2, () => policy()) }),
    ...(chance(0.6) && { bucketPolicy: policy(true) }),
    ...(chance(0.2) && { serviceControl: [[policy()], [policy()]] }),
    ...(chance(0.1) && { resourceControl: [[policy(true)], [policy(true), policy(true)]] }),
    ...(chance(0.1) && { endpoint: policy(true) }),
    resourceRule: pick(['grants', 'grants', 'required']),
  }
}
