/** Findings about the document, its statements, principals, actions and resources. */
import {
  allow,
  bucket,
  deny,
  grant,
  identity,
  type LintCase,
  rcp,
  resource,
  role,
  scp,
  trust,
  V,
  when,
} from './lint-case.ts'

const S = 'Statement/0'
const long = (length: number) => 'x'.repeat(length)

const DOCUMENT: readonly LintCase[] = [
  identity('JSON_SYNTAX_ERROR', '', '{}', {
    details: 'Fix the JSON syntax error at index 0 line 1 column 0.',
    at: [''],
    path: '',
  }),
  identity('JSON_SYNTAX_ERROR', '{\n  "Version" "2012-10-17"}', allow(), {
    details: 'Fix the JSON syntax error at index 14 line 2 column 12.',
    at: [''],
  }),
  identity('DATA_TYPE_MISMATCH', allow({ Action: 1 }), allow(), {
    details: 'The text does not match the expected JSON data type String.',
    at: ['1'],
    path: `${S}/Action`,
  }),
  identity('DATA_TYPE_MISMATCH', [], allow(), {
    details: 'The text does not match the expected JSON data type Object.',
    path: '',
  }),
  identity('MISSING_VERSION', { Statement: [] }, allow(), { path: '' }),
  identity(
    'INVALID_VERSION',
    { Version: '2020-01-01', Statement: [] },
    { Version: '2008-10-17', Statement: [] },
    {
      details: 'The version 2020-01-01 is not valid. Use one of the following versions: 2012-10-17, 2008-10-17',
      at: ['"2020-01-01"'],
      path: 'Version',
    },
  ),
  identity(
    'INVALID_POLICY_ELEMENT',
    { ...V, Rules: [] },
    { ...V, Id: 'x' },
    {
      details: 'The policy element Rules is not valid.',
      at: ['"Rules"'],
      path: 'key:Rules',
    },
  ),
  identity('INVALID_POLICY_ELEMENT', allow({ action: 'x' }), allow(), {
    details: 'The policy element action is not valid.',
    at: ['"action"'],
    path: `${S}/key:action`,
  }),
  identity('MISSING_STATEMENT', V, allow(), { path: '' }),
  identity('MISSING_STATEMENT', { ...V, Statement: [] }, allow(), { path: '' }),
  identity(
    'POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA',
    { ...V, Id: long(10_240) },
    { ...V, Id: ' '.repeat(10_240) },
    {
      details:
        'The 10272 characters in the identity policy, excluding whitespace, exceed the 10240 character maximum for inline and managed policies. We recommend that you use multiple granular policies.',
      path: '',
    },
  ),
  bucket(
    'POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA',
    { ...V, Id: long(20_480) },
    { ...V, Id: long(20_000) },
    {
      details:
        'The 20512 characters in the resource policy exceed the 20480 character maximum for resource policies. We recommend that you use multiple granular policies.',
      path: '',
    },
  ),
  role('POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA', trust({ Sid: long(2_048) }), trust(), { path: '' }),
  scp(
    'POLICY_SIZE_EXCEEDS_SCP_QUOTA',
    { ...V, Id: ' '.repeat(10_240) },
    { ...V, Id: long(10_000) },
    {
      details:
        'The 10272 characters in the service control policy (SCP) exceed the 10240 character maximum for SCPs. We recommend that you use multiple granular policies.',
      path: '',
    },
  ),
  rcp(
    'POLICY_SIZE_EXCEEDS_RCP_QUOTA',
    { ...V, Id: ' '.repeat(5_120) },
    { ...V, Id: long(5_000) },
    {
      details:
        'The 5152 characters in the resource control policy (RCP) exceed the 5120 character maximum for RCPs. We recommend that you use multiple granular policies.',
      path: '',
    },
  ),
]

const STATEMENT: readonly LintCase[] = [
  identity('MISSING_EFFECT', allow({ Effect: undefined }), allow(), { path: S }),
  identity('INVALID_EFFECT', allow({ Effect: 'Denys' }), allow(), {
    details: 'The effect Denys is not valid. Use Allow or Deny.',
    at: ['"Denys"'],
    path: `${S}/Effect`,
  }),
  identity('MISSING_ACTION', allow({ Action: undefined }), allow(), { path: S }),
  identity('MISSING_RESOURCE', allow({ Resource: undefined }), allow(), { path: S }),
  identity('UNSUPPORTED_ELEMENT_COMBINATION', allow({ NotAction: 's3:PutObject' }), allow(), {
    details:
      'The policy elements Action and NotAction can not be used in the same statement. Remove one of these elements.',
    at: ['"Action"', '"NotAction"'],
    path: `${S}/key:Action`,
  }),
  identity('EMPTY_ARRAY_ACTION', allow({ Action: [] }), allow(), { at: ['[]'], path: `${S}/Action` }),
  identity('EMPTY_ARRAY_RESOURCE', allow({ Resource: [] }), allow(), { at: ['[]'], path: `${S}/Resource` }),
  identity(
    'REDUNDANT_STATEMENT',
    '{"Statement":[{"Sid":"a","Effect":"Deny","Action":["s3:*"]},{"Action":"s3:*","Effect":"Deny"}]}',
    '{"Statement":[{"Effect":"Deny","Action":["s3:*"]},{"Action":"s3:*","Effect":"Allow"}]}',
    {
      at: ['{"Sid":"a","Effect":"Deny","Action":["s3:*"]}', '{"Action":"s3:*","Effect":"Deny"}'],
      path: S,
    },
  ),
  identity('UNSUPPORTED_SID', allow({ Sid: 'read shop' }), allow({ Sid: 'ReadShop1' }), {
    at: ['"read shop"'],
    path: `${S}/Sid`,
  }),
  identity('EMPTY_SID_VALUE', allow({ Sid: '' }), allow({ Sid: 'a' }), { at: ['""'], path: `${S}/Sid` }),
  identity('UNIQUE_SIDS_REQUIRED', twice('a', 'a'), twice('a', 'A'), { at: ['"a"', '"a"'], path: `${S}/Sid` }),
  resource('UNIQUE_SIDS_RECOMMENDED', twice('a', 'a'), twice('a', 'b'), { at: ['"a"', '"a"'], path: `${S}/Sid` }),
]

function twice(first: string, second: string): unknown {
  const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Principal: '*' }
  return {
    ...V,
    Statement: [
      { ...statement, Sid: first },
      { ...statement, Sid: second, Effect: 'Deny' },
    ],
  }
}

const PRINCIPAL: readonly LintCase[] = [
  resource('MISSING_PRINCIPAL', allow(), grant(), { path: S }),
  identity('UNSUPPORTED_PRINCIPAL', grant(), allow(), {
    details: 'The policy type IDENTITY_POLICY does not support the Principal element. Remove the Principal element.',
    at: ['"Principal"'],
    path: `${S}/key:Principal`,
  }),
  scp('SCP_SYNTAX_ERROR_PRINCIPAL', grant(), allow(), { at: ['"Principal"'], path: `${S}/key:Principal` }),
  resource('INVALID_PRINCIPAL_FORMAT', grant({ Principal: '111122223333' }), grant({ Principal: '*' }), {
    at: ['"111122223333"'],
    path: `${S}/Principal`,
  }),
  resource('INVALID_PRINCIPAL_KEY', grant({ Principal: { Aws: '*' } }), grant(), {
    details: 'The principal key Aws is not valid.',
    at: ['"Aws"'],
    path: `${S}/Principal/key:Aws`,
  }),
  resource(
    'UNSUPPORTED_WILDCARD_IN_PRINCIPAL',
    grant({ Principal: { AWS: ['arn:aws:iam::111122223333:role/a*'] } }),
    grant({ Principal: { AWS: '*' } }),
    {
      details:
        'Wildcards (*, ?) are not supported with the principal key AWS. Replace the wildcard with a valid principal value.',
      at: ['"arn:aws:iam::111122223333:role/a*"'],
      path: `${S}/Principal/AWS/0`,
    },
  ),
  resource('FEDERATED_PRINCIPAL_NOT_SUPPORTED', grant({ Principal: { Federated: 'www.amazon.com' } }), grant(), {
    at: ['"Federated"'],
    path: `${S}/Principal/key:Federated`,
  }),
  resource(
    'INVALID_SERVICE_PRINCIPAL_FORMAT',
    grant({ Principal: { Service: 'SNS.amazonaws.com' } }),
    grant({ Principal: { Service: 'sns.amazonaws.com' } }),
    {
      details: 'The service principal does not match the expected format. Use the format service-name.amazonaws.com.',
      at: ['"SNS.amazonaws.com"'],
      path: `${S}/Principal/Service`,
    },
  ),
  resource('INVALID_ROLE_REFERENCE', grant({ Principal: { AWS: 'AROAEXAMPLEID1234' } }), grant(), {
    details:
      'The Principal element includes the IAM role ID AROAEXAMPLEID1234. We recommend that you use a role ARN instead.',
    at: ['"AROAEXAMPLEID1234"'],
    path: `${S}/Principal/AWS`,
  }),
  resource('INVALID_USER_REFERENCE', grant({ Principal: { AWS: 'AIDAEXAMPLEID1234' } }), grant(), {
    details:
      'The Principal element includes the IAM user ID AIDAEXAMPLEID1234. We recommend that you use a user ARN instead.',
    at: ['"AIDAEXAMPLEID1234"'],
  }),
  resource(
    'ALLOW_WITH_NOT_PRINCIPAL',
    allow({ NotPrincipal: { AWS: '111122223333' } }),
    deny({ NotPrincipal: { AWS: '111122223333' } }),
    {
      at: ['"NotPrincipal"'],
      path: `${S}/key:NotPrincipal`,
    },
  ),
  resource('EMPTY_ARRAY_PRINCIPAL', grant({ Principal: { AWS: [] } }), grant(), {
    at: ['[]'],
    path: `${S}/Principal/AWS`,
  }),
  resource('EMPTY_OBJECT_PRINCIPAL', grant({ Principal: {} }), grant(), { at: ['{}'], path: `${S}/Principal` }),
]

const ACTION: readonly LintCase[] = [
  identity('INVALID_ACTION', allow({ Action: ['s3:GetObject', 's3:GetObjekt'] }), allow({ Action: 'S3:getobject' }), {
    details: 'The action s3:GetObjekt does not exist.',
    at: ['"s3:GetObjekt"'],
    path: `${S}/Action/1`,
  }),
  identity('INVALID_ACTION', allow({ Action: 's3:ListBuckets' }), allow({ Action: 's3:ListAllMyBuckets' }), {
    details:
      'The action s3:ListBuckets does not exist. Did you mean s3:ListAllMyBuckets? The API called ListBuckets authorizes against the IAM action s3:ListAllMyBuckets.',
    path: `${S}/Action`,
  }),
  identity('INVALID_ACTION', allow({ Action: 's3:Foo*' }), allow({ Action: 's3:Get*' }), {
    details: 'The action s3:Foo* does not exist.',
  }),
  identity('INVALID_SERVICE_IN_ACTION', allow({ Action: 'DOES_NOT_EXIST:*' }), allow({ Action: 'sqs:*' }), {
    details: 'The service DOES_NOT_EXIST:* specified in the action does not exist.',
    at: ['"DOES_NOT_EXIST:*"'],
    path: `${S}/Action`,
  }),
  bucket('UNSUPPORTED_ACTION_IN_POLICY', grant({ Action: 'kms:Decrypt' }), grant({ Action: ['s3:Get*', '*'] }), {
    details:
      'The action kms:Decrypt is not supported for the resource-based policy attached to the resource type S3 Bucket.',
    at: ['"kms:Decrypt"'],
    path: `${S}/Action`,
  }),
  identity(
    'REDUNDANT_ACTION',
    allow({ Action: ['iam:Get*', 'iam:List*', 'iam:GetCredentialReport'] }),
    allow({ Action: ['iam:Get*', 'iam:*CredentialReport'] }),
    {
      details:
        'The 2 action(s) are redundant because they provide similar permissions. Update the policy to remove the redundant action such as: iam:GetCredentialReport.',
      at: ['"iam:Get*"', '"iam:GetCredentialReport"'],
      path: `${S}/Action/0`,
    },
  ),
]

const arn = (text: string) => allow({ Resource: text })

const RESOURCE: readonly LintCase[] = [
  identity('INVALID_ARN_PREFIX', arn('aws:s3:::shop'), arn('*'), { at: ['"aws:s3:::shop"'], path: `${S}/Resource` }),
  identity('MISSING_ARN_FIELD', arn('arn:aws:s3:shop'), arn('arn:aws:s3:::shop'), {
    details:
      'Resource ARNs must include at least 6 fields in the following structure: arn:partition:service:region:account:resource',
    at: ['"arn:aws:s3:shop"'],
  }),
  identity('INVALID_PARTITION', arn('arn:awz:s3:::shop'), arn('arn:aws-cn:s3:::shop'), {
    details:
      'The resource ARN for the service s3 does not support the partition awz. Use the supported values: aws, aws-cn, aws-us-gov, aws-iso, aws-iso-b, aws-iso-e, aws-iso-f, aws-eusc',
  }),
  identity('INVALID_ARN_SERVICE_CASE', arn('arn:aws:S3:::shop'), arn('arn:aws:s3:::shop'), {
    details: 'Update the service name S3 in the resource ARN to use all lowercase letters.',
  }),
  identity('INVALID_ARN_REGION', arn('arn:aws:sqs:us-east:111122223333:q'), arn('arn:aws:sqs:us-*:111122223333:q'), {
    details:
      'The Region us-east is not valid for this resource. Update the resource ARN to include a supported Region.',
  }),
  identity('INVALID_ARN_ACCOUNT', arn('arn:aws:sqs:us-east-1:12:q'), arn('arn:aws:iam::aws:policy/ReadOnlyAccess'), {
    details: 'The resource ARN account ID 12 is not valid. Provide a 12-digit account ID.',
  }),
  identity(
    'INVALID_ARN_RESOURCE',
    arn('arn:aws:iam::111122223333:rolle/x'),
    allow({
      Resource: [
        'arn:aws:iam::111122223333:ro*',
        'arn:aws:sts::111122223333:assumed-role/reader/session',
        'arn:aws:cloudformation:us-east-1:aws:transform/Serverless-2016-10-31',
      ],
    }),
    { at: ['"arn:aws:iam::111122223333:rolle/x"'] },
  ),
  identity(
    'ARN_REGION_NOT_ALLOWED',
    arn('arn:aws:iam:us-east-1:111122223333:role/x'),
    arn('arn:aws:iam::111122223333:role/x'),
    {
      details: 'The service iam does not support specifying a Region in the resource ARN.',
    },
  ),
  identity(
    'ARN_ACCOUNT_NOT_ALLOWED',
    arn('arn:aws:s3::111122223333:shop'),
    arn('arn:aws:s3:us-east-1:111122223333:accesspoint/x'),
    {
      details: 'The service s3 does not support specifying an account ID in the resource ARN.',
    },
  ),
  identity('MISSING_ARN_REGION', arn('arn:aws:sqs::111122223333:q'), arn('arn:aws:sqs:*:111122223333:q'), {
    details: 'Add a Region to the sqs resource ARN.',
  }),
  identity(
    'MISSING_ARN_ACCOUNT',
    arn('arn:aws:iam:::role/x'),
    arn('arn:aws:ssm:us-east-1::document/AWS-RunShellScript'),
    {
      details: 'The resource role in the arn is missing an account id. Please provide a 12 digit account id.',
    },
  ),
  identity(
    'WILDCARD_IN_SERVICE_NAME',
    arn('arn:aws:*code*::111122223333:*'),
    arn('arn:aws:codebuild:*:111122223333:*'),
  ),
  bucket('UNSUPPORTED_RESOURCE_ARN_IN_POLICY', grant({ Resource: '*' }), grant(), {
    details: 'The resource ARN is not supported for the resource-based policy attached to the resource type S3 Bucket.',
    at: ['"*"'],
    path: `${S}/Resource`,
  }),
  identity(
    'REDUNDANT_RESOURCE',
    allow({ Resource: ['arn:aws:s3:::a-*', 'arn:aws:s3:::b', 'arn:aws:s3:::a-*/*'] }),
    allow({ Resource: ['arn:aws:s3:::a-*/x', 'arn:aws:s3:::a-?/*'] }),
    {
      details:
        'The 2 resource ARN(s) are redundant because they reference the same resource. Review the use of wildcards (*), or remove the resource arn:aws:s3:::a-*/* to remove the redundancy.',
      at: ['"arn:aws:s3:::a-*"', '"arn:aws:s3:::a-*/*"'],
      path: `${S}/Resource/0`,
    },
  ),
]

const roles = (effects: Record<string, unknown>) => allow(effects)
const narrowed = (key: string, more: Record<string, unknown>) => when('StringEquals', key, 'ec2.amazonaws.com', more)

const ROLES: readonly LintCase[] = (
  [
    ['CREATE_SLR', 'iam:CreateServiceLinkedRole', 'iam:AWSServiceName', 'NOT_ACTION_AND_NOT_RESOURCE'],
    ['PASS_ROLE', 'iam:PassRole', 'iam:PassedToService', 'NOT_ACTION_AND_NOT_RESOURCE'],
  ] as const
).flatMap(([family, action, key]) => {
  const named = { Action: [action], Resource: 'arn:aws:iam::*:role/*' }
  const one = 'arn:aws:iam::111122223333:role/service-x'
  const not = { Resource: undefined, NotResource: one }
  const notAction = { Action: undefined, NotAction: 's3:*' }
  return [
    identity(`${family}_WITH_STAR_IN_RESOURCE`, roles(named), roles({ ...named, Resource: one }), {
      at: [`"${action}"`, '"arn:aws:iam::*:role/*"'],
      path: `${S}/Action/0`,
    }),
    identity(
      `${family}_WITH_STAR_IN_ACTION_AND_RESOURCE`,
      roles({ Action: 'iam:*', Resource: '*' }),
      narrowed(key, { Action: 'iam:*', Resource: '*' }),
      {
        at: ['"iam:*"', '"*"'],
        path: `${S}/Action`,
      },
    ),
    identity(
      `${family}_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION`,
      roles({ ...notAction, Resource: '*' }),
      roles({ ...notAction, NotAction: 'iam:*', Resource: '*' }),
      {
        at: ['"s3:*"', '"*"'],
        path: `${S}/NotAction`,
      },
    ),
    identity(`${family}_WITH_NOT_RESOURCE`, roles({ Action: action, ...not }), deny({ Action: action, ...not }), {
      at: [`"${action}"`, `"${one}"`],
      path: `${S}/Action`,
    }),
    identity(
      `${family}_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE`,
      roles({ Action: '*', ...not }),
      deny({ Action: '*', ...not }),
      {
        at: ['"*"', `"${one}"`],
        path: `${S}/Action`,
      },
    ),
    identity(
      `${family}_WITH_NOT_ACTION_AND_NOT_RESOURCE`,
      roles({ ...notAction, ...not }),
      narrowed(key, { ...notAction, ...not }),
      {
        at: ['"s3:*"', `"${one}"`],
        path: `${S}/NotAction`,
      },
    ),
  ]
})

export const ELEMENT_LINT: readonly LintCase[] = [
  ...DOCUMENT,
  ...STATEMENT,
  ...PRINCIPAL,
  ...ACTION,
  ...RESOURCE,
  ...ROLES,
]
