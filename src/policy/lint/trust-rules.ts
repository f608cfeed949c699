/**
 * Trust policies of roles: who may be named, and which action goes with which kind of principal.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp.html
 */
import { error, securityWarning, suggestion, warning } from './check.ts'
import { isAllow, isTrust, type Lint } from './context.ts'
import { hasWildcard, matches } from './patterns.ts'
import { keySpot, type LintStatement, type LintString } from './reading.ts'

const ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL = error(
  'ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL',
  'Role trust policies do not support NotPrincipal. Update the policy to use a Principal element instead.',
)
const ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL = error(
  'ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL',
  '"Principal:" "*" is not supported in the principal element of a role trust policy. Replace the wildcard with a valid principal value.',
)
const ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE = error(
  'ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE',
  'Role trust policies apply to the role that they are attached to. You cannot specify a resource. Remove the Resource or NotResource element.',
)
const INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY = error(
  'INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY',
  'The principal value specifies a federated principal that does not match the expected format. Update the federated principal to a domain name or a SAML metadata ARN.',
)
const MISMATCHED_ACTION_FOR_PRINCIPAL = error(
  'MISMATCHED_ACTION_FOR_PRINCIPAL',
  'The {{actionName}} action is invalid with the following principal(s): {{principalNames}}. Use a SAML provider principal with the sts:AssumeRoleWithSAML action or use an OIDC provider principal with the sts:AssumeRoleWithWebIdentity action. Ensure the provider is Federated if you use either of the two options.',
)
const MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY = error(
  'MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY',
  'The rolesanywhere.amazonaws.com service principal requires the sts:AssumeRole, sts:SetSourceIdentity, and sts:TagSession permissions to assume a role. Add the missing permissions to the policy.',
)
const MISSING_ACTION_FOR_CONDITION_KEY = error(
  'MISSING_ACTION_FOR_CONDITION_KEY',
  'The {{actionName}} action must be in the action block to allow setting values for the condition key {{keyName}}. Add {{actionName}} to the action block.',
)
const MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL = securityWarning(
  'MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL',
  'Using an Open ID Connect principal without a condition can be overly permissive. Add condition keys with a prefix that matches your federated OIDC principals to ensure that only the intended identity provider assumes the role.',
)
const MISSING_GITHUB_REPO_CONDITION_KEY = securityWarning(
  'MISSING_GITHUB_REPO_CONDITION_KEY',
  'Granting a federated GitHub principal permissions without a condition key can allow more sources to assume the role than you intended. Add the token.actions.githubusercontent.com:sub condition key and specify the branch and repository name in the value.',
)
const SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED = warning(
  'SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED',
  'Using a wildcard (*) in token.actions.githubusercontent.com:sub can allow requests from more sources than you intended. Specify the value of token.actions.githubusercontent.com:sub with the repository and branch name. If the subject claim does not include the branch, specify it in a token.actions.githubusercontent.com:ref condition key.',
)
const REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY = suggestion(
  'REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY',
  'The assumed-role principal {{redundant_principal}} is redundant with its parent role {{parent_role}}. Remove the assumed-role principal.',
)

export const TRUST_CHECKS = [
  ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL,
  ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL,
  ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE,
  INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY,
  MISMATCHED_ACTION_FOR_PRINCIPAL,
  MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY,
  MISSING_ACTION_FOR_CONDITION_KEY,
  MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL,
  MISSING_GITHUB_REPO_CONDITION_KEY,
  SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED,
  REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY,
]

/** Whether some Allow statement of the document, or one of those that name the service, allows the action. */
type Granted = (action: string, service?: string) => boolean

export function trustRules(lint: Lint): void {
  const known = new Map<string, boolean>()
  // Several statements together can give what is needed; each question is answered once for the document.
  const granted: Granted = (action, service) => {
    const question = `${action} ${service ?? ''}`
    const answer =
      known.get(question) ??
      lint.document.statements.some(
        (one) =>
          isAllow(one) &&
          allows(one, action) &&
          (service === undefined || principalsOf(one, 'Service').some(({ text }) => text === service)),
      )
    known.set(question, answer)
    return answer
  }
  for (const statement of lint.document.statements) {
    if (isTrust(statement, lint)) statementRules(statement, lint, granted)
  }
}

function statementRules(statement: LintStatement, lint: Lint, granted: Granted): void {
  const { members, path, principal } = statement
  const { report } = lint
  for (const member of members) {
    if (member.name === 'Resource' || member.name === 'NotResource') {
      report(ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE, keySpot(member, path))
    }
    if (member.name === 'NotPrincipal') report(ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL, keySpot(member, path))
  }
  if (principal?.word?.text === '*') report(ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL, principal.word)
  for (const item of principalsOf(statement, 'Federated')) {
    if (!hasWildcard(item.text) && providerOf(item.text) === 'none') {
      report(INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY, item)
    }
  }
  mismatchRule(statement, lint)
  if (!isAllow(statement)) return
  rolesAnywhereRule(statement, lint, granted)
  settingKeysRule(statement, lint, granted)
  oidcRules(statement, lint)
  redundantSessionRule(statement, lint)
}

const principalsOf = ({ principal }: LintStatement, type: string): readonly LintString[] =>
  principal?.groups.filter((group) => group.type === type).flatMap(({ items }) => items) ?? []

const SAML_ARN = /^arn:[\w-]+:iam::\d{12}:saml-provider\/.+$/
const OIDC_ARN = /^arn:[\w-]+:iam::\d{12}:oidc-provider\/(.+)$/
const DOMAIN = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:\/[\w./-]*)?$/i

type Provider = 'saml' | 'oidc' | 'none'

const providerOf = (text: string): Provider =>
  SAML_ARN.test(text) ? 'saml' : OIDC_ARN.test(text) || DOMAIN.test(text) ? 'oidc' : 'none'

/** What each way into a role wants of its principal. */
const WANTED: Readonly<Record<string, Provider>> = {
  'sts:assumerole': 'none',
  'sts:assumerolewithsaml': 'saml',
  'sts:assumerolewithwebidentity': 'oidc',
}

/** An action that none of the statement's principals can use. */
function mismatchRule(statement: LintStatement, { report }: Lint): void {
  const { action, principal } = statement
  if (!action || action.negated || !principal || principal.negated || principal.word) return
  const principals = principal.groups.flatMap(({ type, items, path, span }) =>
    items.map((item) => ({
      item,
      group: { path, span },
      provider: type === 'Federated' ? providerOf(item.text) : 'none',
    })),
  )
  if (principals.length === 0 || principals.some(({ item }) => hasWildcard(item.text))) return
  const seen = new Set<string>()
  for (const item of action.items) {
    const lower = item.text.toLowerCase()
    if (seen.has(lower)) continue
    seen.add(lower)
    if (!Object.hasOwn(WANTED, lower) || principals.some(({ provider }) => provider === WANTED[lower])) continue
    report(MISMATCHED_ACTION_FOR_PRINCIPAL, [item, ...principals.map((one) => one.item)], {
      actionName: item.text,
      principalNames: principals.map((one) => one.item.text).join(', '),
    })
  }
}

const allows = ({ action }: LintStatement, name: string): boolean => {
  if (!action) return false
  const named = action.items.some(({ text }) => matches(text.toLowerCase(), name.toLowerCase()))
  return action.negated ? !named : named
}

const ROLES_ANYWHERE = 'rolesanywhere.amazonaws.com'

function rolesAnywhereRule(statement: LintStatement, lint: Lint, granted: Granted): void {
  const named = principalsOf(statement, 'Service').find(({ text }) => text === ROLES_ANYWHERE)
  if (!named || statement.principal?.negated) return
  const needed = ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession']
  if (needed.every((name) => granted(name, ROLES_ANYWHERE))) return
  lint.report(MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY, statement.action ?? named)
}

const SETTING_KEYS: readonly { readonly key: RegExp; readonly action: string }[] = [
  { key: /^sts:sourceidentity$/i, action: 'sts:SetSourceIdentity' },
  { key: /^sts:transitivetagkeys$/i, action: 'sts:TagSession' },
  { key: /^aws:tagkeys$/i, action: 'sts:TagSession' },
  { key: /^aws:requesttag\/./i, action: 'sts:TagSession' },
]

function settingKeysRule(statement: LintStatement, lint: Lint, granted: Granted): void {
  for (const condition of statement.conditions) {
    const setting = SETTING_KEYS.find(({ key }) => key.test(condition.key))
    if (!setting || granted(setting.action)) continue
    lint.report(MISSING_ACTION_FOR_CONDITION_KEY, condition.keySpot, {
      actionName: setting.action,
      keyName: condition.key,
    })
  }
}

const GITHUB = 'token.actions.githubusercontent.com'

function oidcRules(statement: LintStatement, { report }: Lint): void {
  if (statement.principal?.negated || !allows(statement, 'sts:AssumeRoleWithWebIdentity')) return
  const keys = statement.conditions.map(({ key }) => key.toLowerCase())
  for (const item of principalsOf(statement, 'Federated')) {
    if (providerOf(item.text) !== 'oidc') continue
    const provider = (OIDC_ARN.exec(item.text)?.[1] ?? item.text).toLowerCase()
    const isGithub = provider === GITHUB || provider.startsWith(`${GITHUB}/`)
    if (isGithub && !keys.includes(`${provider}:sub`)) report(MISSING_GITHUB_REPO_CONDITION_KEY, item)
    else if (!keys.some((key) => key.startsWith(`${provider}:`))) report(MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL, item)
  }
  const namesRef = keys.includes(`${GITHUB}:ref`)
  for (const { key, operator, values } of statement.conditions) {
    if (key.toLowerCase() !== `${GITHUB}:sub` || !/StringLike/.test(operator)) continue
    for (const value of values) {
      if (isBroadSubject(value.text, namesRef)) report(SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED, value)
    }
  }
}

/** `repo:org/name:...`: the repository must be named; what follows it may be a star where the branch stands in `:ref`. */
function isBroadSubject(subject: string, namesRef: boolean): boolean {
  const [, repository = '', ...rest] = subject.split(':')
  if (!hasWildcard(subject)) return false
  return hasWildcard(repository) || repository === '' || (hasWildcard(rest.join(':')) && !namesRef)
}

const ROLE_ARN = /^arn:[\w-]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/
const SESSION_ARN = /^arn:[\w-]+:sts::(\d{12}):assumed-role\/([^/]+)\/.+$/

function redundantSessionRule(statement: LintStatement, { report }: Lint): void {
  if (statement.principal?.negated) return
  const named = principalsOf(statement, 'AWS')
  const roles = new Map(
    named.flatMap((item) => {
      const [, account, name] = ROLE_ARN.exec(item.text) ?? []
      return account === undefined ? [] : [[`${account}/${name}`, item] as const]
    }),
  )
  for (const item of named) {
    const [, account, name] = SESSION_ARN.exec(item.text) ?? []
    const parent = roles.get(`${account}/${name}`)
    if (!parent) continue
    report(REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY, item, {
      redundant_principal: item.text,
      parent_role: parent.text,
    })
  }
}
