import { accountRecord } from '../accounts/records.ts'
import { rootArn } from '../aws/arn.ts'
import type { PrincipalPolicies } from '../aws/authorize.ts'
import type { Caller, Session } from '../aws/caller.ts'
import { groupSubject, groups } from '../groups/records.ts'
import { entityWithId, type PolicyHolder } from '../iam/entity.ts'
import { managedPolicy } from '../managed-policies/find.ts'
import { defaultVersion, type ManagedPolicy, policyArn } from '../managed-policies/records.ts'
import { parsePolicy } from '../policy/document.ts'
import { KEPT_CHARACTERS, RecentlyUsed, weightOf } from '../policy/recently-used.ts'
import type { AppliedPolicy } from '../policy/request.ts'
import { roles } from '../roles/records.ts'
import type { State } from '../state/table.ts'
import { type User, userSubject, users } from '../users/records.ts'

const NOTHING: PrincipalPolicies = { identity: [] }

/**
 * An instance's identity is subject to no policy and permitted nothing; an explicit deny keeps resource policies, such as
 * one for everybody, from permitting it something.
 */
const NO_PERMISSION: PrincipalPolicies = {
  identity: [
    {
      name: 'instance identity',
      document: parsePolicy('{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}'),
    },
  ],
}

/** What applies to a caller: its identity policies, its groups', its boundary and its session's policies. */
export function policiesOf(state: State, caller: Caller): PrincipalPolicies {
  if (caller.entityId === undefined) return NOTHING
  if (caller.session?.kind === 'instance-identity') return NO_PERMISSION
  const user = caller.kind === 'assumed-role' ? undefined : entityWithId(state, users, caller.entityId)
  const holder = user ?? entityWithId(state, roles, caller.entityId)
  if (!holder) return NOTHING
  const own = holderPolicies(state, holder, user ? userSubject.arn(user) : caller.principalArn)
  const ofGroups = (user?.groupIds ?? []).flatMap((id) => {
    const group = entityWithId(state, groups, id)
    return group ? holderPolicies(state, group, groupSubject.arn(group)) : []
  })
  const ofAccount = user && caller.kind === 'user' ? accountPolicies(state, user) : []
  const session = caller.session && sessionPolicies(state, caller.session)
  return {
    identity: ofGroups.length === 0 && ofAccount.length === 0 ? own : [...own, ...ofGroups, ...ofAccount],
    ...(holder.permissionsBoundary === undefined
      ? {}
      : { boundary: managed(state, holder.account, holder.permissionsBoundary) }),
    ...(session ? { session } : {}),
  }
}

/** How the permissions that a password policy gives are named where a decision is told. */
const PASSWORD_POLICY = 'account password policy'

/**
 * What the account's password policy permits each of its users, where it lets them change their own password. It counts
 * as one more identity policy: a deny of any other, and a boundary that does not allow it, stand above it.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_PasswordPolicy.html
 */
function accountPolicies(state: State, user: User): readonly AppliedPolicy[] {
  const set = accountRecord(state, user.account)?.passwordPolicy
  if (!set?.AllowUsersToChangePassword) return []
  let known = allowedTo.get(user)
  if (!known) {
    const Statement = [
      { Effect: 'Allow', Action: 'iam:ChangePassword', Resource: userSubject.arn(user) },
      { Effect: 'Allow', Action: 'iam:GetAccountPasswordPolicy', Resource: '*' },
    ]
    const document = parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement }))
    known = [{ name: PASSWORD_POLICY, attachedTo: rootArn(user.account), document }]
    allowedTo.set(user, known)
  }
  return known
}

const allowedTo = new WeakMap<User, readonly AppliedPolicy[]>()

/** The policies that a user, group or role carries itself, for as long as neither it nor one of them changes. */
export function holderPolicies(state: State, holder: PolicyHolder, arn: string): readonly AppliedPolicy[] {
  const attached = holder.attachedPolicies.map((policy) => managed(state, holder.account, policy))
  const known = carriedBy.get(holder)
  if (known?.attached.every((policy, index) => policy === attached[index])) return known.policies
  const policies = [
    ...Object.entries(holder.inlinePolicies).map(([name, text]) => ({ name, document: parsePolicy(text) })),
    ...attached,
  ].map((policy) => ({ ...policy, attachedTo: arn }))
  const weight = policies.reduce((sum, { document }) => sum + weightOf(document), HOLDER)
  carriedBy.set(holder, { attached, policies }, weight)
  return policies
}

// A record never changes: of what one carries only its managed policies may get another default version. What is kept is
// bounded, and made anew where it has been forgotten.
const carriedBy = new RecentlyUsed<
  PolicyHolder,
  { readonly attached: readonly AppliedPolicy[]; readonly policies: readonly AppliedPolicy[] }
>(KEPT_CHARACTERS)
const managedOf = new RecentlyUsed<ManagedPolicy, AppliedPolicy>(KEPT_CHARACTERS)

/** What a holder weighs besides its policies. */
const HOLDER = 256

/**
 * The default version of an attached managed policy. INVARIANT: an attached policy cannot be deleted, so that a missing
 * one is a failure of ours and nobody is let through.
 */
export function managed(state: State, account: string, arn: string): AppliedPolicy {
  const policy = managedPolicy(state, account, arn)
  if (!policy) throw new Error(`the attached policy ${arn} does not exist`)
  let applied = managedOf.get(policy)
  if (!applied) {
    applied = {
      name: policyArn(policy),
      arn: policyArn(policy),
      document: parsePolicy(defaultVersion(policy).document),
    }
    managedOf.set(policy, applied, weightOf(applied.document))
  }
  return applied
}

/**
 * The session's own policies, or undefined when none was passed: then the session is limited by nothing more. Unlike an
 * attached policy one that a session names can be deleted; what it may have denied is unknown then, so nothing is allowed.
 */
function sessionPolicies(state: State, session: Session): readonly AppliedPolicy[] | undefined {
  if (session.policy === undefined && session.policyArns === undefined) return undefined
  const arns = session.policyArns ?? []
  if (!arns.every((arn) => managedPolicy(state, session.account, arn))) return []
  return [
    ...(session.policy === undefined ? [] : [inlineSession(session, session.policy)]),
    ...arns.map((arn) => managed(state, session.account, arn)),
  ]
}

const sessionOf = new WeakMap<Session, AppliedPolicy>()

function inlineSession(session: Session, text: string): AppliedPolicy {
  let applied = sessionOf.get(session)
  if (!applied) {
    applied = { name: 'session policy', document: parsePolicy(text) }
    sessionOf.set(session, applied)
  }
  return applied
}
