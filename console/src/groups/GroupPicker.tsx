import type { Group } from '@aws-sdk/client-iam'
import Button from '@cloudscape-design/components/button'
import Link from '@cloudscape-design/components/link'
import { LateCell } from '../parts/LateCell.tsx'
import { type Column, ResourceTable } from '../parts/ResourceTable.tsx'
import { useHeldPolicies } from '../permissions/held-policies.ts'
import { holderHref } from '../permissions/holder.ts'
import { useGroups } from './groups.ts'

/** Groups where a user's are shown or chosen. */
export const GROUP_COLUMNS: readonly Column<Group>[] = [
  {
    header: 'Group name',
    value: ({ GroupName }) => GroupName,
    cell: ({ GroupName = '' }) => <Link href={holderHref({ kind: 'group', name: GroupName })}>{GroupName}</Link>,
  },
  { header: 'Attached policies', cell: ({ GroupName = '' }) => <GroupPolicies name={GroupName} /> },
]

/** The names of what the group holds. */
const GroupPolicies = ({ name }: { readonly name: string }) => (
  <LateCell query={useHeldPolicies({ kind: 'group', name })}>
    {(policies) => policies.map((policy) => policy.name).join(', ') || '-'}
  </LateCell>
)

/** The groups to choose from. */
export function GroupPicker({
  selected,
  onSelect,
  without = NONE,
}: {
  readonly selected: readonly Group[]
  readonly onSelect: (selected: readonly Group[]) => void
  /** Names of groups that are not offered. */
  readonly without?: ReadonlySet<string>
}) {
  const offered = ({ GroupName = '' }: Group) => !without.has(GroupName)
  return (
    <ResourceTable
      title="User groups"
      noun="group"
      query={useGroups(offered)}
      columns={GROUP_COLUMNS}
      name={({ GroupName = '' }) => GroupName}
      selection="multi"
      // After a refusal in the midst, those that were joined by then are no longer offered.
      selected={selected.filter(offered)}
      onSelect={onSelect}
      empty="There is no group to join. Create one, then refresh this list."
      actions={() => (
        // In a window of its own: what has been filled in here stays.
        <Button href="/iam/groups/create" target="_blank" iconName="external" iconAlign="right">
          Create group
        </Button>
      )}
    />
  )
}

const NONE: ReadonlySet<string> = new Set()
