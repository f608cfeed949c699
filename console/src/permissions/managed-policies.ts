import { GetPolicyCommand, GetPolicyVersionCommand, ListPoliciesCommand, type Policy } from '@aws-sdk/client-iam'
import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { everyPage } from '../aws/every-page.ts'
import { iam } from '../aws/iam.ts'
import type { HeldPolicy } from './held-policies.ts'
import { HOLDER_CALLS } from './holder-calls.ts'

/**
 * Every managed policy, AWS's and the account's, of which `wanted` are shown; without descriptions, as ListPolicies
 * answers. `wanted` has to stay the same function while it wants the same, because AWS's policies are many.
 */
export function useManagedPolicies(wanted: (policy: Policy) => boolean) {
  const select = useCallback((policies: readonly Policy[]) => policies.filter(wanted), [wanted])
  // AWS's own do not change while a form is filled in.
  return useQuery({ queryKey: ['managed-policies'], queryFn: listManagedPolicies, staleTime: 60_000, select })
}

const listManagedPolicies = (): Promise<Policy[]> =>
  everyPage(async (Marker: string | undefined) => {
    const { Policies = [], Marker: next } = await iam().send(
      new ListPoliciesCommand({ Scope: 'All', Marker, MaxItems: 1000 }),
    )
    return { items: Policies, next }
  })

/** The text of a policy: of a managed one the default version's. */
export const usePolicyText = ({ arn, name, holder }: Pick<HeldPolicy, 'arn' | 'name'> & Partial<HeldPolicy>) =>
  useQuery({
    queryKey: ['policy-text', arn, name, holder],
    queryFn: async () => {
      if (arn !== undefined) return managedPolicyText(arn)
      if (holder === undefined) throw new Error('An inline policy has a holder.')
      const { PolicyDocument } = await HOLDER_CALLS[holder.kind].inline(holder.name, name)
      return PolicyDocument ?? ''
    },
  })

async function managedPolicyText(PolicyArn: string): Promise<string> {
  const { Policy: policy } = await iam().send(new GetPolicyCommand({ PolicyArn }))
  const VersionId = policy?.DefaultVersionId
  const { PolicyVersion } = await iam().send(new GetPolicyVersionCommand({ PolicyArn, VersionId }))
  return PolicyVersion?.Document ?? ''
}
