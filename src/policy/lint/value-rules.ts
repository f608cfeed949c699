/** Condition values against what their operator and their key take. */
import { parseDate } from '../values/dates.ts'
import { error, suggestion, warning } from './check.ts'
import type { Lint } from './context.ts'
import { isNumber } from './operator-rules.ts'
import { type LintOperator, lintOperator } from './operators.ts'
import { hasVariable, hasWildcard, hasWildcardOutsideVariables } from './patterns.ts'
import { INVALID_SERVICE_PRINCIPAL_FORMAT } from './principal-rules.ts'
import type { LintCondition, LintStatement, LintValue } from './reading.ts'
import { isRegionName } from './regions.ts'
import { isServicePrincipal, REGIONAL_SERVICE_FORMAT, SERVICE_PRINCIPAL_FORMAT } from './service-principals.ts'

const INVALID_DATE_VALUE = warning(
  'INVALID_DATE_VALUE',
  'The date {{date}} might not resolve as expected. We recommend that you use the YYYY-MM-DD format.',
)
const TYPE_MISMATCH_BOOLEAN = warning(
  'TYPE_MISMATCH_BOOLEAN',
  'Add a valid Boolean value (true or false) for the condition operator {{operator}}.',
)
const TYPE_MISMATCH_DATE = warning(
  'TYPE_MISMATCH_DATE',
  'The date condition operator is used with an invalid value. Specify a valid date using YYYY-MM-DD or other ISO 8601 date/time format.',
)
const TYPE_MISMATCH_NUMBER = warning(
  'TYPE_MISMATCH_NUMBER',
  'Add a valid numeric value for the condition operator {{operator}}.',
)
const TYPE_MISMATCH_STRING = warning(
  'TYPE_MISMATCH_STRING',
  'Add a valid base64-encoded string value for the condition operator {{operator}}.',
)
const WILDCARD_WITHOUT_LIKE_OPERATOR = warning(
  'WILDCARD_WITHOUT_LIKE_OPERATOR',
  'Your condition value includes a * or ? character. If you meant to use a wildcard (*, ?), update the condition operator to include Like.',
)
const INVALID_REGION = error(
  'INVALID_REGION',
  'The Region {{region}} is not valid. Update the condition value to a supported Region.',
)
const INVALID_VPC_FORMAT = error(
  'INVALID_VPC_FORMAT',
  "The VPC identifier in the condition key value is not valid. Use the prefix 'vpc-' followed by 8 or 17 alphanumeric characters.",
)
const INVALID_VPCE_FORMAT = error(
  'INVALID_VPCE_FORMAT',
  "The VPCE identifier in the condition key value is not valid.  Use the prefix 'vpce-' followed by 8 or 17 alphanumeric characters.",
)
const INVALID_KMS_KEY_VALUE = error(
  'INVALID_KMS_KEY_VALUE',
  'The {{key}} condition key value must be a valid KMS key ARN.',
)
const WILDCARD_USAGE_TOO_PERMISSIVE = error(
  'WILDCARD_USAGE_TOO_PERMISSIVE',
  'The wildcard is not allowed in the condition key {{key}}. We consider the key to be sensitive and wildcards are not allowed to be used with sensitive keys. Refer to https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html for the list of sensitive keys.',
)
const EQUIVALENT_TO_NULL_FALSE = suggestion(
  'EQUIVALENT_TO_NULL_FALSE',
  'We recommend replacing the key {{key}} in the condition block of {{operator}} with {{{key}}: false} to ensure better enforcement of the condition.',
)
const EQUIVALENT_TO_NULL_TRUE = suggestion(
  'EQUIVALENT_TO_NULL_TRUE',
  'We recommend replacing the key {{key}} in the condition block of {{operator}} with {{{key}}: true} to ensure better enforcement of the condition.',
)
const REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION = suggestion(
  'REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION',
  'The key {{key}} in the condition block of {{operator}} is redundant because it is always matched. Remove this key to simplify the condition.',
)
const REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION = suggestion(
  'REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION',
  'The key {{key}} in the condition block of {{operator}} does not match any values. Remove this key to simplify the condition.',
)

export const VALUE_CHECKS = [
  INVALID_DATE_VALUE,
  TYPE_MISMATCH_BOOLEAN,
  TYPE_MISMATCH_DATE,
  TYPE_MISMATCH_NUMBER,
  TYPE_MISMATCH_STRING,
  WILDCARD_WITHOUT_LIKE_OPERATOR,
  INVALID_REGION,
  INVALID_VPC_FORMAT,
  INVALID_VPCE_FORMAT,
  INVALID_KMS_KEY_VALUE,
  WILDCARD_USAGE_TOO_PERMISSIVE,
  EQUIVALENT_TO_NULL_FALSE,
  EQUIVALENT_TO_NULL_TRUE,
  REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION,
  REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION,
]

export function valueRules({ conditions }: LintStatement, lint: Lint): void {
  for (const condition of conditions) {
    const operator = lintOperator(condition.operator)
    if (!operator) continue
    for (const value of condition.values) {
      // What a variable holds is known to the request alone.
      if (hasVariable(value.text)) continue
      typeRule(value, condition, operator, lint)
      if (operator.family === 'string') {
        wildcardRule(value, condition, operator, lint)
        keyValueRule(value, condition, lint)
      }
    }
    starRule(condition, operator, lint)
  }
}

function typeRule(value: LintValue, condition: LintCondition, { family }: LintOperator, { report }: Lint): void {
  const { text } = value
  const { operator } = condition
  switch (family) {
    case 'bool':
    case 'null':
      if (!/^(?:true|false)$/i.test(text)) report(TYPE_MISMATCH_BOOLEAN, value, { operator })
      return
    case 'numeric':
      if (!isNumber(value)) report(TYPE_MISMATCH_NUMBER, value, { operator })
      return
    case 'binary':
      if (!isBase64(text)) report(TYPE_MISMATCH_STRING, value, { operator })
      return
    case 'date':
      if (/^\d+(?:\.\d+)?$/.test(text)) {
        // Seconds since 1970 are what aws:EpochTime is for.
        if (!/^aws:epochtime$/i.test(condition.key)) report(INVALID_DATE_VALUE, value, { date: text })
      } else if (parseDate(text) === undefined) report(TYPE_MISMATCH_DATE, value)
      return
    default:
      return
  }
}

const isBase64 = (text: string): boolean => text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text)

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sensitive */
const SENSITIVE_KEYS = [
  'aws:principalaccount',
  'aws:principalorgid',
  'aws:resourceaccount',
  'aws:resourceorgid',
  'aws:sourceaccount',
  'aws:sourceorgid',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:vpceaccount',
  'aws:vpceorgid',
]

function wildcardRule(value: LintValue, { key }: LintCondition, { base }: LintOperator, { report }: Lint): void {
  if (!hasWildcardOutsideVariables(value.text)) return
  const isLike = base === 'StringLike' || base === 'StringNotLike'
  if (!isLike) report(WILDCARD_WITHOUT_LIKE_OPERATOR, value)
  // A star alone says whether the key is there at all; that has a finding of its own.
  else if (!/^\*+$/.test(value.text) && SENSITIVE_KEYS.includes(key.toLowerCase())) {
    report(WILDCARD_USAGE_TOO_PERMISSIVE, value, { key })
  }
}

const SERVICE_KEYS = [
  'iam:passedtoservice',
  'iam:awsservicename',
  'aws:principalservicename',
  'aws:calledviafirst',
  'aws:calledvialast',
]

/** What single keys take as values. Patterns are left to the author. */
function keyValueRule(value: LintValue, { key }: LintCondition, { report }: Lint): void {
  const { text } = value
  if (hasWildcard(text)) return
  switch (key.toLowerCase()) {
    case 'aws:requestedregion':
      // `aws-global` and its kin are what global services ask for.
      if (!isRegionName(text) && !/^aws(?:-[a-z]+)*-global$/.test(text)) report(INVALID_REGION, value, { region: text })
      return
    case 'aws:sourcevpc':
      if (!/^vpc-(?:[0-9a-z]{8}|[0-9a-z]{17})$/i.test(text)) report(INVALID_VPC_FORMAT, value)
      return
    case 'aws:sourcevpce':
      if (!/^vpce-(?:[0-9a-z]{8}|[0-9a-z]{17})$/i.test(text)) report(INVALID_VPCE_FORMAT, value)
      return
    case 's3:x-amz-server-side-encryption-aws-kms-key-id':
      if (!/^arn:[\w-]+:kms:[a-z0-9-]+:\d{12}:key\/.+$/.test(text)) report(INVALID_KMS_KEY_VALUE, value, { key })
      return
    case 'kms:viaservice':
      if (!/^[a-z0-9-]+\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/.test(text)) {
        report(INVALID_SERVICE_PRINCIPAL_FORMAT, value, { expectedFormat: REGIONAL_SERVICE_FORMAT })
      }
      return
    default:
      if (SERVICE_KEYS.includes(key.toLowerCase()) && !isServicePrincipal(text)) {
        report(INVALID_SERVICE_PRINCIPAL_FORMAT, value, { expectedFormat: SERVICE_PRINCIPAL_FORMAT })
      }
  }
}

/** `StringLike: "*"` asks only whether the key is there, and its kin ask for that or for nothing. */
function starRule({ key, operator: text, values }: LintCondition, operator: LintOperator, { report }: Lint): void {
  const [value] = values
  const { base, set, ifExists } = operator
  if (values.length !== 1 || value?.text !== '*' || (base !== 'StringLike' && base !== 'StringNotLike')) return
  const facts = { key, operator: text }
  if (base === 'StringLike') {
    if (ifExists || set === 'ForAllValues') report(REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION, value, facts)
    else report(EQUIVALENT_TO_NULL_FALSE, value, facts)
  } else if (set === 'ForAnyValue') report(REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION, value, facts)
  else report(EQUIVALENT_TO_NULL_TRUE, value, facts)
}
