/** Principal and NotPrincipal, in every kind of policy. */
import { error, securityWarning, suggestion, warning } from './check.ts'
import { isAllow, isResourcePolicy, isTrust, type Lint } from './context.ts'
import { hasWildcard } from './patterns.ts'
import type { LintPrincipal, LintPrincipalGroup, LintStatement, LintString } from './reading.ts'
import { isServicePrincipal, SERVICE_PRINCIPAL_FORMAT } from './service-principals.ts'

const MISSING_PRINCIPAL = error('MISSING_PRINCIPAL', 'Add a Principal element to the policy statement.')
const UNSUPPORTED_PRINCIPAL = error(
  'UNSUPPORTED_PRINCIPAL',
  'The policy type {{policy_type}} does not support the Principal element. Remove the Principal element.',
)
const SCP_SYNTAX_ERROR_PRINCIPAL = error(
  'SCP_SYNTAX_ERROR_PRINCIPAL',
  'SCPs do not support specifying principals. Remove the Principal or NotPrincipal element.',
)
const INVALID_PRINCIPAL_FORMAT = error(
  'INVALID_PRINCIPAL_FORMAT',
  'The Principal element contents are not valid. Specify a key-value pair in the Principal element.',
)
const INVALID_PRINCIPAL_KEY = error('INVALID_PRINCIPAL_KEY', 'The principal key {{principal_key}} is not valid.')
const UNSUPPORTED_WILDCARD_IN_PRINCIPAL = error(
  'UNSUPPORTED_WILDCARD_IN_PRINCIPAL',
  'Wildcards (*, ?) are not supported with the principal key {{principal_key}}. Replace the wildcard with a valid principal value.',
)
const FEDERATED_PRINCIPAL_NOT_SUPPORTED = error(
  'FEDERATED_PRINCIPAL_NOT_SUPPORTED',
  'The policy type does not support a federated identity provider in the principal element. Use a supported principal.',
)
/** Of values of condition keys as well. */
export const INVALID_SERVICE_PRINCIPAL_FORMAT = error(
  'INVALID_SERVICE_PRINCIPAL_FORMAT',
  'The service principal does not match the expected format. Use the format {{expectedFormat}}.',
)
const INVALID_ROLE_REFERENCE = warning(
  'INVALID_ROLE_REFERENCE',
  'The Principal element includes the IAM role ID {{roleid}}. We recommend that you use a role ARN instead.',
)
const INVALID_USER_REFERENCE = warning(
  'INVALID_USER_REFERENCE',
  'The Principal element includes the IAM user ID {{userid}}. We recommend that you use a user ARN instead.',
)
const ALLOW_WITH_NOT_PRINCIPAL = securityWarning(
  'ALLOW_WITH_NOT_PRINCIPAL',
  'Using Allow with NotPrincipal can be overly permissive. We recommend that you use Principal instead.',
)
const EMPTY_ARRAY_PRINCIPAL = suggestion(
  'EMPTY_ARRAY_PRINCIPAL',
  'This statement includes no principals and does not affect the policy. Specify principals.',
)
const EMPTY_OBJECT_PRINCIPAL = suggestion(
  'EMPTY_OBJECT_PRINCIPAL',
  'This statement includes no principals and does not affect the policy. Specify principals.',
)

export const PRINCIPAL_CHECKS = [
  MISSING_PRINCIPAL,
  UNSUPPORTED_PRINCIPAL,
  SCP_SYNTAX_ERROR_PRINCIPAL,
  INVALID_PRINCIPAL_FORMAT,
  INVALID_PRINCIPAL_KEY,
  UNSUPPORTED_WILDCARD_IN_PRINCIPAL,
  FEDERATED_PRINCIPAL_NOT_SUPPORTED,
  INVALID_SERVICE_PRINCIPAL_FORMAT,
  INVALID_ROLE_REFERENCE,
  INVALID_USER_REFERENCE,
  ALLOW_WITH_NOT_PRINCIPAL,
  EMPTY_ARRAY_PRINCIPAL,
  EMPTY_OBJECT_PRINCIPAL,
]

const PRINCIPAL_KEYS = ['AWS', 'CanonicalUser', 'Federated', 'Service']

export function principalRules(statement: LintStatement, lint: Lint): void {
  const { members, principal } = statement
  const { type, report } = lint
  const names = members.some(({ name }) => name === 'Principal' || name === 'NotPrincipal')
  if (type === 'IDENTITY_POLICY' || type === 'SERVICE_CONTROL_POLICY') {
    if (!principal) return
    if (type === 'IDENTITY_POLICY') report(UNSUPPORTED_PRINCIPAL, principal.key, { policy_type: type })
    else report(SCP_SYNTAX_ERROR_PRINCIPAL, principal.key)
    return
  }
  if (!names) report(MISSING_PRINCIPAL, statement)
  if (!principal || !isResourcePolicy(lint)) return
  formRules(principal, lint)
  if (principal.negated && isAllow(statement) && !isTrust(statement, lint)) {
    report(ALLOW_WITH_NOT_PRINCIPAL, principal.key)
  }
  for (const group of principal.groups) groupRules(group, statement, lint)
}

function formRules({ word, groups, ...principal }: LintPrincipal, { report }: Lint): void {
  if (word && word.text !== '*') report(INVALID_PRINCIPAL_FORMAT, word)
  if (!word && groups.length === 0) report(EMPTY_OBJECT_PRINCIPAL, principal)
}

function groupRules(group: LintPrincipalGroup, statement: LintStatement, lint: Lint): void {
  const { report } = lint
  if (!PRINCIPAL_KEYS.includes(group.type)) {
    report(INVALID_PRINCIPAL_KEY, group.key, { principal_key: group.type })
    return
  }
  if (group.empty) report(EMPTY_ARRAY_PRINCIPAL, group)
  if (group.type === 'Federated' && !isTrust(statement, lint)) report(FEDERATED_PRINCIPAL_NOT_SUPPORTED, group.key)
  for (const item of group.items) valueRules(group.type, item, lint)
}

function valueRules(type: string, item: LintString, { report }: Lint): void {
  const { text } = item
  // A star alone is everybody; anything else with a wildcard is no principal.
  if (hasWildcard(text)) {
    if (type !== 'AWS' || text !== '*') report(UNSUPPORTED_WILDCARD_IN_PRINCIPAL, item, { principal_key: type })
    return
  }
  if (type === 'Service' && !text.includes('${') && !isServicePrincipal(text)) {
    report(INVALID_SERVICE_PRINCIPAL_FORMAT, item, { expectedFormat: SERVICE_PRINCIPAL_FORMAT })
  }
  if (type === 'AWS' && /^AROA[A-Z0-9]{12,}$/.test(text)) report(INVALID_ROLE_REFERENCE, item, { roleid: text })
  if (type === 'AWS' && /^AIDA[A-Z0-9]{12,}$/.test(text)) report(INVALID_USER_REFERENCE, item, { userid: text })
}
