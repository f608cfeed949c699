import type { User } from '@aws-sdk/client-iam'
import Link from '@cloudscape-design/components/link'
import { type Column, ResourceTable } from '../parts/ResourceTable.tsx'
import { holderHref } from '../permissions/holder.ts'
import { GroupCount, LastActivity } from './UserCells.tsx'
import { useUsers } from './users.ts'

/** Users where those of a group are shown or chosen. */
export const USER_COLUMNS: readonly Column<User>[] = [
  {
    header: 'User name',
    value: ({ UserName }) => UserName,
    cell: ({ UserName = '' }) => <Link href={holderHref({ kind: 'user', name: UserName })}>{UserName}</Link>,
  },
  { header: 'Groups', cell: ({ UserName = '' }) => <GroupCount userName={UserName} /> },
  { header: 'Last activity', cell: (user) => <LastActivity user={user} /> },
]

/** The users to choose from. */
export function UserPicker({
  title,
  selection,
  selected,
  onSelect,
  without = NONE,
}: {
  readonly title: string
  readonly selection: 'single' | 'multi'
  readonly selected: readonly User[]
  readonly onSelect: (selected: readonly User[]) => void
  /** Names of users that are not offered. */
  readonly without?: ReadonlySet<string>
}) {
  const offered = ({ UserName = '' }: User) => !without.has(UserName)
  return (
    <ResourceTable
      title={title}
      noun="user"
      query={useUsers(offered)}
      columns={USER_COLUMNS}
      name={({ UserName = '' }) => UserName}
      selection={selection}
      // After a refusal in the midst, those that were done by then are no longer offered.
      selected={selected.filter(offered)}
      onSelect={onSelect}
      empty="There is no user to choose."
    />
  )
}

const NONE: ReadonlySet<string> = new Set()
