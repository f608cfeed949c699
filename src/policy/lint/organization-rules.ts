/**
 * Resource control policies.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
 */
import { RCP_SERVICES } from '../validation/rcp-services.ts'
import { error, warning } from './check.ts'
import { isAllow, isDeny, type Lint } from './context.ts'
import { speaksOf } from './operators.ts'
import { keySpot, type LintStatement } from './reading.ts'

const RCP_SYNTAX_ERROR_PRINCIPAL = error(
  'RCP_SYNTAX_ERROR_PRINCIPAL',
  'The Principal element contents are not valid. RCPs only support specifying all principals ("*") in the Principal element. The NotPrincipal element is not supported for RCPs.',
)
const RCP_SYNTAX_ERROR_ALLOW = error(
  'RCP_SYNTAX_ERROR_ALLOW',
  'RCPs only support specifying all principals ("*") in the Principal element, all resources ("*") in the Resource element, and no Condition element with an effect of Allow.',
)
const RCP_SYNTAX_ERROR_NOTACTION = error(
  'RCP_SYNTAX_ERROR_NOTACTION',
  'RCPs do not support the NotAction element. Update to use the Action element.',
)
const RCP_SYNTAX_ERROR_ACTION = error(
  'RCP_SYNTAX_ERROR_ACTION',
  'RCPs only support specifying select service prefixes in the Action element. Learn more here.',
)
const RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY = warning(
  'RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY',
  'RCPs impact IAM roles, users, and AWS service principals. To prevent unintended impact to services acting on your behalf using a service principal, an additional statement should be added to the Condition block "BoolIfExists": { "aws:PrincipalIsAWSService": "false"} whenever a principal key {{conditionKeyName}} is used.',
)
const RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY = warning(
  'RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY',
  'RCPs impact IAM roles, users, and AWS service principals. To prevent unintended impact to your principals, an additional statement should be added to the Condition block "BoolIfExists": { "aws:PrincipalIsAWSService": "true"} whenever the key {{conditionKeyName}} is used.',
)
const RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK = warning(
  'RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK',
  'The specified service may have a service integration that does not require the use of the {{conditionKeyName}} condition key. To prevent unintended impact to services acting on your behalf using a service principal, an additional statement should be added to the Condition block "Null": { "aws:SourceAccount": "false"} or "Null": { "aws:SourceArn": "false"} whenever the key {{conditionKeyName}} is used.',
)

export const ORGANIZATION_CHECKS = [
  RCP_SYNTAX_ERROR_PRINCIPAL,
  RCP_SYNTAX_ERROR_ALLOW,
  RCP_SYNTAX_ERROR_NOTACTION,
  RCP_SYNTAX_ERROR_ACTION,
  RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY,
  RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY,
  RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK,
]

export function organizationRules(statement: LintStatement, lint: Lint): void {
  if (lint.type !== 'RESOURCE_CONTROL_POLICY') return
  const { members, path, principal, action } = statement
  const { report } = lint
  if (principal && (principal.negated || principal.word?.text !== '*')) {
    report(RCP_SYNTAX_ERROR_PRINCIPAL, principal.negated ? principal.key : principal)
  }
  const notAction = members.find(({ name }) => name === 'NotAction')
  if (notAction) report(RCP_SYNTAX_ERROR_NOTACTION, keySpot(notAction, path))
  allowRule(statement, lint)
  for (const item of action?.negated ? [] : (action?.items ?? [])) {
    // RCPFullAWSAccess alone allows everything; what a customer writes denies actions of single services.
    if (item.text === '*' && isAllow(statement)) continue
    const [prefix = ''] = item.text.split(':')
    if (!RCP_SERVICES.has(prefix.toLowerCase())) report(RCP_SYNTAX_ERROR_ACTION, item)
  }
  if (isDeny(statement)) servicePrincipalRules(statement, lint)
}

function allowRule(statement: LintStatement, { report }: Lint): void {
  const { principal, resource, members } = statement
  if (!isAllow(statement)) return
  const everybody = !principal || (!principal.negated && principal.word?.text === '*')
  const everything = !resource || (!resource.negated && resource.items.every(({ text }) => text === '*'))
  const unconditional = members.every(({ name }) => name !== 'Condition')
  if (!everybody || !everything || !unconditional) report(RCP_SYNTAX_ERROR_ALLOW, statement)
}

const PRINCIPAL_KEYS =
  /^aws:(?:PrincipalArn|PrincipalAccount|PrincipalOrgID|PrincipalOrgPaths|PrincipalTag\/.+|PrincipalType|userid|username)$/i
const SOURCE_KEYS = /^aws:(?:SourceAccount|SourceArn|SourceOrgID|SourceOrgPaths)$/i

/** Requests that services make for themselves carry no principal of an organization, and others carry no source. */
function servicePrincipalRules({ conditions }: LintStatement, { report }: Lint): void {
  const tellsServices = speaksOf(conditions, [
    'aws:principalisawsservice',
    'aws:principalservicename',
    'aws:principalservicenameslist',
  ])
  const asksForSource = conditions.some(
    ({ operator, key }) => operator === 'Null' && /^aws:Source(?:Account|Arn)$/i.test(key),
  )
  for (const { key, keySpot: spot, operator } of conditions) {
    if (operator === 'Null') continue
    const facts = { conditionKeyName: key }
    if (PRINCIPAL_KEYS.test(key) && !tellsServices) report(RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY, spot, facts)
    if (!SOURCE_KEYS.test(key)) continue
    if (!tellsServices) report(RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY, spot, facts)
    if (!asksForSource) report(RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK, spot, facts)
  }
}
