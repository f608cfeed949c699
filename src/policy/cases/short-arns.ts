import { allow, type DecisionCase, deny } from './case.ts'

/** ARNs with fewer than six segments mean something else in each type of policy. */
const SOURCE = 'policy-engine 1.4: short ARNs'
const everyone = { Principal: '*' }

type Place = 'identity' | 'boundary' | 'session' | 'bucketPolicy' | 'endpoint' | 'serviceControl'

/** The policies of a request with an Allow on a short ARN in one place, where everything else allows. */
function placed(place: Place, Resource: string): Partial<DecisionCase> {
  const one = allow({ Resource })
  switch (place) {
    case 'identity':
      return { identity: [one] }
    case 'boundary':
      return { identity: [allow()], boundary: one }
    case 'session':
      return { identity: [allow()], session: [one] }
    case 'bucketPolicy':
      return { bucketPolicy: { ...one, ...everyone } }
    case 'endpoint':
      return { identity: [allow()], endpoint: { ...one, ...everyone } }
    case 'serviceControl':
      return { identity: [allow()], serviceControl: [[one]] }
  }
}

const short = (place: Place, resource: string, covers: boolean): DecisionCase => ({
  name: `${resource} in a policy of type ${place} ${covers ? 'covers' : 'does not cover'} an object`,
  source: SOURCE,
  expect: covers ? 'allow' : 'implicit deny',
  ...placed(place, resource),
})

const anywhere = (places: readonly Place[], resource: string, covers: boolean): readonly DecisionCase[] =>
  places.map((place) => short(place, resource, covers))

export const SHORT_ARN_CASES: readonly DecisionCase[] = [
  ...anywhere(['identity', 'boundary', 'session'], 'arn:aws:s3', true),
  ...anywhere(['bucketPolicy', 'endpoint', 'serviceControl'], 'arn:aws:s3', false),
  ...anywhere(['identity', 'boundary', 'session'], 'arn:aws:s3::', true),
  ...anywhere(['bucketPolicy', 'endpoint', 'serviceControl'], 'arn:aws:s3::', false),
  ...anywhere(['identity', 'boundary', 'session', 'bucketPolicy', 'endpoint', 'serviceControl'], 'arn:aws:s3:*', true),
  ...anywhere(['identity', 'boundary', 'session', 'bucketPolicy', 'endpoint'], 'arn:?ws:s3', true),
  ...anywhere(['identity', 'boundary', 'session', 'bucketPolicy', 'endpoint'], 'arn:*:s3', true),
  ...anywhere(['serviceControl'], 'arn:*:s3', false),
  ...anywhere(['identity', 'bucketPolicy', 'serviceControl'], 'arn:aws:sqs:*', false),
  {
    name: 'a short ARN in a Deny of a resource control policy, which AWS refuses, denies what it would cover',
    source: `${SOURCE}: undecided, so closed`,
    identity: [allow()],
    resourceControl: [[allow(everyone), deny({ ...everyone, Resource: 'arn:aws:s3:*' })]],
    expect: 'explicit deny',
    blockedBy: 'resource control policy',
    unreadable: true,
  },
  {
    name: 'an ARN of five parts without a wildcard in a bucket policy is no ARN of six, so that its variable raises no doubt',
    source: SOURCE,
    identity: [allow()],
    bucketPolicy: { ...deny({ Resource: 'arn:aws:${aws:username}::bucket' }), ...everyone },
    expect: 'allow',
  },
  {
    name: 'a resource of five parts is reached by a bucket policy that names it with a variable',
    source: SOURCE,
    bucketPolicy: { ...allow({ Resource: 'arn:aws:${aws:username}::bucket' }), ...everyone },
    resource: 'arn:aws:alice::bucket',
    context: { 'aws:username': 'alice' },
    expect: 'allow',
  },
  {
    name: 'an ARN of five parts in a Deny of a resource control policy denies what it would cover',
    source: `${SOURCE}: undecided, so closed`,
    identity: [allow()],
    resourceControl: [[allow(everyone), deny({ ...everyone, Resource: 'arn:aws:s3::*' })]],
    expect: 'explicit deny',
    blockedBy: 'resource control policy',
    unreadable: true,
  },
  {
    name: 'a short ARN in an Allow of a resource control policy, which AWS refuses, allows nothing',
    source: `${SOURCE}: undecided, so closed`,
    identity: [allow()],
    resourceControl: [[allow({ ...everyone, Resource: 'arn:aws:s3:*' })]],
    expect: 'implicit deny',
    blockedBy: 'resource control policy',
    unreadable: true,
  },
]
