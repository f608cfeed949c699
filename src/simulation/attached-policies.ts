import { groupSubject, groupsOf } from '../groups/records.ts'
import type { PolicyHolder } from '../iam/entity.ts'
import { holderPolicies, managed } from '../identity/policies.ts'
import { policyNameInArn } from '../managed-policies/find.ts'
import type { State } from '../state/table.ts'
import type { SimulatedPolicy } from './simulation.ts'
import type { Source } from './source.ts'

/** A policy that applies to the source, with what exclusions name it by. */
export type AttachedPolicy = SimulatedPolicy &
  (
    | { readonly kind: 'inline'; readonly name: string; readonly holder: Holder }
    | { readonly kind: 'aws-managed' | 'user-managed'; readonly name: string; readonly arn: string }
  )

interface Holder {
  readonly type: Source['kind']
  readonly name: string
}

/** The identity policies of the source, a user's groups' included. A managed policy stands once, however it is reached. */
export function attachedPolicies(state: State, source: Source): readonly AttachedPolicy[] {
  const own = policiesOfHolder(state, source.record, source.kind, source.arn)
  const groups = source.kind === 'user' ? groupsOf(state, source.record) : []
  const all = [...own, ...groups.flatMap((group) => policiesOfHolder(state, group, 'group', groupSubject.arn(group)))]
  const arnOf = (policy: AttachedPolicy): string | undefined => (policy.kind === 'inline' ? undefined : policy.arn)
  return all.filter((policy, index) => {
    const arn = arnOf(policy)
    return arn === undefined || all.findIndex((other) => arnOf(other) === arn) === index
  })
}

/** The permissions boundary of the source. Groups have none. */
export function attachedBoundary(state: State, { kind, record }: Source): SimulatedPolicy | undefined {
  if (kind === 'group' || record.permissionsBoundary === undefined) return undefined
  const { document } = managed(state, record.account, record.permissionsBoundary)
  return { id: policyNameInArn(record.permissionsBoundary), document }
}

function policiesOfHolder(
  state: State,
  holder: PolicyHolder,
  type: Holder['type'],
  holderArn: string,
): AttachedPolicy[] {
  return holderPolicies(state, holder, holderArn).map(({ name, arn, document }): AttachedPolicy => {
    if (arn === undefined) {
      return {
        kind: 'inline',
        id: `${type}_${holder.name}_${name}`,
        name,
        holder: { type, name: holder.name },
        document,
      }
    }
    const kind = arn.startsWith('arn:aws:iam::aws:') ? 'aws-managed' : 'user-managed'
    return { kind, id: policyNameInArn(arn), name: policyNameInArn(arn), arn, document }
  })
}
