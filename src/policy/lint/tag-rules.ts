/** Keys that some of the statement's actions do not carry. */
import { error, securityWarning, suggestion } from './check.ts'
import { isAllow, isDeny, isTrust, type Lint } from './context.ts'
import { lintOperator } from './operators.ts'
import type { LintCondition, LintStatement } from './reading.ts'

const UNSUPPORTED_ACTION_FOR_CONDITION_KEY = error(
  'UNSUPPORTED_ACTION_FOR_CONDITION_KEY',
  'The following actions: {{actions}} are not supported by the condition key {{key}}. The condition will not be evaluated for these actions. We recommend that you move these actions to a different statement without this condition key.',
)
const DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE = securityWarning(
  'DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE',
  'Using the effect Deny with the tag condition key {{conditionKeyName}} and actions for services with the following prefixes can be overly permissive: {{serviceNames}}. Actions for the listed services are not denied by this statement. We recommend that you move these actions to a different statement without this condition key.',
)
const DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE = securityWarning(
  'DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE',
  "Using the effect Deny with NotAction and the tag condition key {{conditionKeyName}} can be overly permissive because some service actions are not denied by this statement. This is because the condition key doesn't apply to some service actions. We recommend that you use Action instead of NotAction.",
)
const ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE = suggestion(
  'ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE',
  'Using the effect Allow with the tag condition key {{conditionKeyName}} and actions for services with the following prefixes does not affect the policy: {{serviceNames}}. Actions for the listed service are not allowed by this statement. We recommend that you move these actions to a different statement without this condition key.',
)
const ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE = suggestion(
  'ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE',
  "Using the effect Allow with NotAction and the tag condition key {{conditionKeyName}} allows only service actions that support the condition key. The condition key doesn't apply to some service actions. We recommend that you use Action instead of NotAction.",
)

export const TAG_CHECKS = [
  UNSUPPORTED_ACTION_FOR_CONDITION_KEY,
  DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE,
  DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE,
  ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE,
  ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE,
]

export function tagRules(statement: LintStatement, lint: Lint): void {
  const tagged = statement.conditions.filter(({ key }) => /^aws:ResourceTag\/./i.test(key))
  if (tagged.length > 0) resourceTagRules(tagged, statement, lint)
  if (isTrust(statement, lint)) providerKeyRule(statement, lint)
}

/**
 * The services none of whose actions or resource types carries resource tags, as the service authorization reference
 * has it. AWS knows it action by action; a service that carries them on some resources is not reported.
 */
function resourceTagRules(tagged: readonly LintCondition[], statement: LintStatement, lint: Lint): void {
  const { action } = statement
  if (!action || !(isAllow(statement) || isDeny(statement))) return
  const without = action.negated ? [] : action.items.filter(({ text }) => carriesNoTags(text, lint))
  if (!action.negated && without.length === 0) return
  const serviceNames = [...new Set(without.map(({ text }) => prefixOf(text)))].join(', ')
  const check = action.negated
    ? isAllow(statement)
      ? ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE
      : DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE
    : isAllow(statement)
      ? ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE
      : DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE
  for (const { key, keySpot, operator: text } of tagged) {
    const operator = lintOperator(text)
    // Where a missing key is no hindrance the statement does apply.
    if (!operator || operator.negated || operator.ifExists || operator.base === 'Null') continue
    if (!mayName(without.length, lint)) return
    const spots = action.negated ? [action, keySpot] : [...without, keySpot]
    lint.report(check, spots, { conditionKeyName: key, serviceNames })
  }
}

/** Findings with many places for each of many keys would be longer than the document by far. */
function mayName(places: number, { comparisons }: Lint): boolean {
  comparisons.left -= places * 10
  return comparisons.left > 0
}

const prefixOf = (action: string): string => (action.split(':')[0] ?? '').toLowerCase()

function carriesNoTags(action: string, { services }: Lint): boolean {
  const service = services.service(prefixOf(action))
  return service !== undefined && !service.keysTaken.has('aws:resourcetag/${tagkey}')
}

/**
 * Keys of identity providers in a trust policy, which only the federated ways into a role carry: recorded of
 * `cognito-identity.amazonaws.com:aud` with `sts:TagSession`. What AWS holds of other services is not published, and
 * the service authorization reference leaves keys out that services do carry, so nothing is said of them.
 */
function providerKeyRule({ action, conditions }: LintStatement, lint: Lint): void {
  if (!action || action.negated) return
  // AWS says of sts:AssumeRole that it does not fit the principal, and leaves it at that.
  const without = action.items.filter(({ text }) => /^sts:(?:TagSession|SetSourceIdentity|SetContext)$/i.test(text))
  if (without.length === 0) return
  const actions = without.map(({ text }) => text).join(', ')
  for (const condition of conditions) {
    if (!/^[^:]*\.[^:]*:/.test(condition.key) || !lint.services.conditionKey(condition.key)) continue
    if (!mayName(without.length, lint)) return
    lint.report(UNSUPPORTED_ACTION_FOR_CONDITION_KEY, [...without, condition], { actions, key: condition.key })
  }
}
