import { iamArn } from '../aws/arn.ts'
import { type Entity, entityNamed, entityTable, type Tagged } from '../iam/entity.ts'
import type { Subject } from '../iam/subject.ts'
import type { State } from '../state/table.ts'

export interface PolicyVersion {
  /** `v1`, `v2`, ... A number is never used twice. */
  readonly id: string
  /** JSON text as the author wrote it. */
  readonly document: string
  readonly created: number
}

/** A customer managed policy, or one of AWS's (account `aws`), which stands in no table. */
export interface ManagedPolicy extends Entity, Tagged {
  readonly description?: string | undefined
  /** When the newest version was created. */
  readonly updated: number
  /** Oldest first. */
  readonly versions: readonly PolicyVersion[]
  readonly defaultVersionId: string
  /** The number of the version that was created last. */
  readonly lastVersion: number
}

export const managedPolicies = entityTable<ManagedPolicy>('policies')

export const policyArn = (policy: ManagedPolicy): string => iamArn(policy.account, 'policy', policy.path, policy.name)

/** The customer managed policy of this account with exactly this ARN. */
export function customerPolicy(state: State, account: string, arn: string): ManagedPolicy | undefined {
  const policy = entityNamed(state, managedPolicies, account, arn.slice(arn.lastIndexOf('/') + 1))
  return policy && policyArn(policy) === arn ? policy : undefined
}

/** Customer managed policies, which operations name by ARN. AWS's own can be read and attached, never changed. */
export const policySubject: Subject<ManagedPolicy, 'PolicyArn'> = {
  table: managedPolicies,
  word: 'Policy',
  member: 'PolicyArn',
  shownWord: 'policy',
  find: customerPolicy,
  arnOfHandle: (_account, arn) => arn,
  arn: policyArn,
  notFound: (arn) => `Policy ${arn} was not found.`,
}

export const defaultVersion = (policy: ManagedPolicy): PolicyVersion =>
  policy.versions.find(({ id }) => id === policy.defaultVersionId)!
