import {
  alice,
  allow,
  anonymous,
  type DecisionCase,
  deny,
  ec2,
  federatedUser,
  google,
  HERE,
  root,
  session,
  stranger,
  THERE,
  trust,
} from './case.ts'

/** Guardrails stand before every grant, also before those of a resource policy that need nothing else. */
const SCP = 'Organizations User Guide, SCP evaluation'
const RCP = 'Organizations User Guide, RCP evaluation'
const VPCE = 'Amazon VPC User Guide, Control access to VPC endpoints using endpoint policies'
const to = (principal: unknown, more = {}) => allow({ Principal: principal, ...more })
const put = { Action: 's3:PutObject' }
const full = to('*')
const stop = deny({ Principal: '*' })

/** Callers with a grant that is enough alone: the resource policy names them directly. */
const DIRECT: readonly (readonly [who: string, more: Partial<DecisionCase>])[] = [
  ['a user whom the bucket policy names', { bucketPolicy: to({ AWS: alice.arn }) }],
  ['a session that the bucket policy names', { caller: session, bucketPolicy: to({ AWS: session.arn }) }],
  [
    'a federated user whom the bucket policy names',
    { caller: federatedUser, bucketPolicy: to({ AWS: federatedUser.arn }) },
  ],
  ['an anonymous caller of a public bucket', { caller: anonymous, bucketPolicy: full }],
  ['a service that the bucket policy names', { caller: ec2, bucketPolicy: to({ Service: 'ec2.amazonaws.com' }) }],
  ['the root user', { caller: root }],
]

function guarded([who, more]: (typeof DIRECT)[number]): readonly DecisionCase[] {
  const one = (name: string, source: string, guard: Partial<DecisionCase>): DecisionCase => ({
    name: `${who} ${name}`,
    source,
    expect: 'allow',
    ...more,
    ...guard,
  })
  const rcp = 'resource control policy'
  const endpoint = 'VPC endpoint policy'
  return [
    one('passes resource control levels that allow', RCP, { resourceControl: [[full], [to('*', put), full], [full]] }),
    one('is stopped by a resource control level that allows something else', RCP, {
      resourceControl: [[full], [to('*', put)]],
      expect: 'implicit deny',
      blockedBy: rcp,
    }),
    one('is stopped by a Deny on the last resource control level', RCP, {
      resourceControl: [[full], [full], [full, stop]],
      expect: 'explicit deny',
      blockedBy: rcp,
    }),
    one('passes a resource control policy that denies something else', RCP, {
      resourceControl: [[full, deny({ Principal: '*', ...put })]],
    }),
    one('passes an endpoint policy that allows', VPCE, { endpoint: full }),
    one('is stopped by an endpoint policy that allows something else', VPCE, {
      endpoint: to('*', put),
      expect: 'implicit deny',
      blockedBy: endpoint,
    }),
    one('is stopped by a Deny in an endpoint policy', VPCE, {
      endpoint: [full, stop],
      expect: 'explicit deny',
      blockedBy: endpoint,
    }),
  ]
}

/** Callers of an account, which the account's service control policies bind. */
const MEMBERS = DIRECT.filter(([, { caller }]) => caller?.kind !== 'anonymous' && caller?.kind !== 'service')

const bound = ([who, more]: (typeof DIRECT)[number]): readonly DecisionCase[] => [
  {
    name: `${who} is stopped by a service control level that allows something else`,
    source: SCP,
    expect: 'implicit deny',
    blockedBy: 'service control policy',
    ...more,
    serviceControl: [[allow()], [allow(put)], [allow()]],
  },
  {
    name: `${who} passes service control levels that allow`,
    source: SCP,
    expect: 'allow',
    ...more,
    serviceControl: [[allow()], [allow(put), allow()]],
  },
]

const role = { action: 'sts:AssumeRole', resource: `arn:aws:iam::${HERE}:role/Target`, resourceAccount: HERE }

export const GUARDRAIL_CASES: readonly DecisionCase[] = [
  ...DIRECT.flatMap(guarded),
  ...MEMBERS.flatMap(bound),
  {
    name: 'a trusted service is stopped by a resource control policy',
    source: RCP,
    ...role,
    caller: ec2,
    trustPolicy: trust({ Service: 'ec2.amazonaws.com' }),
    resourceControl: [[full, stop]],
    expect: 'explicit deny',
    blockedBy: 'resource control policy',
  },
  {
    name: 'a trusted service is spared by aws:PrincipalIsAWSService',
    source: 'Organizations User Guide, Resource control policies: BoolIfExists aws:PrincipalIsAWSService',
    ...role,
    caller: ec2,
    context: { 'aws:PrincipalIsAWSService': 'true' },
    trustPolicy: trust({ Service: 'ec2.amazonaws.com' }),
    resourceControl: [
      [
        full,
        deny({
          Principal: '*',
          Condition: {
            StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-mine' },
            BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
          },
        }),
      ],
    ],
    expect: 'allow',
  },
  {
    name: 'a web identity is stopped by a resource control policy on its audience',
    source: 'Organizations User Guide, Resource control policies: examples',
    ...role,
    action: 'sts:AssumeRoleWithWebIdentity',
    caller: google,
    context: { 'accounts.google.com:aud': 'other' },
    trustPolicy: trust({ Federated: google.provider }, { Action: 'sts:AssumeRoleWithWebIdentity' }),
    resourceControl: [
      [full, deny({ Principal: '*', Condition: { StringNotEquals: { 'accounts.google.com:aud': 'mine' } } })],
    ],
    expect: 'explicit deny',
    blockedBy: 'resource control policy',
  },
  {
    name: 'across accounts the endpoint policy must allow as well',
    source: VPCE,
    caller: stranger,
    resourceAccount: HERE,
    identity: [allow()],
    bucketPolicy: to({ AWS: THERE }),
    endpoint: to({ AWS: HERE }),
    expect: 'implicit deny',
    blockedBy: 'VPC endpoint policy',
  },
  {
    name: 'an endpoint policy may name the caller',
    source: VPCE,
    caller: session,
    identity: [allow()],
    endpoint: to({ AWS: session.roleArn }),
    expect: 'allow',
  },
  {
    name: 'an endpoint policy that names another role allows nothing',
    source: VPCE,
    caller: session,
    identity: [allow()],
    endpoint: to({ AWS: `arn:aws:iam::${HERE}:role/app/Writer` }),
    expect: 'implicit deny',
    blockedBy: 'VPC endpoint policy',
  },
  {
    name: 'an endpoint policy that names a user grants the user nothing',
    source: VPCE,
    endpoint: to({ AWS: alice.arn }),
    expect: 'implicit deny',
    blockedBy: 'identity-based policy',
  },
  {
    name: 'an endpoint policy that names the session does not lift its session policy',
    source: VPCE,
    caller: session,
    identity: [allow()],
    session: [allow(put)],
    endpoint: to({ AWS: session.arn }),
    expect: 'implicit deny',
    blockedBy: 'session policy',
  },
]
