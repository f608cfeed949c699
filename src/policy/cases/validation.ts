import type { PolicyKind, ValidationOptions } from '../validate.ts'

/** A document and AWS's sentence about it; undefined when AWS takes it. */
export interface ValidationCase {
  readonly name: string
  readonly kind: PolicyKind
  /** JSON text, or what to write as JSON. */
  readonly document: unknown
  readonly options?: ValidationOptions
  readonly sentence: string | undefined
}

const SYNTAX = 'Syntax errors in policy.'
const VERSION = 'Policy document must be version 2012-10-17 or greater.'
const LEGACY = 'The policy failed legacy parsing'
const SIDS = 'Statement IDs (SID) in a single policy must be unique.'
const NO_ACTIONS = 'Policy statement must contain actions.'
const NO_RESOURCES = 'Policy statement must contain resources.'
const VENDOR = 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.'
const COLON = 'Actions/Condition can contain only one colon.'
const REGEXES = 'Resource vendor must be fully qualified and cannot contain regexes.'
const PATHS =
  'IAM resource path must either be "*" or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.'

export type Elements = Readonly<Record<string, unknown>>
const V = { Version: '2012-10-17' }
const good = { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::shop' }
const without = (element: string, more: Elements = {}): Elements => {
  const { [element]: _, ...rest } = { ...good, ...more } as Elements
  return rest
}

const identity = (name: string, document: unknown, sentence?: string): ValidationCase => ({
  name,
  kind: 'identity',
  document,
  sentence,
})
/** A whole policy around one good statement with other elements. */
const statement = (name: string, more: Elements, sentence?: string): ValidationCase =>
  identity(name, { ...V, Statement: { ...good, ...more } }, sentence)
const bare = (name: string, one: Elements, sentence?: string): ValidationCase =>
  identity(name, { ...V, Statement: one }, sentence)
const action = (value: string, sentence?: string): ValidationCase =>
  statement(`action ${JSON.stringify(value)}`, { Action: value }, sentence)
const resource = (value: string, sentence?: string): ValidationCase =>
  statement(`resource ${JSON.stringify(value)}`, { Resource: value }, sentence)
const date = (value: string, sentence?: string): ValidationCase =>
  statement(`date ${value}`, { Condition: { DateLessThan: { 'aws:CurrentTime': value } } }, sentence)

export const IDENTITY_VALIDATION: readonly ValidationCase[] = [
  identity('a plain policy', { ...V, Statement: good }),
  identity('an array of statements', { ...V, Statement: [good, good] }),
  identity('an Id', { ...V, Id: 'x', Statement: good }),
  identity('no JSON', 'no policy', SYNTAX),
  identity('an empty text', '', SYNTAX),
  identity('a trailing comma', '{"Version":"2012-10-17","Statement":[],}', SYNTAX),
  identity('text after the policy', `${JSON.stringify({ ...V, Statement: good })}x`, SYNTAX),
  identity('an array as policy', [], SYNTAX),
  identity(
    'a key that stands twice',
    '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Effect":"Allow","Action":"*","Resource":"*"}}',
    SYNTAX,
  ),
  identity(
    'a key that stands twice behind an escape',
    '{"Version":"2012-10-17","Statement":{"Effect":"Allow","\\u0045ffect":"Allow","Action":"*","Resource":"*"}}',
    SYNTAX,
  ),
  identity('a character beyond Latin-1', { ...V, Id: '\u4e2d', Statement: good }, SYNTAX),
  identity('a Latin-1 character', { ...V, Id: '\u00e9', Statement: good }),
  identity('no version', { Statement: good }, VERSION),
  identity('the old version', { Version: '2008-10-17', Statement: good }, VERSION),
  identity('a version that never was', { Version: '2013-10-17', Statement: good }, SYNTAX),
  identity('a version in an array', { Version: ['2012-10-17'], Statement: good }, SYNTAX),
  identity('no statement', V, SYNTAX),
  identity('an empty list of statements', { ...V, Statement: [] }, SYNTAX),
  identity('a text as statement', { ...V, Statement: ['x'] }, SYNTAX),
  identity('an unknown element beside Statement', { ...V, Statement: good, Extra: 'x' }, SYNTAX),
  identity('an Id that is a list', { ...V, Id: ['x'], Statement: good }, SYNTAX),
  statement('an unknown element in a statement', { Extra: 'x' }, SYNTAX),
  statement('an element in the wrong case', { action: 's3:GetObject' }, SYNTAX),
  statement('an unknown effect', { Effect: 'Maybe' }, SYNTAX),
  bare('no effect', without('Effect'), SYNTAX),
  statement('an effect that is a list', { Effect: ['Allow'] }, SYNTAX),
  statement('an effect in lower case', { Effect: 'allow' }, LEGACY),
  statement('an effect in mixed case', { Effect: 'denY' }, LEGACY),
  statement('Deny', { Effect: 'Deny' }),
  statement('Action and NotAction', { NotAction: 's3:PutObject' }, SYNTAX),
  statement('Resource and NotResource', { NotResource: '*' }, SYNTAX),
  statement('an action that is an object', { Action: {} }, SYNTAX),
  statement('an action list with a list in it', { Action: [['s3:GetObject']] }, SYNTAX),
  statement('an action that is a number', { Action: 1 }, SYNTAX),
  statement('a resource that is an object', { Resource: { a: 'b' } }, SYNTAX),
  statement('a resource list with an object in it', { Resource: ['*', {}] }, SYNTAX),
  statement('a Sid that is an object', { Sid: {} }, SYNTAX),
  statement('a Sid with a space', { Sid: 'a b' }, SYNTAX),
  statement('a Sid of letters and digits', { Sid: 'Read2' }),
  statement('an empty Sid', { Sid: '' }),
  statement('a condition that is a list', { Condition: [] }, SYNTAX),
  statement('a condition that is a text', { Condition: 'x' }, SYNTAX),
  statement('an operator with a text', { Condition: { StringEquals: 'x' } }, SYNTAX),
  statement('an operator with a list', { Condition: { StringEquals: [] } }, SYNTAX),
  statement('a key with an object', { Condition: { StringEquals: { a: {} } } }, SYNTAX),
  statement('an unknown operator', { Condition: { x: { a: '1' } } }, SYNTAX),
  statement('an operator in lower case', { Condition: { stringequals: { a: '1' } } }, SYNTAX),
  statement('a set prefix with two colons', { Condition: { 'ForAnyValue::StringEquals': { a: '1' } } }, SYNTAX),
  statement('NullIfExists', { Condition: { NullIfExists: { a: 'true' } } }, SYNTAX),
  statement('an unknown operator without keys', { Condition: { x: {} } }),
  statement('an empty condition', { Condition: {} }),
  statement('an operator without keys', { Condition: { DateGreaterThan: {} } }),
  statement('a key without values', { Condition: { DateGreaterThan: { a: [] } } }),
  statement('a set operator', { Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'Department' } } }),
  statement('a set operator with IfExists', { Condition: { 'ForAnyValue:StringLikeIfExists': { a: 'b' } } }),
  statement('a boolean value', { Condition: { Bool: { 'aws:SecureTransport': true } } }),
  statement('a number value', { Condition: { NumericLessThan: { 's3:max-keys': 10 } } }),
  date('2026-07-01T00:00:00Z'),
  date('2026-07-01'),
  date('2026'.concat('-07')),
  date('2026-07-01T00:00:00+01:00'),
  date('1767225600'),
  date('soon', LEGACY),
  date('234-13', LEGACY),
  date('2016-13-01', LEGACY),
  date('2016-12-13t2:00:00.593194+1', LEGACY),
  date('2016-12-13t2:00:00.1999999999+10:59', LEGACY),
  date('2016-12-13T24:00:00Z', LEGACY),
  date('9223372036854775808', LEGACY),
  date('9223372036854775807'),
  identity(
    'a bad date is found after the version',
    { Statement: { ...good, Condition: { DateEquals: { a: 'x' } } } },
    VERSION,
  ),
  statement(
    'a bad date is found before a bad partition',
    { Resource: 'arn:x:s3:::b', Condition: { DateEquals: { a: 'x' } } },
    LEGACY,
  ),
  identity(
    'a Sid that stands twice',
    {
      ...V,
      Statement: [
        { ...good, Sid: 'a' },
        { Sid: 'a', Effect: 'Allow' },
      ],
    },
    SIDS,
  ),
  identity(
    'a Sid that stands twice is found after the effect',
    {
      ...V,
      Statement: [
        { ...good, Sid: 'a', Effect: 'aLLow' },
        { ...good, Sid: 'a' },
      ],
    },
    LEGACY,
  ),
  bare('no action', without('Action'), NO_ACTIONS),
  bare('neither action nor resource', { Effect: 'Allow' }, NO_ACTIONS),
  statement('an empty list of actions', { Action: [] }, NO_ACTIONS),
  identity('no action in the first statement', { ...V, Statement: [{ Effect: 'Deny' }, good] }, NO_ACTIONS),
  bare('no resource', without('Resource'), NO_RESOURCES),
  statement('an empty list of resources', { Resource: [] }, NO_RESOURCES),
  bare('a bad action is found before a missing resource', { Effect: 'Allow', Action: 'invalid' }, VENDOR),
  bare(
    'a failing resource is found before a missing action',
    { Effect: 'Allow', Resource: 'arn:aws:s3::shop' },
    LEGACY,
  ),
  statement(
    'a bad resource is found before a bad action',
    { Action: 's:3:x', Resource: 'shop' },
    'Resource shop must be in ARN format or "*".',
  ),
  statement('a principal', { Principal: '*' }, 'Policy document should not specify a principal.'),
  statement('a NotPrincipal', { NotPrincipal: '*' }, 'Policy document should not specify a principal.'),
  bare('NotAction and NotResource', { Effect: 'Allow', NotAction: 's3:*', NotResource: 'arn:aws:s3:::shop' }),
  bare('an empty NotAction', { Effect: 'Allow', NotAction: '', Resource: '*' }, VENDOR),
  action('*'),
  action('s3:*'),
  action('iam: anything at all'),
  action('service-prefix:action-name'),
  action('s3.x:Get'),
  action(':Get'),
  action('invalid', VENDOR),
  action('', VENDOR),
  action('s3:List:Bucket', COLON),
  action('a a:ListBucket', 'Vendor a a is not valid'),
  action('s_3:ListBucket', 'Vendor s_3 is not valid'),
  resource('*'),
  resource('arn:aws:s3:::shop/*'),
  resource('arn:aws:iam:::user/ann'),
  resource('arn:aws:iam::111122223333:role/app/*'),
  resource('arn:aws:iam::111122223333:*'),
  resource('arn:aws:iam::111122223333:root'),
  resource('arn:*:sns:*:*:topic'),
  resource('arn:aws:s3:us-east-1:111122223333:accesspoint/x'),
  resource('arn:aws:ec2:us-east-1::image/ami-1'),
  resource('arn:aws:no-such-service:::x'),
  resource('arn:aws:short'),
  resource('arn:aws:s3', 'Resource arn:aws:s3 can not contain region information.'),
  resource('arn:aws:s3:'),
  resource('arn:aws:iam', 'IAM resource arn:aws:iam cannot contain region information.'),
  resource('arn:aws:iam:', PATHS),
  resource('arn:aws:iam:::*/role'),
  resource('arn:aws:iam:::shop/*', PATHS),
  resource('arn:aws:iam:::us:er/ann', PATHS),
  resource('', 'Resource  must be in ARN format or "*".'),
  resource('shop', 'Resource shop must be in ARN format or "*".'),
  resource('a:b', 'Partition "b" is not valid for resource "arn:b:*:*:*:*".'),
  resource('a:b:c', 'Partition "b" is not valid for resource "arn:b:c:*:*:*".'),
  resource('a:b:', 'Partition "b" is not valid for resource "arn:b:*:*:*:*".'),
  resource('a:b::', 'Partition "b" is not valid for resource "arn:b:::*:*".'),
  resource('a:b:::', 'Partition "b" is not valid for resource "arn:b::::*".'),
  resource('a:b:c:d:e:f:g:h', 'Partition "b" is not valid for resource "arn:b:c:d:e:f:g:h".'),
  resource('aws:s3:::shop', 'Partition "s3" is not valid for resource "arn:s3:::shop:*".'),
  resource('arn:other:s3:::shop', 'Partition "other" is not valid for resource "arn:other:s3:::shop".'),
  resource('arn:aws', REGEXES),
  resource('arn:aws:s3::shop', LEGACY),
  resource('arn:aws::x', LEGACY),
  resource('arn:aws::::shop', LEGACY),
  resource(
    'arn:aws:iam:us-east-1::user/x',
    'IAM resource arn:aws:iam:us-east-1::user/x cannot contain region information.',
  ),
  resource('arn:aws:s3:us-east-1::shop', 'Resource arn:aws:s3:us-east-1::shop can not contain region information.'),
  resource('arn:aws:iam:::shop', PATHS),
  resource('arn:aws:iam:::my/role/', PATHS),
  bare('a NotResource is read like a Resource', { ...without('Resource'), NotResource: 'arn:aws:s3::shop' }, LEGACY),
  {
    name: 'another partition',
    kind: 'identity',
    document: { ...V, Statement: { ...good, Resource: 'arn:aws-cn:s3:::shop' } },
    options: { partition: 'aws-cn' },
    sentence: undefined,
  },
  { name: 'a boundary is an identity policy', kind: 'boundary', document: { Statement: good }, sentence: VERSION },
  { name: 'a session policy without a version', kind: 'session', document: { Statement: good }, sentence: undefined },
  {
    name: 'a session policy that is no JSON',
    kind: 'session',
    document: '{',
    sentence: 'This policy contains invalid Json',
  },
]

const TRUST_ACTIONS =
  'Trust Policy statement actions can only be sts:AssumeRole, sts:AssumeRoleWithSAML,  and sts:AssumeRoleWithWebIdentity'
const trusted = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } }
const trust = (name: string, more: Elements, sentence?: string, options?: ValidationOptions): ValidationCase => ({
  name,
  kind: 'trust',
  document: { ...V, Statement: { ...trusted, ...more } },
  ...(options && { options }),
  sentence,
})
const nobody = { principalExists: () => false }
const ghost = 'arn:aws:iam::111122223333:role/ghost'

export const TRUST_VALIDATION: readonly ValidationCase[] = [
  trust('a service', {}),
  trust('an account', { Principal: { AWS: '111122223333' } }, undefined, nobody),
  trust('a root ARN', { Principal: { AWS: 'arn:aws:iam::111122223333:root' } }, undefined, nobody),
  trust('everyone', { Principal: { AWS: '*' } }, undefined, nobody),
  trust('everyone without a type', { Principal: '*' }),
  trust('a provider', {
    Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/x' },
    Action: 'sts:AssumeRoleWithWebIdentity',
  }),
  trust('all of sts', { Action: 'sts:*' }),
  trust('tagging as well', { Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'] }),
  trust('an empty condition', { Condition: {} }),
  { name: 'a trust policy without a version', kind: 'trust', document: { Statement: trusted }, sentence: undefined },
  {
    name: 'a trust policy of the old version',
    kind: 'trust',
    document: { Version: '2008-10-17', Statement: [trusted] },
    sentence: undefined,
  },
  {
    name: 'a trailing comma, as recorded',
    kind: 'trust',
    document: '{"Version":"2012-10-17","Statement":[{"Action":"sts:AssumeRole","Principal":"*","Effect":"Allow",}]}',
    sentence: 'This policy contains invalid Json',
  },
  { name: 'no statement in a trust policy', kind: 'trust', document: V, sentence: 'Missing required field Statement' },
  {
    name: 'an empty list in a trust policy',
    kind: 'trust',
    document: { ...V, Statement: [] },
    sentence: 'Could not parse the policy: Statement is empty!',
  },
  {
    name: 'no principal in a trust policy',
    kind: 'trust',
    document: { ...V, Statement: { Effect: 'Allow', Action: 'sts:AssumeRole' } },
    sentence: 'Missing required field Principal',
  },
  trust('an empty principal', { Principal: {} }, 'Missing required field Principal cannot be empty!'),
  trust('a resource', { Resource: '*' }, 'Has prohibited field Resource'),
  trust('a NotResource', { NotResource: '*' }, 'AssumeRole policy must not contain resources.'),
  {
    name: 'Allow with NotPrincipal',
    kind: 'trust',
    document: { ...V, Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', NotPrincipal: { AWS: '*' } } },
    sentence: 'Allow with NotPrincipal is not allowed.',
  },
  trust(
    'an action of another service',
    { Action: 's3:GetObject' },
    'AssumeRole policy may only specify STS AssumeRole actions.',
  ),
  trust('every action', { Action: '*' }, 'AssumeRole policy may only specify STS AssumeRole actions.'),
  trust('another action of sts', { Action: 'sts:GetCallerIdentity' }, TRUST_ACTIONS),
  trust('an action without a vendor', { Action: 'AssumeRole' }, VENDOR),
  trust(
    'a role that does not exist',
    { Principal: { AWS: ghost } },
    `Invalid principal in policy: "AWS":"${ghost}"`,
    nobody,
  ),
  trust('a role that exists', { Principal: { AWS: ghost } }, undefined, {
    principalExists: ({ value }) => value === ghost,
  }),
  trust(
    'a pattern for users',
    { Principal: { AWS: 'arn:aws:iam::111122223333:user/*' } },
    'Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:user/*"',
  ),
  trust('a word as principal', { Principal: { AWS: 'alice' } }, 'Invalid principal in policy: "AWS":"alice"'),
  trust(
    'a service without a domain',
    { Principal: { Service: 'ec2' } },
    'Invalid principal in policy: "SERVICE":"ec2"',
  ),
  trust('an unknown operator in a trust policy', { Condition: { x: { a: 'b' } } }, SYNTAX),
]

const MINE = { bucket: 'shop' }
const shared = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::shop/*' }
const bucket = (
  name: string,
  more: Elements,
  sentence?: string,
  options: ValidationOptions = MINE,
): ValidationCase => ({
  name,
  kind: 'bucket',
  document: { ...V, Statement: { ...shared, ...more } },
  options,
  sentence,
})
const bucketText = (name: string, document: unknown, sentence?: string): ValidationCase => ({
  name,
  kind: 'bucket',
  document,
  options: MINE,
  sentence,
})
const lacking = (element: string): unknown => {
  const { [element]: _, ...rest } = shared as Elements
  return { ...V, Statement: rest }
}
const NOT_APPLICABLE = 'Action does not apply to any resource(s) in statement'

export const BUCKET_VALIDATION: readonly ValidationCase[] = [
  bucket('objects of the bucket', {}),
  bucket('the bucket', { Action: 's3:ListBucket', Resource: 'arn:aws:s3:::shop' }),
  bucket('everything on both', { Action: 's3:*', Resource: ['arn:aws:s3:::shop', 'arn:aws:s3:::shop/*'] }),
  bucket('everything on the bucket alone', { Action: 's3:*', Resource: 'arn:aws:s3:::shop' }),
  bucket('a bucket pattern', { Resource: 'arn:aws:s3:::sho*' }),
  bucket('a Deny for insecure transport', {
    Effect: 'Deny',
    Action: 's3:*',
    Resource: ['arn:aws:s3:::shop/*', 'arn:aws:s3:::shop'],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  }),
  bucketText('a bucket policy of the old version', { Version: '2008-10-17', Statement: [shared] }),
  bucketText('an empty bucket policy, as recorded', '', "Policies must be valid JSON and the first byte must be '{'"),
  bucketText(
    'a bucket policy that begins with a space',
    ` ${JSON.stringify({ ...V, Statement: shared })}`,
    "Policies must be valid JSON and the first byte must be '{'",
  ),
  bucketText('an object without elements, as recorded', '{}', 'Missing required field Statement'),
  bucketText('a bucket policy that does not end', '{"Statement":', 'This policy contains invalid Json'),
  bucketText(
    'an empty list in a bucket policy',
    '{"Statement": []}',
    'Could not parse the policy: Statement is empty!',
  ),
  bucketText(
    'a bucket policy of a version that never was',
    { Version: '2020-01-01', Statement: shared },
    'The policy must contain a valid version string',
  ),
  bucketText('no effect in a bucket policy', lacking('Effect'), 'Missing required field Effect'),
  bucketText('no principal in a bucket policy', lacking('Principal'), 'Missing required field Principal'),
  bucketText('no action in a bucket policy', lacking('Action'), 'Missing required field Action'),
  bucketText('no resource in a bucket policy', lacking('Resource'), 'Missing required field Resource'),
  bucket('a bad effect', { Effect: 'invalid_effect' }, 'Invalid effect: invalid_effect'),
  bucket('a principal that does not exist', { Principal: { AWS: ghost } }, 'Invalid principal in policy', {
    ...MINE,
    ...nobody,
  }),
  bucket('a principal that is a word', { Principal: { AWS: 'alice' } }, 'Invalid principal in policy'),
  bucket('an action of IAM', { Action: 'iam:GetUser' }, 'Policy has invalid action'),
  bucket('an action that S3 does not have', { Action: 's3:GetObjekt' }, 'Policy has invalid action'),
  bucket('an action on no resource', { Action: 's3:ListAllMyBuckets' }, 'Policy has invalid action'),
  bucket('a star as resource', { Resource: '*' }, 'Policy has invalid resource'),
  bucket('another bucket', { Resource: 'arn:aws:s3:::other/*' }, 'Policy has invalid resource'),
  bucket('a resource of IAM', { Resource: 'arn:aws:iam::111122223333:role/x' }, 'Policy has invalid resource'),
  bucket('an object action on the bucket', { Action: 's3:PutObject', Resource: 'arn:aws:s3:::shop' }, NOT_APPLICABLE),
  bucket('a bucket action on objects', { Action: 's3:ListBucket' }, NOT_APPLICABLE),
  bucket('one of two actions without a resource', { Action: ['s3:GetObject', 's3:ListBucket'] }, NOT_APPLICABLE),
  bucket('an operator that S3 does not know', { Condition: { x: { a: 'b' } } }, 'Invalid Condition type : x'),
]

export const RESOURCE_VALIDATION: readonly ValidationCase[] = [
  {
    name: 'a policy on a log group',
    kind: 'resource',
    document: {
      ...V,
      Statement: {
        Effect: 'Allow',
        Principal: { Service: 'delivery.logs.amazonaws.com' },
        Action: 'logs:PutLogEvents',
        Resource: 'arn:aws:logs:us-east-1:111122223333:log-group:x:*',
      },
    },
    sentence: undefined,
  },
  {
    name: 'a policy on a resource needs a principal',
    kind: 'resource',
    document: { ...V, Statement: good },
    sentence: 'Missing required field Principal',
  },
]
