/**
 * Random questions of every kind that the engine is asked, from pools made to meet: odd spellings, patterns, variables,
 * several values, absent keys, and what no policy should hold. Many requests share one set of policies.
 */

import type { Principal } from '../request.ts'
import {
  alice,
  anonymous,
  bob,
  type DecisionCase,
  type Doc,
  ec2,
  federatedUser,
  google,
  HERE,
  root,
  session,
  stranger,
  THERE,
  webSession,
} from './case.ts'
import { randomCondition, randomContext } from './random-condition.ts'
import type { Seeded } from './seeded.ts'

const ACTIONS = [
  ...['s3:GetObject', 's3:GetObject', 's3:PutObject', 's3:*', 's3:Get*', '*', '*', 's3:???Object', 'S3:GETOBJECT'],
  ...['iam:*', 'sts:AssumeRole', 's3:*Object', '*:Get*', '*:*', 's3:Get?bject', '', 's3: GetObject', '**', 's3:G*t*t'],
  ...['sts:*', 'sts:assumerole', 's3:\u212aey', '${aws:username}'],
]
const ASKED_ACTIONS = [
  ...['s3:GetObject', 's3:GetObject', 's3:GetObject', 's3:PutObject', 'iam:GetRole', 'sts:AssumeRole'],
  ...['S3:getobject', 's3:*', '', 'constructor', '__proto__', 's3:KEY', '${aws:username}'],
]
const BUCKET = 'arn:aws:s3:::bucket/'
const RESOURCES = [
  ...['*', '*', '*', '**', `${BUCKET}*`, `${BUCKET}a`, `${BUCKET}a`, 'arn:aws:s3:::other/*', 'arn:aws:s3:::*/a'],
  ...[`${BUCKET}\${aws:username}`, `${BUCKET}\${aws:username, "x"}`, `${BUCKET}\${aws:username}/*`, `${BUCKET}?`],
  ...[
    `${BUCKET}\${aws:PrincipalTag/none, 'a'}`,
    `${BUCKET}\${aws:PrincipalTag/none}`,
    `${BUCKET}\${*}`,
    `${BUCKET}*a*`,
  ],
  ...[`${BUCKET}\${unclosed:a`, `${BUCKET}\${AWS:UserName , 'a'}`, `${BUCKET}\${aws:TagKeys}`, `${BUCKET}?*i??`],
  ...['arn:aws:s3', 'arn:aws:s3:::', 'arn:aws:s3:*', 'arn:*', 'arn:aws:s3::', 'arn:aws:s3:::*', 'arn:', 'arn:aws:s3:?'],
  ...['arn:aws:*:::bucket/a', 'arn:*:s3:::bucket/a', `arn:aws:s3::\${aws:PrincipalAccount}:bucket/a`, 'arn:aws:s?:::*'],
  ...['arn:aws:s3:*:*:bucket/a', 'arn:aws:s3:${a:b', 'arn:aws:s3:${aws:username}', 'bucket', 'b*', '${aws:username}'],
  ...['arn:aws:logs:*:1:log-group:*', 'arn:aws:logs:us-east-1:*:log-group:*:x', 'ARN:aws:s3:::bucket/a', ''],
  ...['arn:aws:s3:${a{:}:1:x', 'arn:aws:s3:${a{:}:1:*'],
  ...['arn:${a:b', 'a:b*', 'arn:aws:s3:::${a:b', '*a', 'arn:${aws:username}:s3'],
]
const ASKED_RESOURCES = [
  ...[`${BUCKET}a`, `${BUCKET}a`, `${BUCKET}a`, `${BUCKET}alice`, `${BUCKET}alice/x`, `${BUCKET}*`, `${BUCKET}`],
  ...['arn:aws:s3:::other/x', '*', 'bucket', 'arn:aws:s3', 'arn:aws:s3:::', 'arn:aws:s3:us-east-1', ''],
  ...[`${BUCKET}\${unclosed:a`, 'arn:aws:s3:${a:b', 'arn:aws:logs:us-east-1:1:log-group:g:x', 'alice', 'arn:aws:s3:a'],
  ...[`arn:aws:s3::${HERE}:bucket/a`, 'arn:aws:s3:eu-west-1:1:bucket/a', 'constructor', 'arn:aws:s3:alice'],
  ...['arn:aws:s3:${a{:}:1:x', 'arn:${a:b', 'a:bc:d', 'arn:aws:s3:::${a:b', 'arn:alice:s3'],
]
const PRINCIPALS = [
  ...['*', '*', { AWS: '*' }, { AWS: alice.arn }, { AWS: alice.arn }, { AWS: [HERE, THERE] }, { AWS: HERE }],
  ...[{ AWS: [session.roleArn, bob.arn] }, { AWS: session.arn }, { AWS: session.roleArn }, { AWS: session.entityId }],
  ...[{ AWS: federatedUser.arn }, { AWS: [root.arn, alice.arn] }, { AWS: alice.entityId }, { AWS: root.arn }],
  ...[{ AWS: [HERE, session.roleArn, session.arn] }, { AWS: [HERE, session.roleArn] }, { AWS: [HERE, alice.entityId] }],
  ...[{ AWS: [root.arn, alice.arn, federatedUser.arn] }, { AWS: stranger.arn }, { AWS: [] }, { AWS: '' }, {}],
  ...[{ Service: 'ec2.amazonaws.com' }, { Service: ['s3.amazonaws.com', 'ec2.amazonaws.com'] }, { Service: '*' }],
  ...[{ Federated: google.provider }, { CanonicalUser: 'x' }, 'alice', { Other: '*' }, { AWS: `${bob.arn}*` }],
  ...[{ Service: 'ec2.amazonaws.com', Federated: google.provider, AWS: HERE }, { AWS: `arn:aws:iam::${HERE}:r?ot` }],
  { AWS: 'arn:aws:iam::root' },
  { AWS: ['a*', 'b*'] },
  { CanonicalUser: 'x', Other: 'y' },
  { AWS: [`${HERE}1`, `arn:aws:iam::${HERE}:rootx`] },
]
const CALLERS: readonly Principal[] = [
  ...[alice, alice, alice, bob, session, session, webSession, federatedUser, root, stranger, ec2, google, anonymous],
  { ...federatedUser, userArn: root.arn },
  { ...root, arn: 'arn:aws:iam::root' },
  { kind: 'service', names: ['logs.amazonaws.com', 's3.amazonaws.com', 'x.amazonaws.com'] },
]

const oneOrMore = ({ pick, times, chance }: Seeded, pool: readonly string[]) =>
  chance(0.3) ? pick(pool) : [pick(pool), ...times(2, () => pick(pool))]

const statement = (random: Seeded, naming: boolean): Record<string, unknown> => {
  const { pick, chance } = random
  const list = (pool: readonly string[]) => oneOrMore(random, pool)
  const withPrincipal = naming ? chance(0.97) : chance(0.01)
  return {
    ...(chance(0.2) && { Sid: pick(['One', 'Two', '']) }),
    Effect: chance(0.98) ? pick(['Allow', 'Allow', 'Allow', 'Allow', 'Deny']) : pick(['allow', 'DENY']),
    ...(chance(0.99) && { [chance(0.85) ? 'Action' : 'NotAction']: chance(0.99) ? list(ACTIONS) : [] }),
    ...(chance(naming ? 0.8 : 0.99) && {
      [chance(0.85) ? 'Resource' : 'NotResource']: chance(0.99) ? list(RESOURCES) : [],
    }),
    ...(chance(0.4) && { Condition: randomCondition(random) }),
    ...(withPrincipal && { [chance(0.85) ? 'Principal' : 'NotPrincipal']: pick(PRINCIPALS) }),
    ...(chance(0.01) && { Strange: 1 }),
  }
}

function document(random: Seeded, naming = false): Doc {
  const { pick, times, chance } = random
  // Without a broad Allow in many places hardly a request would come through.
  const broad = { Effect: 'Allow', Action: '*', Resource: '*', ...(naming && { Principal: pick(PRINCIPALS) }) }
  const first = chance(0.5) ? broad : statement(random, naming)
  const { Resource: _, ...unbound } = broad
  const exact = () => ({
    ...unbound,
    Effect: pick(['Allow', 'Deny']),
    [chance(0.9) ? 'Resource' : 'NotResource']: oneOrMore(random, ASKED_RESOURCES),
  })
  if (chance(0.05)) return [...Array.from({ length: 20 }, exact), statement(random, naming)]
  const Statement = [first, ...times(3, () => statement(random, naming))]
  if (chance(0.85)) return Statement
  return {
    ...pick([{}, { Version: '2008-10-17' }, { Version: '2012-10-17' }]),
    ...(chance(0.2) && { Extra: 1 }),
    Statement,
  }
}

/** Policies without a request. */
export function randomPolicies(random: Seeded): DecisionCase {
  const { pick, times, chance } = random
  const naming = () => document(random, true)
  const levels = (make: () => Doc) => [[make()], ...times(1, () => times(2, make))]
  const onResource = pick(['none', 'bucket', 'trust'])
  return {
    name: 'random',
    source: 'random',
    expect: 'allow',
    identity: times(3, () => document(random)),
    ...(chance(0.3) && { boundary: document(random) }),
    ...(chance(0.3) && { session: times(2, () => document(random)) }),
    ...(onResource === 'bucket' && { bucketPolicy: naming() }),
    ...(onResource === 'trust' && { trustPolicy: naming() }),
    ...(chance(0.2) && { resourceRule: pick(['grants', 'required'] as const) }),
    ...(chance(0.12) && { serviceControl: levels(() => document(random)) }),
    ...(chance(0.12) && { resourceControl: levels(naming) }),
    ...(chance(0.15) && { endpoint: naming() }),
  }
}

/** What one request adds to its policies. */
export type Question = Pick<DecisionCase, 'caller' | 'resourceAccount' | 'action' | 'resource' | 'context'>

export function randomQuestion(random: Seeded): Question {
  const { pick } = random
  return {
    caller: pick(CALLERS),
    resourceAccount: pick([HERE, HERE, THERE]),
    action: pick(ASKED_ACTIONS),
    resource: pick(ASKED_RESOURCES),
    context: randomContext(random),
  }
}
