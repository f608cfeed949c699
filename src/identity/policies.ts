import type { PrincipalPolicies } from '../aws/authorize.ts'
import type { Caller, Session } from '../aws/caller.ts'
import { groups } from '../groups/records.ts'
import { entityWithId, type PolicyHolder } from '../iam/entity.ts'
import { managedPolicy } from '../managed-policies/find.ts'
import { defaultVersion, type ManagedPolicy, policyArn } from '../managed-policies/records.ts'
import { parsePolicy } from '../policy/document.ts'
import type { AppliedPolicy } from '../policy/request.ts'
import { roles } from '../roles/records.ts'
import type { State } from '../state/table.ts'
import { users } from '../users/records.ts'

const NOTHING: PrincipalPolicies = { identity: [] }

/** What applies to a caller: its identity policies, its groups', its boundary and its session's policies. */
export function policiesOf(state: State, caller: Caller): PrincipalPolicies {
  if (caller.entityId === undefined) return NOTHING
  const user = caller.kind === 'assumed-role' ? undefined : entityWithId(state, users, caller.entityId)
  const holder = user ?? entityWithId(state, roles, caller.entityId)
  if (!holder) return NOTHING
  const identity = [...holderPolicies(state, holder)]
  for (const id of user?.groupIds ?? []) {
    const group = entityWithId(state, groups, id)
    if (group) identity.push(...holderPolicies(state, group))
  }
  const session = caller.session && sessionPolicies(state, caller.session)
  return {
    identity,
    ...(holder.permissionsBoundary === undefined
      ? {}
      : { boundary: managed(state, holder.account, holder.permissionsBoundary) }),
    ...(session ? { session } : {}),
  }
}

/** The identity policies of one user, group or role itself: inline ones by name, managed ones by ARN. */
export function holderPolicies(state: State, holder: PolicyHolder): readonly AppliedPolicy[] {
  const inline = parsedInline(holder)
  if (holder.attachedPolicies.length === 0) return inline
  return [...inline, ...holder.attachedPolicies.map((arn) => managed(state, holder.account, arn))]
}

/** A record never changes, so its documents are parsed once for as long as it lives. */
const inlineOf = new WeakMap<PolicyHolder, readonly AppliedPolicy[]>()
const managedOf = new WeakMap<ManagedPolicy, AppliedPolicy>()

function parsedInline(holder: PolicyHolder): readonly AppliedPolicy[] {
  let policies = inlineOf.get(holder)
  if (!policies) {
    policies = Object.entries(holder.inlinePolicies).map(([name, text]) => ({ name, document: parsePolicy(text) }))
    inlineOf.set(holder, policies)
  }
  return policies
}

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
    managedOf.set(policy, applied)
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
