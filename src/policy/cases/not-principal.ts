import { alice, allow, anonymous, bob, type DecisionCase, deny, ec2, HERE, session } from './case.ts'

const SOURCE = 'IAM User Guide, JSON policy elements: NotPrincipal'
const account = `arn:aws:iam::${HERE}:root`

const sparing = (
  name: string,
  list: unknown,
  expect: DecisionCase['expect'],
  more: Partial<DecisionCase> = {},
): DecisionCase => ({
  name,
  source: SOURCE,
  identity: [allow()],
  bucketPolicy: deny({ NotPrincipal: list }),
  expect,
  ...more,
})

export const NOT_PRINCIPAL_CASES: readonly DecisionCase[] = [
  sparing(
    'Deny with NotPrincipal spares a listed user whose account is listed',
    { AWS: [account, alice.arn] },
    'allow',
  ),
  sparing('Deny with NotPrincipal takes the account as twelve digits', { AWS: [HERE, alice.arn] }, 'allow'),
  sparing(
    'Deny with NotPrincipal denies a listed user whose account is not listed',
    { AWS: alice.arn },
    'explicit deny',
  ),
  sparing('Deny with NotPrincipal denies a user whose account alone is listed', { AWS: account }, 'explicit deny'),
  sparing('Deny with NotPrincipal denies everyone else', { AWS: [account, bob.arn] }, 'explicit deny'),
  sparing(
    'Deny with NotPrincipal spares a session when account, role and session are listed',
    { AWS: [account, session.roleArn, session.arn] },
    'allow',
    { caller: session },
  ),
  sparing(
    'Deny with NotPrincipal denies a session when only account and role are listed',
    { AWS: [account, session.roleArn] },
    'explicit deny',
    { caller: session },
  ),
  sparing(
    'Deny with NotPrincipal denies a session when the role is not listed',
    { AWS: [account, session.arn] },
    'explicit deny',
    { caller: session },
  ),
  sparing(
    'Deny with NotPrincipal denies a listed user that has a boundary',
    { AWS: [account, alice.arn] },
    'explicit deny',
    { boundary: allow(), source: 'IAM User Guide, Permissions boundaries: Important' },
  ),
  sparing('Deny with NotPrincipal * denies nobody', '*', 'allow'),
  sparing('Deny with NotPrincipal denies an anonymous caller', { AWS: [account, alice.arn] }, 'explicit deny', {
    caller: anonymous,
  }),
  {
    name: 'Deny with NotPrincipal spares a listed service',
    source: SOURCE,
    caller: ec2,
    bucketPolicy: [allow({ Principal: '*' }), deny({ NotPrincipal: { Service: 'ec2.amazonaws.com' } })],
    expect: 'allow',
  },
  {
    name: 'Allow with NotPrincipal does not reach a listed user',
    source: SOURCE,
    bucketPolicy: allow({ NotPrincipal: { AWS: alice.arn } }),
    expect: 'implicit deny',
  },
  {
    name: 'Allow with NotPrincipal reaches a user that is not listed',
    source: SOURCE,
    bucketPolicy: allow({ NotPrincipal: { AWS: bob.arn } }),
    expect: 'allow',
  },
  {
    name: 'Allow with NotPrincipal does not reach the users of a listed account',
    source: SOURCE,
    bucketPolicy: allow({ NotPrincipal: { AWS: account } }),
    expect: 'implicit deny',
  },
]
