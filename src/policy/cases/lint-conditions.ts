/** Findings about conditions and variables. */
import { allow, identity, type LintCase, when } from './lint-case.ts'

const S = 'Statement/0'
const condition = (operator: string, name: string) => `${S}/Condition/${operator}/${name}`

const OPERATORS: readonly LintCase[] = [
  identity('INVALID_CONDITION_OPERATOR', when('StringIs', 's3:prefix', 'a'), when('StringEquals', 's3:prefix', 'a'), {
    details: 'The condition operator StringIs is not valid. Use a valid condition operator.',
    at: ['"StringIs"'],
    path: `${S}/Condition/key:StringIs`,
  }),
  identity('NULL_WITH_IF_EXISTS', when('NullIfExists', 's3:prefix', 'true'), when('Null', 's3:prefix', 'true')),
  identity(
    'NULL_WITH_QUALIFIER',
    when('ForAllValues:Null', 'aws:TagKeys', 'true'),
    when('Null', 'aws:TagKeys', 'true'),
  ),
  identity('EMPTY_OBJECT_CONDITION', allow({ Condition: {} }), allow(), { at: ['{}'], path: `${S}/Condition` }),
  identity('EMPTY_ARRAY_CONDITION', when('StringEquals', 's3:prefix', []), when('StringEquals', 's3:prefix', ['']), {
    details:
      'There are no values for the condition key s3:prefix and it does not affect the policy. Specify conditions.',
    at: ['[]'],
    path: condition('StringEquals', 's3:prefix'),
  }),
  identity(
    'EMPTY_ARRAY_CONDITION_FORALLVALUES',
    when('ForAllValues:StringEquals', 'aws:TagKeys', []),
    when('ForAllValues:StringEquals', 'aws:TagKeys', ['a']),
    {
      details:
        'The ForAllValues prefix with an empty condition key matches only if the key aws:TagKeys is missing from the request context. To determine if the request context is empty, we recommend that you use the Null condition operator with the value of true instead.',
    },
  ),
  identity(
    'EMPTY_ARRAY_CONDITION_FORANYVALUE',
    when('ForAnyValue:StringEquals', 'aws:TagKeys', []),
    when('ForAnyValue:StringEquals', 'aws:TagKeys', ['a']),
    {
      details:
        'The ForAnyValue prefix with an empty condition key aws:TagKeys never matches the request context and it does not affect the policy. Specify conditions.',
    },
  ),
  identity(
    'EMPTY_ARRAY_CONDITION_IFEXISTS',
    when('StringEqualsIfExists', 's3:prefix', []),
    when('StringEqualsIfExists', 's3:prefix', ['a']),
    {
      details:
        'The IfExists suffix with an empty condition key matches only if the key s3:prefix is missing from the request context. To determine if the request context is empty, we recommend that you use the Null condition operator with the value of true instead.',
    },
  ),
  identity(
    'INVALID_CONDITION_DATA_TYPE',
    when('StringEquals', 's3:prefix', ['a', 1]),
    when('StringEquals', 's3:prefix', ['a', '1']),
    {
      at: ['["a",1]'],
    },
  ),
  identity(
    'INVALID_CONDITION_MULTIPLE_BOOLEAN',
    when('Bool', 'aws:SecureTransport', ['true', 'false']),
    when('Bool', 'aws:SecureTransport', ['true']),
    {
      at: ['["true","false"]'],
    },
  ),
  identity(
    'DUPLICATE_KEYS_WITH_DIFFERENT_CASE',
    allow({ Condition: { StringEquals: { 's3:prefix': 'a', 's3:Prefix': 'b' } } }),
    allow({ Condition: { StringEquals: { 's3:prefix': 'a' }, StringLike: { 's3:Prefix': 'b' } } }),
    {
      details:
        'The condition key s3:prefix appears more than once with different capitalization in the same condition block. Remove the duplicate condition keys.',
      at: ['"s3:prefix"', '"s3:Prefix"'],
      path: `${S}/Condition/StringEquals/key:s3:prefix`,
    },
  ),
  identity(
    'REDUNDANT_CONDITION_VALUE_NUM',
    when('NumericLessThan', 'aws:MultiFactorAuthAge', ['2700', '3600']),
    when('NumericEquals', 'aws:MultiFactorAuthAge', ['2700', '3600']),
    {
      details:
        'Multiple values in NumericLessThan are redundant. Replace with the greatest single value for aws:MultiFactorAuthAge.',
    },
  ),
]

const KEYS: readonly LintCase[] = [
  identity(
    'INVALID_CONDITION_KEY_FORMAT',
    when('StringEquals', 'prefix', 'a'),
    when('StringEquals', 's3:prefix', 'a'),
    {
      at: ['"prefix"'],
      path: `${S}/Condition/StringEquals/key:prefix`,
    },
  ),
  identity(
    'INVALID_GLOBAL_CONDITION_KEY',
    when('StringEquals', 'aws:Nothing', 'a'),
    when('StringEquals', 'AWS:sourceaccount', '111122223333'),
    {
      details: 'The condition key aws:Nothing does not exist. Use a valid condition key.',
      at: ['"aws:Nothing"'],
    },
  ),
  identity(
    'UNSUPPORTED_GLOBAL_CONDITION_KEY',
    when('ArnEquals', 'aws:ARN', 'arn:aws:iam::111122223333:role/x'),
    when('ArnEquals', 'aws:PrincipalArn', 'arn:aws:iam::111122223333:role/x'),
  ),
  identity(
    'INVALID_SERVICE',
    when('StringEquals', 'sss:prefix', 'a'),
    when('StringEquals', 'id.example.com:sub', 'a'),
    {
      details: 'The service sss does not exist. Use a valid service name.',
    },
  ),
  identity(
    'INVALID_SERVICE_CONDITION_KEY',
    when('StringEquals', 's3:nothing', 'a'),
    when('StringEquals', 's3:ExistingObjectTag/team', 'a'),
    {
      details: 'The condition key s3:nothing does not exist in the service s3. Use a valid condition key.',
    },
  ),
  identity(
    'MISSING_TAG_KEY_IN_CONDITION',
    when('StringEquals', 'aws:ResourceTag', 'a'),
    when('StringEquals', 'aws:ResourceTag/owner', 'a'),
    {
      details:
        'The condition key aws:ResourceTag/ must include a tag key to control access based on tags. Use the format aws:ResourceTag/tag-key and specify a key name for tag-key.',
    },
  ),
  identity(
    'MISSING_QUALIFIER',
    when('StringEquals', 'events:detail-type', 'a'),
    when('ForAnyValue:StringEquals', 'events:detail-type', 'a'),
    {
      details:
        'The request context key events:detail-type has multiple values. Use the ForAllValues or ForAnyValue condition key qualifiers in your policy.',
      at: ['"events:detail-type"'],
      path: `${S}/Condition/StringEquals/key:events:detail-type`,
    },
  ),
  identity(
    'FORALLVALUES_WITH_SINGLE_VALUED_KEY',
    when('ForAllValues:StringEquals', 'codestar-connections:ProviderAction', 'a'),
    when('ForAllValues:StringEquals', 'aws:TagKeys', 'a'),
    {
      details:
        'Using ForAllValues qualifier with the single-valued condition key codestar-connections:ProviderAction can be overly permissive. We recommend that you remove ForAllValues:.',
    },
  ),
  identity(
    'FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE',
    when('ForAnyValue:StringEquals', 'accounts.google.com:aud', 'a'),
    when('StringEquals', 'accounts.google.com:aud', 'a'),
    {
      details:
        'Using ForAnyValue qualifier with the single-valued condition key accounts.google.com:aud can be overly permissive. We recommend that you remove ForAnyValue:.',
    },
  ),
  identity(
    'TYPE_MISMATCH',
    when('StringEquals', 'aws:ViaAWSService', 'true'),
    when('Bool', 'aws:ViaAWSService', 'true'),
    {
      details: 'Use the operator type Boolean instead of operator string for the condition key aws:ViaAWSService.',
      at: ['"aws:ViaAWSService"'],
    },
  ),
  identity(
    'STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS',
    when('StringNotLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/x'),
    when('ArnNotLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/x'),
    {
      details: 'Use the operator type ARN, String instead of operator string for the condition key aws:PrincipalArn.',
      at: ['"aws:PrincipalArn"'],
      path: `${S}/Condition/StringNotLike/key:aws:PrincipalArn`,
    },
  ),
  identity(
    'UNTRUSTWORTHY_CONDITION_KEY',
    when('StringLike', 'aws:UserAgent', 'curl/*'),
    when('Null', 'aws:UserAgent', 'true'),
    {
      details:
        'The aws:UserAgent condition key is not recommended for access control as it can be spoofed/manipulated by the caller.',
    },
  ),
]

const VALUES: readonly LintCase[] = [
  identity(
    'INVALID_DATE_VALUE',
    when('DateLessThan', 'aws:CurrentTime', '2021'),
    when('DateLessThan', 'aws:CurrentTime', '2022-12-31'),
    {
      details: 'The date 2021 might not resolve as expected. We recommend that you use the YYYY-MM-DD format.',
      at: ['"2021"'],
    },
  ),
  identity(
    'TYPE_MISMATCH_BOOLEAN',
    when('Bool', 'aws:SecureTransport', 'yes'),
    when('Bool', 'aws:SecureTransport', true),
    {
      details: 'Add a valid Boolean value (true or false) for the condition operator Bool.',
    },
  ),
  identity(
    'TYPE_MISMATCH_DATE',
    when('DateLessThan', 'aws:CurrentTime', 'soon'),
    when('DateLessThan', 'aws:CurrentTime', '2026-07-01T00:00:00Z'),
  ),
  identity(
    'TYPE_MISMATCH_NUMBER',
    when('NumericLessThan', 's3:max-keys', 'ten'),
    when('NumericLessThan', 's3:max-keys', 10),
    {
      details: 'Add a valid numeric value for the condition operator NumericLessThan.',
    },
  ),
  identity(
    'TYPE_MISMATCH_STRING',
    when('BinaryEquals', 's3:prefix', 'no base64'),
    when('BinaryEquals', 's3:prefix', 'QmluYXJ5'),
    {
      details: 'Add a valid base64-encoded string value for the condition operator BinaryEquals.',
    },
  ),
  identity(
    'WILDCARD_WITHOUT_LIKE_OPERATOR',
    when('StringEquals', 'aws:PrincipalTag/job-category', ['a', 'admin-*']),
    when('StringEquals', 'aws:PrincipalTag/job-category', '${*}'),
    {
      at: ['"admin-*"'],
      path: `${condition('StringEquals', 'aws:PrincipalTag')}\\/job-category/1`,
    },
  ),
  identity(
    'INVALID_REGION',
    when('StringEquals', 'aws:RequestedRegion', 'us-east'),
    when('StringEquals', 'aws:RequestedRegion', 'us-east-1'),
    {
      details: 'The Region us-east is not valid. Update the condition value to a supported Region.',
    },
  ),
  identity(
    'INVALID_VPC_FORMAT',
    when('StringEquals', 'aws:SourceVpc', 'vpc-1'),
    when('StringEquals', 'aws:SourceVpc', 'vpc-11223344556677889'),
  ),
  identity(
    'INVALID_VPCE_FORMAT',
    when('StringEquals', 'aws:SourceVpce', 'vpc-12345678'),
    when('StringEquals', 'aws:SourceVpce', 'vpce-12345678'),
  ),
  identity(
    'INVALID_KMS_KEY_VALUE',
    when('StringEquals', 's3:x-amz-server-side-encryption-aws-kms-key-id', '1234abcd'),
    when(
      'StringEquals',
      's3:x-amz-server-side-encryption-aws-kms-key-id',
      'arn:aws:kms:us-east-1:111122223333:key/1234abcd',
    ),
    { details: 'The s3:x-amz-server-side-encryption-aws-kms-key-id condition key value must be a valid KMS key ARN.' },
  ),
  identity(
    'INVALID_SERVICE_PRINCIPAL_FORMAT',
    when('StringEquals', 'kms:ViaService', 's3.amazonaws.com'),
    when('StringEquals', 'kms:ViaService', 's3.us-east-1.amazonaws.com'),
    {
      details:
        'The service principal does not match the expected format. Use the format service-name.AWS_region.amazonaws.com.',
    },
  ),
  identity(
    'INVALID_SERVICE_PRINCIPAL_FORMAT',
    when('StringEquals', 'iam:PassedToService', 'ec2'),
    when('StringEquals', 'iam:PassedToService', 'ec2.amazonaws.com'),
  ),
  identity(
    'WILDCARD_USAGE_TOO_PERMISSIVE',
    when('StringLike', 'aws:SourceAccount', '1111*'),
    when('StringLike', 'aws:SourceIdentity', 'a*'),
    {
      details:
        'The wildcard is not allowed in the condition key aws:SourceAccount. We consider the key to be sensitive and wildcards are not allowed to be used with sensitive keys. Refer to https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html for the list of sensitive keys.',
    },
  ),
  identity(
    'EQUIVALENT_TO_NULL_FALSE',
    when('StringLike', 'ec2:ResourceTag/aws:ec2:fleet-id', '*'),
    when('StringLike', 'ec2:ResourceTag/aws:ec2:fleet-id', 'a*'),
    {
      details:
        'We recommend replacing the key ec2:ResourceTag/aws:ec2:fleet-id in the condition block of StringLike with {ec2:ResourceTag/aws:ec2:fleet-id: false} to ensure better enforcement of the condition.',
      at: ['"*"'],
      path: `${condition('StringLike', 'ec2:ResourceTag')}\\/aws:ec2:fleet-id`,
    },
  ),
  identity(
    'EQUIVALENT_TO_NULL_TRUE',
    when('StringNotLike', 's3:prefix', '*'),
    when('StringNotLike', 's3:prefix', 'a*'),
    {
      details:
        'We recommend replacing the key s3:prefix in the condition block of StringNotLike with {s3:prefix: true} to ensure better enforcement of the condition.',
    },
  ),
  identity(
    'REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION',
    when('StringLikeIfExists', 's3:prefix', '*'),
    when('StringLike', 's3:prefix', '*'),
    {
      details:
        'The key s3:prefix in the condition block of StringLikeIfExists is redundant because it is always matched. Remove this key to simplify the condition.',
    },
  ),
  identity(
    'REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION',
    when('ForAnyValue:StringNotLike', 'aws:TagKeys', '*'),
    when('ForAnyValue:StringNotLike', 'aws:TagKeys', 'a*'),
    {
      details:
        'The key aws:TagKeys in the condition block of ForAnyValue:StringNotLike does not match any values. Remove this key to simplify the condition.',
    },
  ),
]

const source = (operator: string, value: unknown) => when(operator, 'aws:SourceIp', value)

const ADDRESSES: readonly LintCase[] = [
  identity('TYPE_MISMATCH_IP_RANGE', source('IpAddress', '203.0.113.0/40'), source('IpAddress', '203.0.113.0/24'), {
    details:
      'The condition operator IpAddress is used with an invalid IP range value. Specify the IP range in standard CIDR format.',
    at: ['"203.0.113.0/40"'],
  }),
  identity(
    'IMPROVE_IP_RANGE',
    when('IpAddress', 'aws:VpcSourceIp', '172.0.0.1/24'),
    when('IpAddress', 'aws:VpcSourceIp', '172.0.0.0/24'),
    {
      details: 'The non-zero bits in the IP address after the masked bits are ignored. Replace address with 172.0.0.0.',
    },
  ),
  identity(
    'IMPROVE_IP_RANGE',
    source('IpAddress', '2001:DB8:1234:5678::9/64'),
    source('IpAddress', '2001:DB8:1234:5678::/64'),
    {
      details:
        'The non-zero bits in the IP address after the masked bits are ignored. Replace address with 2001:db8:1234:5678::.',
    },
  ),
  identity(
    'PRIVATE_IP_ADDRESS',
    source('IpAddress', ['10.0.0.0/8', '192.168.1.0/24']),
    source('IpAddress', '203.0.113.0/24'),
    {
      at: ['"10.0.0.0/8"', '"192.168.1.0/24"'],
      path: `${condition('IpAddress', 'aws:SourceIp')}/0`,
    },
  ),
  identity('PRIVATE_NOT_IP_ADDRESS', source('NotIpAddress', '10.0.0.0/8'), source('NotIpAddress', '0.0.0.0/0')),
  identity(
    'PRIVATE_IP_ADDRESS_SUBSET',
    source('IpAddress', ['10.0.0.0/8', '203.0.113.0/24']),
    source('IpAddress', ['10.0.0.0/8']),
    {
      at: ['"10.0.0.0/8"'],
    },
  ),
  identity(
    'PRIVATE_NOT_IP_ADDRESS_SUBSET',
    source('NotIpAddress', ['10.0.0.0/8', '203.0.113.0/24']),
    source('NotIpAddress', ['203.0.113.0/24']),
  ),
]

const at = (text: string) => allow({ Resource: `arn:aws:s3:::shop/${text}` })

const VARIABLES: readonly LintCase[] = [
  identity('MISSING_BRACE_IN_VARIABLE', at('${aws:username'), at('${aws:username}'), {
    at: ['${aws:username'],
  }),
  identity('EMPTY_VARIABLE', at('${ }'), at('${*}'), { at: ['${ }'] }),
  identity('UNSUPPORTED_SPACE_IN_VARIABLE', at('${aws: username}'), at("${aws:username, 'a b'}")),
  identity(
    'MISSING_QUOTE_IN_VARIABLE',
    at('${aws:PrincipalTag/team, company-wide}'),
    at("${aws:PrincipalTag/team, 'company-wide'}"),
  ),
  identity('VARIABLE_UNSUPPORTED_IN_ELEMENT', allow({ Action: 's3:${aws:username}' }), at('${aws:username}'), {
    details:
      'Policy variables are supported in the Resource and Condition elements. Remove the policy variable ${aws:username} from this element.',
    at: ['${aws:username}'],
  }),
  identity(
    'VARIABLE_UNSUPPORTED_IN_VERSION',
    {
      Version: '2008-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::${aws:username}' }],
    },
    { Version: '2008-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::${*}' }] },
  ),
  identity(
    'INVALID_VARIABLE_FOR_OPERATOR',
    when('NumericEquals', 's3:max-keys', '${aws:username}'),
    when('StringEquals', 's3:prefix', '${aws:username}'),
  ),
]

export const CONDITION_LINT: readonly LintCase[] = [...OPERATORS, ...KEYS, ...VALUES, ...ADDRESSES, ...VARIABLES]
