/** Condition keys: whether they exist, and whether operator and set operator suit them. */
import { error, securityWarning, warning } from './check.ts'
import { isAllow, type Lint } from './context.ts'
import { type LintOperator, lintOperator } from './operators.ts'
import type { LintCondition, LintStatement } from './reading.ts'
import type { ConditionKeyFacts } from './service-authorization.ts'

const INVALID_CONDITION_KEY_FORMAT = error(
  'INVALID_CONDITION_KEY_FORMAT',
  'The condition key format is not valid. Use the format service:keyname.',
)
const INVALID_GLOBAL_CONDITION_KEY = error(
  'INVALID_GLOBAL_CONDITION_KEY',
  'The condition key {{key}} does not exist. Use a valid condition key.',
)
const UNSUPPORTED_GLOBAL_CONDITION_KEY = error(
  'UNSUPPORTED_GLOBAL_CONDITION_KEY',
  'The condition key aws:ARN is not supported. Use aws:PrincipalArn or aws:SourceArn instead.',
)
const INVALID_SERVICE = error('INVALID_SERVICE', 'The service {{service}} does not exist. Use a valid service name.')
const INVALID_SERVICE_CONDITION_KEY = error(
  'INVALID_SERVICE_CONDITION_KEY',
  'The condition key {{key}} does not exist in the service {{service}}. Use a valid condition key.',
)
const MISSING_TAG_KEY_IN_CONDITION = error(
  'MISSING_TAG_KEY_IN_CONDITION',
  'The condition key {{conditionKeyName}} must include a tag key to control access based on tags. Use the format {{conditionKeyName}}tag-key and specify a key name for tag-key.',
)
const MISSING_QUALIFIER = error(
  'MISSING_QUALIFIER',
  'The request context key {{key}} has multiple values. Use the ForAllValues or ForAnyValue condition key qualifiers in your policy.',
)
const FORALLVALUES_WITH_SINGLE_VALUED_KEY = securityWarning(
  'FORALLVALUES_WITH_SINGLE_VALUED_KEY',
  'Using ForAllValues qualifier with the single-valued condition key {{key}} can be overly permissive. We recommend that you remove ForAllValues:.',
)
const FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE = securityWarning(
  'FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE',
  'Using ForAnyValue qualifier with the single-valued condition key {{key}} can be overly permissive. We recommend that you remove ForAnyValue:.',
)
const TYPE_MISMATCH = warning(
  'TYPE_MISMATCH',
  'Use the operator type {{allowed}} instead of operator {{operator}} for the condition key {{key}}.',
)
const STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS = securityWarning(
  'STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS',
  'Use the operator type {{allowed}} instead of operator {{operator}} for the condition key {{key}}.',
)
const UNTRUSTWORTHY_CONDITION_KEY = securityWarning(
  'UNTRUSTWORTHY_CONDITION_KEY',
  'The {{key}} condition key is not recommended for access control as it can be spoofed/manipulated by the caller.',
)

export const KEY_CHECKS = [
  INVALID_CONDITION_KEY_FORMAT,
  INVALID_GLOBAL_CONDITION_KEY,
  UNSUPPORTED_GLOBAL_CONDITION_KEY,
  INVALID_SERVICE,
  INVALID_SERVICE_CONDITION_KEY,
  MISSING_TAG_KEY_IN_CONDITION,
  MISSING_QUALIFIER,
  FORALLVALUES_WITH_SINGLE_VALUED_KEY,
  FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE,
  TYPE_MISMATCH,
  STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS,
  UNTRUSTWORTHY_CONDITION_KEY,
]

export function keyRules(statement: LintStatement, lint: Lint): void {
  for (const condition of statement.conditions) {
    if (!existenceRule(condition, lint)) continue
    const operator = lintOperator(condition.operator)
    const facts = lint.services.conditionKey(condition.key)
    if (operator && facts) suitabilityRules(condition, operator, facts, statement, lint)
    // The guide to global keys warns of both in these words.
    if (isAllow(statement) && /^aws:(?:useragent|referer)$/i.test(condition.key) && operator?.base !== 'Null') {
      lint.report(UNTRUSTWORTHY_CONDITION_KEY, condition.keySpot, { key: condition.key })
    }
  }
}

/** False when the key has been reported, so that nothing more is said of it. */
function existenceRule({ key, keySpot: spot }: LintCondition, { services, report }: Lint): boolean {
  const [namespace = '', name = ''] = /^([^:]*):(.*)$/s.exec(key)?.slice(1) ?? []
  if (namespace === '' || name === '') {
    report(INVALID_CONDITION_KEY_FORMAT, spot)
    return false
  }
  if (/^aws:arn$/i.test(key)) {
    report(UNSUPPORTED_GLOBAL_CONDITION_KEY, spot)
    return false
  }
  if (/^[\w-]+:(?:Resource|Request|Principal)Tag\/?$/i.test(key)) {
    const conditionKeyName = key.endsWith('/') ? key : `${key}/`
    if (!services.conditionKey(`${conditionKeyName}x`)) return true
    report(MISSING_TAG_KEY_IN_CONDITION, spot, { conditionKeyName })
    return false
  }
  if (services.conditionKey(key)) return true
  if (namespace.toLowerCase() === 'aws') {
    report(INVALID_GLOBAL_CONDITION_KEY, spot, { key })
    return false
  }
  if (services.service(namespace)) {
    report(INVALID_SERVICE_CONDITION_KEY, spot, { key, service: namespace })
    return false
  }
  // Identity providers have namespaces of their own: domains, and `saml`.
  if (
    /^[a-z0-9-]+$/i.test(namespace) &&
    !/^(?:saml|cognito-identity-(?:un)?auth|identitycenter|catalog)$/i.test(namespace)
  ) {
    report(INVALID_SERVICE, spot, { service: namespace })
    return false
  }
  return true
}

function suitabilityRules(
  { key, keySpot: spot }: LintCondition,
  operator: LintOperator,
  { type, name }: ConditionKeyFacts,
  statement: LintStatement,
  { report }: Lint,
): void {
  if (type === '' || operator.family === 'null') return
  const many = type.startsWith('ArrayOf')
  if (many && !operator.set) report(MISSING_QUALIFIER, spot, { key })
  if (!many && operator.set === 'ForAllValues' && isAllow(statement)) {
    report(FORALLVALUES_WITH_SINGLE_VALUED_KEY, spot, { key })
  }
  if (!many && operator.set === 'ForAnyValue' && isAllow(statement) && /:aud$/i.test(name)) {
    report(FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE, spot, { key })
  }
  const base = type.replace(/^ArrayOf/, '')
  const allowed = allowedTypes(base, name)
  if (base === 'ARN' && (operator.base === 'StringLike' || operator.base === 'StringNotLike')) {
    report(STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS, spot, { allowed, operator: 'string', key })
  } else if (!(SUITABLE[base]?.includes(operator.family) ?? true)) {
    report(TYPE_MISMATCH, spot, { allowed, operator: OPERATOR_WORDS[operator.family] ?? '', key })
  }
}

/** AWS says `ARN, String` of aws:PrincipalArn and `ARN` of the keys of services. */
const allowedTypes = (type: string, key: string): string =>
  key === 'aws:PrincipalArn' ? 'ARN, String' : type === 'Bool' ? 'Boolean' : type

/**
 * The operators that a key's type takes. Strings against ARNs, and ARNs against strings (the reference types several
 * keys that hold ARNs as String), are left to the author.
 */
const SUITABLE: Readonly<Record<string, readonly string[]>> = {
  ARN: ['arn', 'string'],
  Bool: ['bool'],
  Date: ['date', 'numeric'],
  IPAddress: ['ip'],
  Numeric: ['numeric', 'date'],
  String: ['string', 'arn', 'binary'],
}
const OPERATOR_WORDS: Readonly<Record<string, string>> = {
  string: 'string',
  numeric: 'numeric',
  date: 'date',
  bool: 'boolean',
  binary: 'binary',
  ip: 'IP address',
  arn: 'ARN',
}
