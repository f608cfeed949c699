import {
  alice,
  allow,
  anonymous,
  bob,
  type DecisionCase,
  deny,
  ec2,
  federatedUser,
  google,
  HERE,
  root,
  session,
  THERE,
} from './case.ts'

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
  sparing(
    'Deny with NotPrincipal denies a user whose account is another',
    { AWS: [THERE, alice.arn] },
    'explicit deny',
  ),
  sparing('Deny with NotPrincipal takes a user by its unique id', { AWS: [HERE, alice.entityId] }, 'allow'),
  sparing('Deny with NotPrincipal spares the root user of a listed account', { AWS: account }, 'allow', {
    caller: root,
  }),
  sparing('Deny with NotPrincipal denies the root user of another account', { AWS: THERE }, 'explicit deny', {
    caller: root,
  }),
  sparing(
    'Deny with NotPrincipal denies a session when account and session are listed, and the user is another',
    { AWS: [account, bob.arn, session.arn] },
    'explicit deny',
    { caller: session },
  ),
  sparing(
    'Deny with NotPrincipal denies a session when its account is not listed',
    { AWS: [session.roleArn, session.arn] },
    'explicit deny',
    { caller: session },
  ),
  sparing(
    'Deny with NotPrincipal takes a role by its unique id',
    { AWS: [account, session.entityId, session.arn] },
    'allow',
    { caller: session },
  ),
  sparing(
    'Deny with NotPrincipal spares a federated user when account, user and session are listed',
    { AWS: [account, federatedUser.userArn, federatedUser.arn] },
    'allow',
    { caller: federatedUser, session: [allow()] },
  ),
  sparing(
    'Deny with NotPrincipal denies a federated user when only account and user are listed',
    { AWS: [account, federatedUser.userArn] },
    'explicit deny',
    { caller: federatedUser, session: [allow()] },
  ),
  sparing(
    'Deny with NotPrincipal denies a federated user when only account and session are listed',
    { AWS: [account, federatedUser.arn] },
    'explicit deny',
    { caller: federatedUser, session: [allow()] },
  ),
  sparing('Deny with NotPrincipal AWS * denies nobody', { AWS: '*' }, 'allow', { caller: session }),
  sparing('Deny with NotPrincipal * denies a user with a boundary all the same', '*', 'explicit deny', {
    boundary: allow(),
    source: 'IAM User Guide, Permissions boundaries: Important',
  }),
  sparing(
    'Deny with NotPrincipal does not take a user for a service of the same name',
    { Service: [HERE, alice.arn] },
    'explicit deny',
  ),
  {
    name: 'Deny with NotPrincipal denies a service that is not listed',
    source: SOURCE,
    caller: ec2,
    bucketPolicy: [allow({ Principal: '*' }), deny({ NotPrincipal: { Service: 'lambda.amazonaws.com' } })],
    expect: 'explicit deny',
  },
  {
    name: 'Deny with NotPrincipal spares a listed provider',
    source: SOURCE,
    caller: google,
    bucketPolicy: [allow({ Principal: '*' }), deny({ NotPrincipal: { Federated: google.provider } })],
    expect: 'allow',
  },
  {
    name: 'Deny with NotPrincipal denies a provider that is not listed',
    source: SOURCE,
    caller: google,
    bucketPolicy: [allow({ Principal: '*' }), deny({ NotPrincipal: { Federated: 'www.amazon.com' } })],
    expect: 'explicit deny',
  },
  {
    name: 'Deny with NotPrincipal in a resource control policy denies who is not listed',
    source: SOURCE,
    identity: [allow()],
    resourceControl: [[allow({ Principal: '*' }), deny({ NotPrincipal: { AWS: [account, bob.arn] } })]],
    expect: 'explicit deny',
    blockedBy: 'resource control policy',
  },
  {
    name: 'Allow with NotPrincipal does not reach a session whose role is listed',
    source: SOURCE,
    caller: session,
    bucketPolicy: allow({ NotPrincipal: { AWS: session.roleArn } }),
    expect: 'implicit deny',
  },
  {
    name: 'Allow with NotPrincipal * reaches nobody',
    source: SOURCE,
    bucketPolicy: allow({ NotPrincipal: '*' }),
    expect: 'implicit deny',
  },
  {
    name: 'Allow with a NotPrincipal that cannot be read is off',
    source: `${SOURCE}: undecided, so closed`,
    bucketPolicy: allow({ NotPrincipal: { AWS: `arn:aws:iam::${HERE}:user/b*` } }),
    expect: 'implicit deny',
    unreadable: true,
  },
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
