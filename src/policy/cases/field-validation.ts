import type { PolicyKind } from '../validate.ts'
import type { ValidationCase } from './validation.ts'

/** What trust policies, bucket policies and other policies on resources are refused for alike. */

type Elements = Readonly<Record<string, unknown>>
const V = { Version: '2012-10-17' }

/** A statement that is taken in each kind. */
const GOOD: Readonly<Partial<Record<PolicyKind, Elements>>> = {
  trust: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '111122223333' } },
  bucket: { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::shop/*' },
  resource: { Effect: 'Allow', Principal: '*', Action: 'logs:PutLogEvents', Resource: '*' },
}
const KINDS = ['trust', 'bucket', 'resource'] as const
type Kind = (typeof KINDS)[number]

const options = { bucket: 'shop' }
const INVALID: Readonly<Record<Kind, (type: string, value: string) => string>> = {
  trust: (type, value) => `Invalid principal in policy: "${type.toUpperCase()}":"${value}"`,
  bucket: () => 'Invalid principal in policy',
  resource: (type, value) => `Invalid principal in policy: "${type.toUpperCase()}":"${value}"`,
}

const one = (kind: Kind, name: string, document: unknown, sentence?: string, more = {}): ValidationCase => ({
  name: `${name}, in a ${kind} policy`,
  kind,
  document,
  options: { ...options, ...more },
  sentence,
})
const changed = (kind: Kind, name: string, more: Elements, sentence?: string): ValidationCase =>
  one(kind, name, { ...V, Statement: [{ ...GOOD[kind], ...more }] }, sentence)

const ROLE = 'arn:aws:iam::111122223333:role/app/Reader'
const PRINCIPALS: readonly (readonly [type: string, value: string, taken: boolean])[] = [
  ['AWS', '111122223333', true],
  ['AWS', '1111222233334', false],
  ['AWS', '11112222333', false],
  ['AWS', 'x111122223333', false],
  ['AWS', 'arn:aws:iam::111122223333:root', true],
  ['AWS', 'arn:aws-us-gov:iam::111122223333:root', true],
  ['AWS', 'arn:aws:iam::111122223333:roots', false],
  ['AWS', 'xarn:aws:iam::111122223333:root', false],
  ['AWS', 'arn::iam::111122223333:root', false],
  ['AWS', 'arn:aws:iam::1111222233334:root', false],
  ['AWS', ROLE, true],
  ['AWS', `x${ROLE}`, false],
  ['AWS', 'arn:aws:iam::111122223333:user/ann', true],
  ['AWS', 'arn:aws:iam::111122223333:user/', false],
  ['AWS', 'arn:aws:iam::111122223333:user/a?n', false],
  ['AWS', 'arn:aws:iam::111122223333:group/admins', false],
  ['AWS', 'arn:aws:iam::11112222333:role/x', false],
  ['AWS', 'arn::iam::111122223333:role/x', false],
  ['AWS', 'arn:aws:sts::111122223333:assumed-role/Reader/deploy', true],
  ['AWS', 'arn:aws:sts::111122223333:federated-user/guest', true],
  ['AWS', 'arn:aws:sts::111122223333:assumed-role/', false],
  ['AWS', 'arn:aws:sts::111122223333:assumed-role/Reader/*', false],
  ['AWS', 'xarn:aws:sts::111122223333:federated-user/guest', false],
  ['AWS', 'arn::sts::111122223333:federated-user/guest', false],
  ['AWS', 'arn:aws:sts::11112222333:federated-user/guest', false],
  ['AWS', 'AROAREADERREADERREA', true],
  ['AWS', 'AIDAALICEALICEALICE', true],
  ['AWS', 'AROAREADERREADER', true],
  ['AWS', 'AROAREADERREADE', false],
  ['AWS', 'AKIAREADERREADERREA', false],
  ['AWS', 'xAROAREADERREADERREA', false],
  ['AWS', 'AROAREADERREADERREA/x', false],
  ['AWS', 'ec2.amazonaws.com', false],
  ['Service', 'ec2.amazonaws.com', true],
  ['Service', 'delivery.logs.amazonaws.com', true],
  ['Service', 'EC2.amazonaws.com', true],
  ['Service', 'ec2', false],
  ['Service', 'ec2.', false],
  ['Service', '.amazonaws.com', false],
  ['Service', 'ec2..com', false],
  ['Service', 'ec2.amazonaws.com/x', false],
  ['Service', 'a b.amazonaws.com', false],
  ['Service', '*', false],
  ['Federated', 'accounts.google.com', true],
  ['Federated', 'arn:aws:iam::111122223333:saml-provider/corp', true],
  ['Federated', 'accounts.*', false],
  ['Federated', '', false],
  ['Federated', 'accounts google', false],
  ['Federated', '*', true],
  ['CanonicalUser', 'a'.repeat(64), true],
  ['CanonicalUser', 'a'.repeat(63), false],
  ['CanonicalUser', 'a'.repeat(65), false],
  ['CanonicalUser', '*', false],
  ['Robot', '*', false],
  ['aws', '111122223333', false],
]

function casesOf(kind: Kind): readonly ValidationCase[] {
  const { Effect: _, ...noEffect } = GOOD[kind] ?? {}
  const syntax = kind === 'bucket' ? 'Invalid policy syntax.' : 'Syntax errors in policy.'
  return [
    one(kind, 'a plain policy', { ...V, Statement: GOOD[kind] }),
    one(
      kind,
      'a version that never was',
      { Version: '2013-10-17', Statement: GOOD[kind] },
      'The policy must contain a valid version string',
    ),
    one(kind, 'no statement', V, 'Missing required field Statement'),
    one(kind, 'an empty list', { ...V, Statement: [] }, 'Could not parse the policy: Statement is empty!'),
    one(kind, 'an unknown field beside Statement', { ...V, Statement: GOOD[kind], Extra: 1 }, 'Unknown field Extra'),
    one(kind, 'a key that stands twice', '{"Statement":[],"Statement":[]}', 'This policy contains invalid Json'),
    one(
      kind,
      'an array as policy',
      '[]',
      kind === 'bucket' ? "Policies must be valid JSON and the first byte must be '{'" : syntax,
    ),
    one(kind, 'no effect', { ...V, Statement: noEffect }, 'Missing required field Effect'),
    changed(kind, 'an unknown field', { Extra: 1 }, 'Unknown field Extra'),
    changed(kind, 'an unknown effect', { Effect: 'Maybe' }, 'Invalid effect: Maybe'),
    changed(kind, 'an effect in lower case', { Effect: 'allow' }, 'Invalid effect: allow'),
    changed(kind, 'an action that is a number', { Action: 1 }, syntax),
    changed(kind, 'Action and NotAction', { NotAction: 's3:*' }, syntax),
    changed(
      kind,
      'a principal of no values',
      { Principal: { AWS: [] } },
      'Missing required field Principal cannot be empty!',
    ),
    changed(kind, 'one principal of two without values', { Principal: { AWS: [], Service: 'ec2.amazonaws.com' } }),
    changed(kind, 'a known operator', { Condition: { StringEquals: { 'aws:username': 'x' } } }),
    changed(kind, 'an unknown operator without keys', { Condition: { x: {} } }),
    changed(
      kind,
      'a principal of a later group that is malformed',
      { Principal: { Service: 'ec2.amazonaws.com', AWS: 'x' } },
      INVALID[kind]('AWS', 'x'),
    ),
    ...PRINCIPALS.map(([type, value, taken]) =>
      changed(
        kind,
        `${type} ${value}`,
        { Principal: { [type]: value } },
        taken ? undefined : INVALID[kind](type, value),
      ),
    ),
  ]
}

const AFTER: readonly ValidationCase[] = [
  changed('trust', 'NotAction', { Action: undefined, NotAction: 'sts:AssumeRole' }, 'Has prohibited field NotAction'),
  changed('trust', 'no action', { Action: undefined }, 'Missing required field Action'),
  changed('trust', 'an empty list of actions', { Action: [] }, 'Policy statement must contain actions.'),
  changed(
    'trust',
    'Deny with NotPrincipal',
    { Effect: 'Deny', Principal: undefined, NotPrincipal: { AWS: '111122223333' } },
    'Has prohibited field NotPrincipal',
  ),
  one(
    'trust',
    'a Sid that stands twice',
    {
      ...V,
      Statement: [
        { ...GOOD.trust, Sid: 'a' },
        { ...GOOD.trust, Sid: 'a' },
      ],
    },
    'Statement IDs (SID) in a single policy must be unique.',
  ),
  one('trust', 'empty Sids', {
    ...V,
    Statement: [
      { ...GOOD.trust, Sid: '' },
      { ...GOOD.trust, Sid: '' },
    ],
  }),
  one('trust', 'two statements without a Sid', { ...V, Statement: [GOOD.trust, GOOD.trust] }),
  ...[
    'sts:AssumeRoleWithSAML',
    'sts:assumerolewithwebidentity',
    'sts:SetContext',
    'sts:AssumeRoot',
    'STS:A?sumeRole',
    'sts:Tag*',
  ].map((action) => changed('trust', `action ${action}`, { Action: action })),
  changed(
    'trust',
    'a second action that is none',
    { Action: ['sts:AssumeRole', 'sts:a:b'] },
    'Actions/Condition can contain only one colon.',
  ),
  changed('trust', 'an action with a vendor that cannot be', { Action: 's_s:AssumeRole' }, 'Vendor s_s is not valid'),
  changed('resource', 'no action', { Action: undefined }, 'Policy statement must contain actions.'),
  changed('resource', 'an empty list of actions', { Action: [] }, 'Policy statement must contain actions.'),
  changed('resource', 'no resource', { Resource: undefined }, 'Policy statement must contain resources.'),
  changed('resource', 'an empty list of resources', { Resource: [] }, 'Policy statement must contain resources.'),
  changed('resource', 'an unknown operator', { Condition: { x: { a: 'b' } } }, 'Syntax errors in policy.'),
  changed(
    'resource',
    'a malformed action',
    { Action: ['logs:*', 'logs'] },
    'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
  ),
  changed('bucket', 'an empty list of actions', { Action: [] }, 'Policy has invalid action'),
  changed('bucket', 'an empty list of resources', { Resource: [] }, 'Policy has invalid resource'),
  changed(
    'bucket',
    'two unknown operators',
    { Condition: { x: { a: 'b' }, y: { a: 'b' } } },
    'Invalid Condition type : x',
  ),
  changed('bucket', 'a pattern for actions that S3 does not have', { Action: 's3:Foo*' }, 'Policy has invalid action'),
  changed('bucket', 'a pattern that only begins with a star', { Action: '*foo' }, 'Policy has invalid action'),
  changed('bucket', 'a Sid beyond Latin-1', { Sid: '\u4e2d' }),
  changed('bucket', 'every action', { Action: '*' }),
  changed('bucket', 'every action with two stars', { Action: '**' }),
  changed('bucket', 'an action in another case', { Action: 'S3:GETOBJECT' }),
  changed('bucket', 'an action with something before it', { Action: 'xs3:GetObject' }, 'Policy has invalid action'),
  changed('bucket', 'an action without a name', { Action: 's3:' }, 'Policy has invalid action'),
  changed(
    'bucket',
    'one action of two that S3 does not have',
    { Action: ['s3:GetObject', 's3:Nothing'] },
    'Policy has invalid action',
  ),
  changed(
    'bucket',
    'one resource of two for another bucket',
    { Resource: ['arn:aws:s3:::shop/*', 'arn:aws:s3:::other/*'] },
    'Policy has invalid resource',
  ),
  changed(
    'bucket',
    'a resource of another partition',
    { Resource: 'arn:aws-cn:s3:::shop/*' },
    'Policy has invalid resource',
  ),
  changed('bucket', 'a resource without a bucket', { Resource: 'arn:aws:s3:::' }, 'Policy has invalid resource'),
  changed(
    'bucket',
    'a resource with something before it',
    { Resource: 'xarn:aws:s3:::shop/*' },
    'Policy has invalid resource',
  ),
  changed('bucket', 'NotAction on the bucket alone', {
    Action: undefined,
    NotAction: 's3:PutObject',
    Resource: 'arn:aws:s3:::shop',
  }),
  changed('bucket', 'a bucket action with NotResource', {
    Action: 's3:ListBucket',
    Resource: undefined,
    NotResource: 'arn:aws:s3:::shop/*',
  }),
  changed('bucket', 'an object action on a pattern without a slash', { Resource: 'arn:aws:s3:::shop*' }),
  changed('bucket', 'an object action on two of three resources', {
    Resource: ['arn:aws:s3:::shop', 'arn:aws:s3:::shop/a', 'arn:aws:s3:::shop/b'],
  }),
  changed('bucket', 'two actions, each with a resource of its own', {
    Action: ['s3:ListBucket', 's3:GetObject'],
    Resource: ['arn:aws:s3:::shop', 'arn:aws:s3:::shop/*'],
  }),
  one(
    'bucket',
    'another partition',
    { ...V, Statement: { ...GOOD.bucket, Resource: 'arn:aws-cn:s3:::shop/*' } },
    undefined,
    { partition: 'aws-cn' },
  ),
  one(
    'bucket',
    'a bucket of that name in any account, when no bucket is told',
    { ...V, Statement: { ...GOOD.bucket, Resource: 'arn:aws:s3:::any/*' } },
    undefined,
    { bucket: undefined },
  ),
]

const identity = { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::shop' }
const whole = (kind: PolicyKind, name: string, statements: unknown, sentence?: string): ValidationCase => ({
  name: `${name}, in a policy of the kind ${kind}`,
  kind,
  document: { ...V, Statement: statements },
  sentence,
})

/** Only one statement of two is wrong, or one value of two. */
const ONE_OF_TWO: readonly ValidationCase[] = (['identity', 'session'] as const).flatMap((kind) => [
  whole(kind, 'an unknown element', [identity, { ...identity, Extra: 1 }], 'Syntax errors in policy.'),
  whole(
    kind,
    'a principal',
    [identity, { ...identity, Principal: '*' }],
    'Policy document should not specify a principal.',
  ),
  whole(
    kind,
    'an effect in lower case',
    [identity, { ...identity, Effect: 'allow' }],
    'The policy failed legacy parsing',
  ),
  whole(kind, 'no action', [identity, { ...identity, Action: undefined }], 'Policy statement must contain actions.'),
  whole(
    kind,
    'no resource',
    [identity, { ...identity, Resource: undefined }],
    'Policy statement must contain resources.',
  ),
  whole(
    kind,
    'a bad date of a set operator',
    [identity, { ...identity, Condition: { 'ForAnyValue:DateLessThan': { a: ['2026-01-01', 'x'] } } }],
    'The policy failed legacy parsing',
  ),
  whole(
    kind,
    'two bad resources',
    { ...identity, Resource: ['one', 'two'] },
    'Resource one must be in ARN format or "*".',
  ),
  whole(
    kind,
    'a wildcard in the service of a resource',
    { ...identity, Resource: 'arn:aws:s*:::shop' },
    'Resource vendor must be fully qualified and cannot contain regexes.',
  ),
])

/** Whatever names one entity is asked for. */
const STRANGERS: readonly ValidationCase[] = PRINCIPALS.filter(
  ([type, value, taken]) => taken && value !== '*' && !/^\d+$|:root$/.test(value) && type !== '',
).map(([type, value]) =>
  one(
    'trust',
    `${type} ${value}, which does not exist`,
    { ...V, Statement: { ...GOOD.trust, Principal: { [type]: value } } },
    INVALID.trust(type, value),
    { principalExists: () => false },
  ),
)

export const FIELD_VALIDATION: readonly ValidationCase[] = [
  ...KINDS.flatMap(casesOf),
  ...AFTER,
  ...ONE_OF_TWO,
  ...STRANGERS,
]
