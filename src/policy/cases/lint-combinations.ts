/** Findings about what goes together: principals and sources, keys and services, and resource control policies. */
import { allow, bucket, deny, grant, identity, type LintCase, rcp, resource, when } from './lint-case.ts'

const S = 'Statement/0'

const fromService = (more: Record<string, unknown> = {}) =>
  grant({ Principal: { Service: 'sns.amazonaws.com' }, ...more })
const prefix = (effect: string, operator: string) => when(operator, 's3:prefix', 'a/', { Effect: effect })
const attributes = (more: Record<string, unknown> = {}) =>
  allow({
    Action: 'dynamodb:GetItem',
    Resource: '*',
    Condition: { 'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['a'] }, ...more },
  })

const TOGETHER: readonly LintCase[] = [
  resource(
    'RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL',
    fromService(),
    fromService({ Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } }),
    {
      at: ['"sns.amazonaws.com"'],
      path: `${S}/Principal/Service`,
    },
  ),
  resource(
    'RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL',
    fromService({ Condition: { StringEquals: { 'aws:Referer': '1' } } }),
    fromService(),
    {
      details:
        'To restrict access to the service principal sns operating on your behalf, we recommend aws:SourceArn, aws:SourceAccount, aws:SourceOrgID, or aws:SourceOrgPaths instead of aws:Referer.',
      at: ['"aws:Referer"'],
    },
  ),
  resource(
    'UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL',
    grant({
      Principal: { Service: 'cloudfront.amazonaws.com' },
      Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } },
    }),
    grant({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }),
    {
      details:
        'The following condition keys are not supported when used with the service principal: aws:PrincipalOrgID.',
      at: ['"aws:PrincipalOrgID"'],
    },
  ),
  identity(
    'MISSING_PAIRED_CONDITION_KEYS',
    when('IpAddress', 'aws:VpcSourceIp', '10.0.0.0/8'),
    allow({
      Condition: { IpAddress: { 'aws:VpcSourceIp': '10.0.0.0/8' }, StringEquals: { 'aws:SourceVpc': 'vpc-12345678' } },
    }),
    {
      details:
        'Using the condition key aws:VpcSourceIp can be overly permissive without also using the following condition keys: aws:SourceVPC, aws:SourceVPCE. Condition keys like this one are more secure when paired with a related key. We recommend that you add the related condition keys to the same condition block.',
      at: ['"aws:VpcSourceIp"'],
    },
  ),
  identity(
    'DYNAMODB_ATTRIBUTES_WITHOUT_SELECT',
    attributes(),
    attributes({ StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' } }),
    {
      at: ['"dynamodb:Attributes"'],
    },
  ),
  identity('S3_PREFIX_IN_NEGATIVE_CONTEXT', prefix('Deny', 'StringLike'), prefix('Deny', 'StringNotLike'), {
    at: ['"s3:prefix"'],
  }),
  identity('S3_PREFIX_IN_NEGATIVE_CONTEXT', prefix('Allow', 'StringNotLike'), prefix('Allow', 'StringLike')),
  identity(
    'USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES',
    when('StringEquals', 'aws:VpceOrgID', 'o-1', { Action: '*' }),
    when('StringEquals', 'aws:VpceOrgID', 'o-1'),
    {
      details:
        'The condition key aws:VpceOrgID works only with specific AWS services and must be scoped to supported services in your policies.',
    },
  ),
  bucket(
    'IRRELEVANT_CONDITION_KEY_IN_POLICY',
    grant({ Condition: { StringEquals: { 's3:ResourceAccount': '111122223333' } } }),
    grant({ Condition: { StringEquals: { 's3:prefix': 'a' } } }),
    {
      details:
        'The condition key s3:ResourceAccount is not relevant for the S3 Bucket policy.  Use this key in an identity-based policy to govern access to this resource.',
    },
  ),
]

const tagged = (effect: string, more: Record<string, unknown>) =>
  when('StringEquals', 'aws:ResourceTag/status', 'Confidential', { Effect: effect, Resource: '*', ...more })
const unsupported = { Action: ['ec2:StopInstances', 'sts:GetCallerIdentity', 'health:DescribeEvents'] }
const notAction = { Action: undefined, NotAction: 'iam:*' }

const TAGS: readonly LintCase[] = [
  identity(
    'ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE',
    tagged('Allow', unsupported),
    tagged('Allow', { Action: 'ec2:StopInstances' }),
    {
      details:
        'Using the effect Allow with the tag condition key aws:ResourceTag/status and actions for services with the following prefixes does not affect the policy: health. Actions for the listed service are not allowed by this statement. We recommend that you move these actions to a different statement without this condition key.',
      at: ['"health:DescribeEvents"', '"aws:ResourceTag/status"'],
      path: `${S}/Action/2`,
    },
  ),
  identity(
    'DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE',
    tagged('Deny', unsupported),
    tagged('Deny', { Action: 'ec2:StopInstances' }),
    {
      details:
        'Using the effect Deny with the tag condition key aws:ResourceTag/status and actions for services with the following prefixes can be overly permissive: health. Actions for the listed services are not denied by this statement. We recommend that you move these actions to a different statement without this condition key.',
    },
  ),
  identity(
    'ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE',
    tagged('Allow', notAction),
    tagged('Deny', notAction),
    {
      details:
        "Using the effect Allow with NotAction and the tag condition key aws:ResourceTag/status allows only service actions that support the condition key. The condition key doesn't apply to some service actions. We recommend that you use Action instead of NotAction.",
    },
  ),
  identity(
    'DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE',
    tagged('Deny', notAction),
    tagged('Allow', notAction),
    {
      details:
        "Using the effect Deny with NotAction and the tag condition key aws:ResourceTag/status can be overly permissive because some service actions are not denied by this statement. This is because the condition key doesn't apply to some service actions. We recommend that you use Action instead of NotAction.",
    },
  ),
]

const control = (more: Record<string, unknown> = {}) => deny({ Principal: '*', Action: 's3:*', Resource: '*', ...more })
const about = (key: string, more: Record<string, unknown> = {}) =>
  control({ Condition: { StringNotEqualsIfExists: { [key]: 'o-1' }, ...more } })
const service = (value: string) => ({ BoolIfExists: { 'aws:PrincipalIsAWSService': value } })

const ORGANIZATION: readonly LintCase[] = [
  rcp('RCP_SYNTAX_ERROR_PRINCIPAL', control({ Principal: { AWS: '111122223333' } }), control(), {
    at: ['{"AWS":"111122223333"}'],
    path: `${S}/Principal`,
  }),
  rcp('RCP_SYNTAX_ERROR_PRINCIPAL', control({ Principal: undefined, NotPrincipal: '*' }), control(), {
    at: ['"NotPrincipal"'],
  }),
  rcp(
    'RCP_SYNTAX_ERROR_ALLOW',
    control({ Effect: 'Allow', Resource: 'arn:aws:s3:::shop' }),
    control({ Effect: 'Allow' }),
    {
      path: S,
    },
  ),
  rcp('RCP_SYNTAX_ERROR_NOTACTION', control({ Action: undefined, NotAction: 's3:*' }), control(), {
    at: ['"NotAction"'],
  }),
  rcp('RCP_SYNTAX_ERROR_ACTION', control({ Action: ['s3:*', 'ec2:*'] }), control(), { at: ['"ec2:*"'] }),
  rcp('RCP_SYNTAX_ERROR_ACTION', control({ Action: '*' }), control({ Action: '*', Effect: 'Allow' }), { at: ['"*"'] }),
  rcp(
    'RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY',
    about('aws:PrincipalOrgID'),
    about('aws:PrincipalOrgID', service('false')),
    {
      details:
        'RCPs impact IAM roles, users, and AWS service principals. To prevent unintended impact to services acting on your behalf using a service principal, an additional statement should be added to the Condition block "BoolIfExists": { "aws:PrincipalIsAWSService": "false"} whenever a principal key aws:PrincipalOrgID is used.',
      at: ['"aws:PrincipalOrgID"'],
    },
  ),
  rcp(
    'RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY',
    about('aws:SourceOrgID'),
    about('aws:SourceOrgID', service('true')),
    {
      details:
        'RCPs impact IAM roles, users, and AWS service principals. To prevent unintended impact to your principals, an additional statement should be added to the Condition block "BoolIfExists": { "aws:PrincipalIsAWSService": "true"} whenever the key aws:SourceOrgID is used.',
    },
  ),
  rcp(
    'RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK',
    about('aws:SourceOrgID', service('true')),
    about('aws:SourceOrgID', { Null: { 'aws:SourceAccount': 'false' } }),
    {
      details:
        'The specified service may have a service integration that does not require the use of the aws:SourceOrgID condition key. To prevent unintended impact to services acting on your behalf using a service principal, an additional statement should be added to the Condition block "Null": { "aws:SourceAccount": "false"} or "Null": { "aws:SourceArn": "false"} whenever the key aws:SourceOrgID is used.',
    },
  ),
]

export const COMBINATION_LINT: readonly LintCase[] = [...TOGETHER, ...TAGS, ...ORGANIZATION]
