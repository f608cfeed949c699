import type { Elements, ValidationCase } from './validation.ts'

const V = { Version: '2012-10-17' }
const good = { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::shop' }

const MALFORMED = 'The provided policy document does not meet the requirements of the specified policy type.'
/** Organizations User Guide, SCP syntax and RCP syntax; the sentence as its customers report it. */
const control =
  (kind: 'scp' | 'rcp', statement: Elements) =>
  (name: string, more: Elements, sentence?: string, document: Elements = V): ValidationCase => ({
    name,
    kind,
    document: { ...document, Statement: [{ ...statement, ...more }] },
    sentence,
  })
const scp = control('scp', { Effect: 'Deny', Action: 'ec2:*', Resource: '*' })
const rcp = control('rcp', { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' })

export const ORGANIZATION_VALIDATION: readonly ValidationCase[] = [
  scp('a Deny of actions', {}),
  scp('FullAWSAccess', { Effect: 'Allow', Action: '*' }),
  scp('an Allow with a condition', {
    Effect: 'Allow',
    Condition: { StringEquals: { 'aws:PrincipalArn': ['arn:aws:iam::123456789012:role/specific-role'] } },
  }),
  scp('a NotAction with a condition', {
    Action: undefined,
    NotAction: ['cloudfront:*', 'iam:*'],
    Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-central-1'] } },
  }),
  scp('a NotResource', {
    Resource: undefined,
    NotResource: ['arn:aws:bedrock:*::foundation-model/model-to-permit'],
  }),
  scp('an ARN with Allow, and wildcards within an action', {
    Effect: 'Allow',
    Action: 'iam:*Role?',
    Resource: 'arn:aws:iam::*:role/x',
  }),
  scp('a principal', { Principal: '*' }, MALFORMED),
  scp('a NotPrincipal', { NotPrincipal: { AWS: '111122223333' } }, MALFORMED),
  scp('no version', {}, MALFORMED, {}),
  scp('the old version', {}, MALFORMED, { Version: '2008-10-17' }),
  scp('an Id', {}, MALFORMED, { ...V, Id: 'x' }),
  scp('an unknown element', { Extra: 'x' }, MALFORMED),
  scp('an effect in lower case', { Effect: 'deny' }, MALFORMED),
  scp('no effect', { Effect: undefined }, MALFORMED),
  scp('no action', { Action: undefined }, MALFORMED),
  scp('no resource', { Resource: undefined }, MALFORMED),
  scp('an action without a vendor', { Action: 'RunInstances' }, MALFORMED),
  scp('an operator that there is not', { Condition: { StringIs: { 'aws:RequestedRegion': 'x' } } }, MALFORMED),
  {
    name: 'two objects',
    kind: 'scp',
    document: `${JSON.stringify({ ...V, Statement: good })}${JSON.stringify({ Statement: good })}`,
    sentence: MALFORMED,
  },
  {
    name: 'two Statement elements',
    kind: 'scp',
    document: `{"Version":"2012-10-17","Statement":${JSON.stringify(good)},"Statement":${JSON.stringify(good)}}`,
    sentence: MALFORMED,
  },
  rcp('a Deny with a condition', { Condition: { BoolIfExists: { 'aws:SecureTransport': 'false' } } }),
  rcp('wildcards within the name of an action', { Action: ['sts:*Identity?', 's3:Get*'] }),
  rcp('a NotResource', { Resource: undefined, NotResource: 'arn:aws:s3:::shop/*' }),
  rcp('an Allow', { Effect: 'Allow' }, MALFORMED),
  rcp('a star as action', { Action: '*' }, MALFORMED),
  rcp('an action of a service without resource control policies', { Action: ['s3:*', 'ec2:*'] }, MALFORMED),
  rcp('a pattern for services', { Action: 's*:*' }, MALFORMED),
  rcp('a NotAction', { Action: undefined, NotAction: 's3:*' }, MALFORMED),
  rcp('a NotPrincipal', { Principal: undefined, NotPrincipal: '*' }, MALFORMED),
  rcp('no principal', { Principal: undefined }, MALFORMED),
  rcp('everybody of a type', { Principal: { AWS: '*' } }, MALFORMED),
  rcp('an account', { Principal: { AWS: '111122223333' } }, MALFORMED),
  rcp('no resource', { Resource: undefined }, MALFORMED),
  rcp('no version', {}, MALFORMED, {}),
  scp('a character beyond Latin-1', { Condition: { StringEquals: { 'aws:PrincipalTag/team': '\u4e2d' } } }),
  rcp('a service in capitals', { Action: 'S3:Get*' }),
  rcp('a principal that is a name', { Principal: 'everybody' }, MALFORMED),
  {
    name: 'two statements of which one names a principal',
    kind: 'scp',
    document: { ...V, Statement: [good, { ...good, Principal: '*' }] },
    sentence: MALFORMED,
  },
  {
    name: 'two statements of which one allows',
    kind: 'rcp',
    document: {
      ...V,
      Statement: ['Deny', 'Allow'].map((Effect) => ({ Effect, Principal: '*', Action: 's3:*', Resource: '*' })),
    },
    sentence: MALFORMED,
  },
]
