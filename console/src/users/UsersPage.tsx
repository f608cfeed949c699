import type { User } from '@aws-sdk/client-iam'
import Link from '@cloudscape-design/components/link'
import { ListPage } from '../parts/ListPage.tsx'
import type { Column } from '../parts/ResourceTable.tsx'
import { Time } from '../parts/Time.tsx'
import { holderHref } from '../permissions/holder.ts'
import { DeleteUserDialog } from './DeleteUserDialog.tsx'
import { ActiveKeyAge, GroupCount, KeyIds, LastActivity } from './UserCells.tsx'
import { useUsers } from './users.ts'

const COLUMNS: readonly Column<User>[] = [
  {
    header: 'User name',
    value: ({ UserName }) => UserName,
    cell: ({ UserName = '' }) => <Link href={holderHref({ kind: 'user', name: UserName })}>{UserName}</Link>,
  },
  { header: 'Groups', cell: ({ UserName = '' }) => <GroupCount userName={UserName} /> },
  { header: 'Last activity', cell: (user) => <LastActivity user={user} /> },
  { header: 'Access key ID', cell: ({ UserName = '' }) => <KeyIds userName={UserName} /> },
  { header: 'Active key age', cell: ({ UserName = '' }) => <ActiveKeyAge userName={UserName} />, wideOnly: true },
  {
    header: 'Console last sign-in',
    wideOnly: true,
    value: ({ PasswordLastUsed }) => PasswordLastUsed?.getTime(),
    cell: ({ PasswordLastUsed }) => <Time at={PasswordLastUsed} />,
  },
  { header: 'Path', value: ({ Path }) => Path, cell: ({ Path }) => Path, wideOnly: true },
  {
    header: 'Creation time',
    wideOnly: true,
    value: ({ CreateDate }) => CreateDate?.getTime(),
    cell: ({ CreateDate }) => <Time at={CreateDate} />,
  },
]

const nameOf = ({ UserName = '' }: User): string => UserName

/** IAM > Users. */
export function Component() {
  return (
    <ListPage
      title="Users"
      noun="user"
      description="An IAM user is a person or a program with credentials of its own: a password for the console, access keys for the APIs."
      query={useUsers()}
      columns={COLUMNS}
      name={nameOf}
      empty="There are no users yet. Create one for each person, and leave the root user's key alone."
      create={{ text: 'Create user', href: '/iam/users/create' }}
      deletion={(users, dialog) => <DeleteUserDialog userNames={users.map(nameOf)} {...dialog} />}
    />
  )
}
