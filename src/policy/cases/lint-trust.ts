/** Findings about trust policies of roles. */
import { grant, type LintCase, resource, role, trust } from './lint-case.ts'

const S = 'Statement/0'
const GITHUB = 'token.actions.githubusercontent.com'
const provider = (name: string) => `arn:aws:iam::111122223333:oidc-provider/${name}`
const web = (name: string, condition?: unknown) =>
  trust({
    Principal: { Federated: provider(name) },
    Action: 'sts:AssumeRoleWithWebIdentity',
    ...(condition === undefined ? {} : { Condition: condition }),
  })
const subject = (value: string, more: Record<string, unknown> = {}) =>
  web(GITHUB, { StringLike: { [`${GITHUB}:sub`]: value, ...more } })
const ROLE = 'arn:aws:iam::111122223333:role/team/app'
const SESSION = 'arn:aws:sts::111122223333:assumed-role/app/night'

export const TRUST_LINT: readonly LintCase[] = [
  role(
    'ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL',
    trust({ Principal: undefined, NotPrincipal: { AWS: '111122223333' } }),
    trust(),
    {
      at: ['"NotPrincipal"'],
      path: `${S}/key:NotPrincipal`,
    },
  ),
  role(
    'ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL',
    trust({ Principal: '*' }),
    trust({ Principal: { AWS: '*' } }),
    {
      at: ['"*"'],
      path: `${S}/Principal`,
    },
  ),
  role('ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE', trust({ Resource: '*' }), trust(), {
    at: ['"Resource"'],
    path: `${S}/key:Resource`,
  }),
  // Without a resource type, STS alone says what the policy is.
  resource('ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE', trust({ Resource: '*' }), grant()),
  role(
    'INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY',
    trust({ Principal: { Federated: 'google' }, Action: 'sts:AssumeRoleWithWebIdentity' }),
    trust({ Principal: { Federated: 'accounts.google.com' }, Action: 'sts:AssumeRoleWithWebIdentity' }),
    { at: ['"google"'] },
  ),
  role(
    'MISMATCHED_ACTION_FOR_PRINCIPAL',
    trust({ Principal: { Federated: provider('id.example.com') }, Action: ['sts:AssumeRoleWithSAML'] }),
    trust({
      Principal: { Federated: 'arn:aws:iam::111122223333:saml-provider/x' },
      Action: ['sts:AssumeRoleWithSAML'],
    }),
    {
      details: `The sts:AssumeRoleWithSAML action is invalid with the following principal(s): ${provider('id.example.com')}. Use a SAML provider principal with the sts:AssumeRoleWithSAML action or use an OIDC provider principal with the sts:AssumeRoleWithWebIdentity action. Ensure the provider is Federated if you use either of the two options.`,
      at: ['"sts:AssumeRoleWithSAML"', `"${provider('id.example.com')}"`],
      path: `${S}/Action/0`,
    },
  ),
  role(
    'MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY',
    trust({ Principal: { Service: 'rolesanywhere.amazonaws.com' } }),
    trust({
      Principal: { Service: 'rolesanywhere.amazonaws.com' },
      Action: ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
    }),
    { at: ['"sts:AssumeRole"'] },
  ),
  role(
    'MISSING_ACTION_FOR_CONDITION_KEY',
    trust({ Condition: { StringEquals: { 'aws:RequestTag/team': 'blue' } } }),
    trust({
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Condition: { StringEquals: { 'aws:RequestTag/team': 'blue' } },
    }),
    {
      details:
        'The sts:TagSession action must be in the action block to allow setting values for the condition key aws:RequestTag/team. Add sts:TagSession to the action block.',
      at: ['"aws:RequestTag/team"'],
    },
  ),
  role(
    'MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL',
    web('id.example.com'),
    web('id.example.com', { StringEquals: { 'id.example.com:aud': 'x' } }),
    {
      at: [`"${provider('id.example.com')}"`],
      path: `${S}/Principal/Federated`,
    },
  ),
  role(
    'MISSING_GITHUB_REPO_CONDITION_KEY',
    web(GITHUB, { StringEquals: { [`${GITHUB}:aud`]: 'sts.amazonaws.com' } }),
    subject('repo:octo/app:ref:refs/heads/main'),
    {
      at: [`"${provider(GITHUB)}"`],
    },
  ),
  role(
    'SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED',
    subject('repo:octo/*'),
    subject('repo:octo/app:ref:refs/heads/main'),
    {
      at: ['"repo:octo/*"'],
    },
  ),
  role(
    'SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED',
    subject('repo:octo/app:*'),
    subject('repo:octo/app:*', { [`${GITHUB}:ref`]: 'refs/heads/main' }),
  ),
  role(
    'UNSUPPORTED_ACTION_FOR_CONDITION_KEY',
    cognito(['sts:AssumeRoleWithWebIdentity', 'sts:TagSession']),
    cognito(['sts:AssumeRoleWithWebIdentity']),
    {
      details:
        'The following actions: sts:TagSession are not supported by the condition key cognito-identity.amazonaws.com:aud. The condition will not be evaluated for these actions. We recommend that you move these actions to a different statement without this condition key.',
      at: ['"sts:TagSession"', '"us-west-2_EXAMPLE"'],
      path: `${S}/Action/1`,
    },
  ),
  role(
    'REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY',
    trust({ Principal: { AWS: [ROLE, SESSION] } }),
    trust({ Principal: { AWS: [SESSION] } }),
    {
      details: `The assumed-role principal ${SESSION} is redundant with its parent role ${ROLE}. Remove the assumed-role principal.`,
      at: [`"${SESSION}"`],
      path: `${S}/Principal/AWS/1`,
    },
  ),
]

function cognito(actions: readonly string[]): unknown {
  return trust({
    Principal: { Federated: 'cognito-identity.amazonaws.com' },
    Action: actions,
    Condition: { StringEquals: { 'cognito-identity.amazonaws.com:aud': 'us-west-2_EXAMPLE' } },
  })
}
