import { alice, allow, type DecisionCase, federatedUser, HERE, root, THERE } from './case.ts'

/**
 * What a session of GetFederationToken may do: user and session policy together, unless a resource policy names the
 * federated user itself. Each row is one way in which the bucket policy names the caller.
 */
const SOURCE = 'IAM User Guide, Permissions for GetFederationToken'
const everything = allow()
const other = allow({ Action: 's3:PutObject' })

type Outcome = 'allow' | 'session policy' | 'identity-based policy' | 'permissions boundary' | 'resource-based policy'

interface Row {
  readonly how: string
  readonly principal?: unknown
  readonly resourceAccount?: string
  /** With user and session policy, with the user's alone, with the session's alone, with neither policy allowing. */
  readonly outcomes: readonly [both: Outcome, userOnly: Outcome, sessionOnly: Outcome, neither: Outcome]
  /** The user has no session policy, and its policy allows. */
  readonly withoutSession: Outcome
}

const ROWS: readonly Row[] = [
  {
    how: 'without a bucket policy',
    outcomes: ['allow', 'session policy', 'identity-based policy', 'session policy'],
    withoutSession: 'session policy',
  },
  {
    how: 'named itself',
    principal: { AWS: federatedUser.arn },
    outcomes: ['allow', 'allow', 'allow', 'allow'],
    withoutSession: 'allow',
  },
  { how: 'among everyone', principal: '*', outcomes: ['allow', 'allow', 'allow', 'allow'], withoutSession: 'allow' },
  {
    how: 'with its user named',
    principal: { AWS: alice.arn },
    outcomes: ['allow', 'session policy', 'allow', 'session policy'],
    withoutSession: 'session policy',
  },
  {
    how: 'with its account named',
    principal: { AWS: HERE },
    outcomes: ['allow', 'session policy', 'identity-based policy', 'session policy'],
    withoutSession: 'session policy',
  },
  {
    how: 'in another account that names it',
    principal: { AWS: federatedUser.arn },
    resourceAccount: THERE,
    outcomes: ['allow', 'session policy', 'identity-based policy', 'session policy'],
    withoutSession: 'session policy',
  },
  {
    how: 'in another account that names nobody',
    resourceAccount: THERE,
    outcomes: ['resource-based policy', 'resource-based policy', 'resource-based policy', 'resource-based policy'],
    withoutSession: 'resource-based policy',
  },
]

function casesOf({ how, principal, resourceAccount, outcomes, withoutSession }: Row): readonly DecisionCase[] {
  const one = (with_: string, outcome: Outcome, more: Partial<DecisionCase>): DecisionCase => ({
    name: `a federated user ${how}, ${with_}`,
    source: SOURCE,
    caller: federatedUser,
    ...(principal !== undefined && { bucketPolicy: allow({ Principal: principal }) }),
    ...(resourceAccount !== undefined && { resourceAccount }),
    expect: outcome === 'allow' ? 'allow' : 'implicit deny',
    ...(outcome !== 'allow' && { blockedBy: outcome }),
    ...more,
  })
  return [
    one('where user and session policy allow', outcomes[0], { identity: [everything], session: [everything] }),
    one('where the user policy allows alone', outcomes[1], { identity: [everything], session: [other] }),
    one('where the session policy allows alone', outcomes[2], { identity: [other], session: [everything] }),
    one('where neither policy allows', outcomes[3], { identity: [other], session: [other] }),
    one('without a session policy', withoutSession, { identity: [everything] }),
  ]
}

export const FEDERATED_USER_CASES: readonly DecisionCase[] = [
  ...ROWS.flatMap(casesOf),
  {
    name: 'a federated user of the root user needs only its session policy',
    source: SOURCE,
    caller: { ...federatedUser, userArn: root.arn },
    session: [everything],
    expect: 'allow',
  },
  {
    name: 'a federated user of the root user is limited by its session policy',
    source: SOURCE,
    caller: { ...federatedUser, userArn: root.arn },
    session: [other],
    expect: 'implicit deny',
    blockedBy: 'session policy',
  },
  {
    name: 'a boundary of the user limits its federated user',
    source: SOURCE,
    caller: federatedUser,
    identity: [everything],
    boundary: other,
    session: [everything],
    expect: 'implicit deny',
    blockedBy: 'permissions boundary',
  },
]
