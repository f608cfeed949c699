import { managedPolicy } from '../managed-policies/find.ts'
import { defaultVersion } from '../managed-policies/records.ts'
import type { State } from '../state/table.ts'
import type { PolicyHolder } from './entity.ts'

/** A policy that applies to an entity: `name` is an inline policy's name or a managed policy's ARN. */
export interface EntityPolicy {
  readonly name: string
  /** The managed policy's ARN; undefined for inline policies. */
  readonly arn?: string
  /** JSON text as the author wrote it. */
  readonly document: string
}

/** What applies to a user or role before any session or resource policy. */
export interface EntityPolicies {
  readonly identity: readonly EntityPolicy[]
  readonly boundary?: EntityPolicy
}

/** The inline and attached policies of one user, group or role. */
export const policiesOfHolder = (state: State, holder: PolicyHolder): EntityPolicy[] => [
  ...Object.entries(holder.inlinePolicies).map(([name, document]) => ({ name, document })),
  ...holder.attachedPolicies.map((arn) => appliedManagedPolicy(state, holder.account, arn)),
]

/** The boundary as a member to spread. */
export const appliedBoundary = (state: State, account: string, arn: string | undefined) =>
  arn === undefined ? {} : { boundary: appliedManagedPolicy(state, account, arn) }

/** A policy that is attached and cannot be found might have denied: it denies everything. */
function appliedManagedPolicy(state: State, account: string, arn: string): EntityPolicy {
  const policy = managedPolicy(state, account, arn)
  return { name: arn, arn, document: policy ? defaultVersion(policy).document : DENY_ALL }
}

const DENY_ALL = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}'
