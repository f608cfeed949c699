/** What goes together: service principals and their sources, keys and the services that carry them. */
import { error, securityWarning, suggestion, warning } from './check.ts'
import { isAllow, isDeny, isResourcePolicy, isTrust, type Lint } from './context.ts'
import { isKey, lintOperator, speaksOf } from './operators.ts'
import { matches } from './patterns.ts'
import type { LintCondition, LintStatement, LintString } from './reading.ts'

const RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL = securityWarning(
  'RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL',
  'Granting access to a service principal without specifying a source is overly permissive. Use aws:SourceArn, aws:SourceAccount, aws:SourceOrgID, or aws:SourceOrgPaths condition key to grant fine-grained access.',
)
const RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL = suggestion(
  'RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL',
  'To restrict access to the service principal {{servicePrincipalPrefix}} operating on your behalf, we recommend aws:SourceArn, aws:SourceAccount, aws:SourceOrgID, or aws:SourceOrgPaths instead of {{key}}.',
)
const UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL = error(
  'UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL',
  'The following condition keys are not supported when used with the service principal: {{conditionKeys}}.',
)
const MISSING_PAIRED_CONDITION_KEYS = securityWarning(
  'MISSING_PAIRED_CONDITION_KEYS',
  'Using the condition key {{conditionKeyName}} can be overly permissive without also using the following condition keys: {{recommendedKeys}}. Condition keys like this one are more secure when paired with a related key. We recommend that you add the related condition keys to the same condition block.',
)
const DYNAMODB_ATTRIBUTES_WITHOUT_SELECT = securityWarning(
  'DYNAMODB_ATTRIBUTES_WITHOUT_SELECT',
  'Restricting dynamodb:Attributes without also setting dynamodb:Select to SPECIFIC_ATTRIBUTES allows all attributes to be returned on read requests that omit a projection expression. We recommend that you also set dynamodb:Select to SPECIFIC_ATTRIBUTES.',
)
const S3_PREFIX_IN_NEGATIVE_CONTEXT = securityWarning(
  'S3_PREFIX_IN_NEGATIVE_CONTEXT',
  'Using the s3:prefix condition key in a Deny statement or with a negated string operator does not block listing the objects under the matching prefixes. A request that specifies a shorter prefix does not match the condition and can still list those objects. To restrict listing to specific prefixes, use s3:prefix with StringLike in an Allow statement, or use a Deny statement with StringNotLike.',
)
const USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES = warning(
  'USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES',
  'The condition key {{key}} works only with specific AWS services and must be scoped to supported services in your policies.',
)

export const SERVICE_CHECKS = [
  RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL,
  RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL,
  UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL,
  MISSING_PAIRED_CONDITION_KEYS,
  DYNAMODB_ATTRIBUTES_WITHOUT_SELECT,
  S3_PREFIX_IN_NEGATIVE_CONTEXT,
  USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES,
]

export function serviceRules(statement: LintStatement, lint: Lint): void {
  if (isResourcePolicy(lint) && isAllow(statement) && !isTrust(statement, lint)) servicePrincipalRules(statement, lint)
  pairedKeysRule(statement, lint)
  attributesRule(statement, lint)
  prefixRule(statement, lint)
  vpceKeysRule(statement, lint)
}

const SOURCE_KEYS = ['aws:sourcearn', 'aws:sourceaccount', 'aws:sourceorgid', 'aws:sourceorgpaths']

function servicePrincipalRules({ principal, conditions }: LintStatement, { report }: Lint): void {
  if (!principal || principal.negated) return
  const services = principal.groups.filter(({ type }) => type === 'Service').flatMap(({ items }) => items)
  const [first] = services
  if (!first) return
  const onlyServices = principal.groups.every(({ type }) => type === 'Service')
  // A service does not belong to an organization, so no request of its own carries these.
  const unsupported = conditions.filter(({ key }) => /^aws:PrincipalOrg(?:ID|Paths)$/i.test(key))
  if (onlyServices && unsupported.length > 0) {
    const spots = unsupported.map(({ keySpot }) => keySpot)
    const conditionKeys = unsupported.map(({ key }) => key).join(', ')
    report(UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL, spots, { conditionKeys })
  }
  if (speaksOf(conditions, SOURCE_KEYS)) return
  const referer = conditions.find((condition) => isKey(condition, 'aws:Referer'))
  if (referer) recommend(referer, first)
  else report(RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL, services)

  function recommend({ keySpot, key }: LintCondition, { text }: LintString): void {
    const servicePrincipalPrefix = text.split('.')[0] ?? text
    report(RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL, keySpot, { servicePrincipalPrefix, key })
  }
}

/** Addresses are only unique within a VPC. */
function pairedKeysRule({ conditions }: LintStatement, { report }: Lint): void {
  if (speaksOf(conditions, ['aws:sourcevpc', 'aws:sourcevpce', 'aws:sourcevpcarn'])) return
  for (const condition of conditions) {
    if (!isKey(condition, 'aws:VpcSourceIp')) continue
    report(MISSING_PAIRED_CONDITION_KEYS, condition.keySpot, {
      conditionKeyName: condition.key,
      recommendedKeys: 'aws:SourceVPC, aws:SourceVPCE',
    })
  }
}

const READING_ACTIONS = ['dynamodb:getitem', 'dynamodb:batchgetitem', 'dynamodb:query', 'dynamodb:scan']

function attributesRule(statement: LintStatement, { report }: Lint): void {
  const { action, conditions } = statement
  if (!isAllow(statement) || !action || action.negated) return
  const named = conditions.find((condition) => isKey(condition, 'dynamodb:Attributes'))
  if (!named || conditions.some((condition) => isKey(condition, 'dynamodb:Select'))) return
  const reads = action.items.some(({ text }) => READING_ACTIONS.some((name) => matches(text.toLowerCase(), name)))
  if (reads) report(DYNAMODB_ATTRIBUTES_WITHOUT_SELECT, named.keySpot)
}

function prefixRule(statement: LintStatement, { report }: Lint): void {
  for (const condition of statement.conditions) {
    const operator = lintOperator(condition.operator)
    if (!isKey(condition, 's3:prefix') || operator?.family !== 'string') continue
    const bypassed = operator.negated ? isAllow(statement) : isDeny(statement)
    if (bypassed) report(S3_PREFIX_IN_NEGATIVE_CONTEXT, condition.keySpot)
  }
}

const VPCE_KEYS = ['aws:vpceaccount', 'aws:vpceorgid', 'aws:vpceorgpaths']

/** Statements about every service; which single services carry the keys is for their documentation. */
function vpceKeysRule({ action, conditions }: LintStatement, { report }: Lint): void {
  if (!action || !(action.negated || action.items.some(({ text }) => /^\*+$/.test(text)))) return
  for (const { key, keySpot } of conditions) {
    if (VPCE_KEYS.includes(key.toLowerCase())) report(USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES, keySpot, { key })
  }
}
