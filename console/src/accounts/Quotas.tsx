import ColumnLayout from '@cloudscape-design/components/column-layout'
import ProgressBar from '@cloudscape-design/components/progress-bar'
import type { AccountSummary } from './account.ts'

const QUOTAS = [
  { label: 'Customer managed policies', used: 'Policies', quota: 'PoliciesQuota' },
  { label: 'Policy versions in use', used: 'PolicyVersionsInUse', quota: 'PolicyVersionsInUseQuota' },
  { label: 'User groups', used: 'Groups', quota: 'GroupsQuota' },
  { label: 'Instance profiles', used: 'InstanceProfiles', quota: 'InstanceProfilesQuota' },
  { label: 'Roles', used: 'Roles', quota: 'RolesQuota' },
  { label: 'Users', used: 'Users', quota: 'UsersQuota' },
] as const

/** How much of each quota of the account is used. */
export const Quotas = ({ counts }: { readonly counts: AccountSummary }) => (
  <ColumnLayout columns={2}>
    {QUOTAS.map(({ label, used, quota }) => {
      const count = counts[used] ?? 0
      const limit = counts[quota] ?? 0
      return (
        <ProgressBar
          key={label}
          label={label}
          value={limit > 0 ? Math.min(100, (count / limit) * 100) : 0}
          additionalInfo={`${count.toLocaleString()} of ${limit.toLocaleString()}`}
        />
      )
    })}
  </ColumnLayout>
)
