import Box from '@cloudscape-design/components/box'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { POLICY_QUOTAS, policySize } from 'rolecall/policy'
import type { QuotaName } from './kind.ts'

/** Quotas that all inline policies of one have together. */
const SHARED: Partial<Readonly<Record<QuotaName, string>>> = {
  userInline: 'user',
  roleInline: 'role',
  groupInline: 'group',
}

/** How long a policy is against what it may be; white space does not count. */
export function PolicySize({ text, quota }: { readonly text: string; readonly quota: QuotaName | undefined }) {
  const used = policySize(text)
  if (quota === undefined) return <Line>{count(used)} characters without white space.</Line>
  const allowed = POLICY_QUOTAS[quota]
  const owner = SHARED[quota]
  const among = owner === undefined ? '' : ` that all inline policies of the ${owner} have together`
  if (used > allowed)
    return (
      <StatusIndicator type="error">
        {count(used)} of {count(allowed)} characters{among}: {count(used - allowed)} too many. White space does not
        count.
      </StatusIndicator>
    )
  return (
    <Line>
      {count(used)} of {count(allowed)} characters{among}; {count(allowed - used)} left. White space does not count.
    </Line>
  )
}

const count = (number: number): string => number.toLocaleString('en')

const Line = ({ children }: { readonly children: React.ReactNode }) => (
  <Box color="text-body-secondary" fontSize="body-s">
    {children}
  </Box>
)
