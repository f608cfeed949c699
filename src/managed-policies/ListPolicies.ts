import { operation } from '../aws/operation.ts'
import { pageByKey } from '../iam/pages.ts'
import { onPath } from '../iam/subject.ts'
import { AWS_ACCOUNT, awsManagedPolicies } from './aws-managed.ts'
import { type ManagedPolicy, managedPolicies } from './records.ts'
import { policyView } from './views.ts'

export const ListPolicies = operation('iam', 'ListPolicies', {
  authorization: onPath('ListPolicies', 'policy'),
  read({ input, caller, state, fail }) {
    const { account } = caller
    const scope = input.Scope ?? 'All'
    const prefix = input.PathPrefix ?? '/'
    const list = [
      ...(scope === 'AWS' ? [] : state.list(managedPolicies, account)),
      ...(scope === 'Local' ? [] : awsManagedPolicies()),
    ]
    const { items, more } = pageByKey(list, sortKey, input, fail, (policy) => {
      if (!policy.path.startsWith(prefix)) return false
      if (!input.OnlyAttached && !input.PolicyUsageFilter) return true
      const { AttachmentCount, PermissionsBoundaryUsageCount } = policyView(state, account, policy)
      if (input.OnlyAttached && AttachmentCount + PermissionsBoundaryUsageCount === 0) return false
      if (input.PolicyUsageFilter === 'PermissionsPolicy') return AttachmentCount > 0
      return input.PolicyUsageFilter !== 'PermissionsBoundary' || PermissionsBoundaryUsageCount > 0
    })
    return { Policies: items.map((policy) => policyView(state, account, policy)), ...more }
  },
})

/** The account's own first, then AWS's, each by name: the order that both lists already have. */
const sortKey = (policy: ManagedPolicy): string =>
  `${policy.account === AWS_ACCOUNT ? 1 : 0}/${policy.name.toLowerCase()}`
