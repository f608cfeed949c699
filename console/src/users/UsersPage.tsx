import type { User } from '@aws-sdk/client-iam'
import Button from '@cloudscape-design/components/button'
import Link from '@cloudscape-design/components/link'
import { useState } from 'react'
import { type Column, ResourceTable } from '../parts/ResourceTable.tsx'
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
  { header: 'Active key age', cell: ({ UserName = '' }) => <ActiveKeyAge userName={UserName} /> },
  {
    header: 'Console last sign-in',
    value: ({ PasswordLastUsed }) => PasswordLastUsed?.getTime(),
    cell: ({ PasswordLastUsed }) => <Time at={PasswordLastUsed} />,
  },
  { header: 'Path', value: ({ Path }) => Path, cell: ({ Path }) => Path },
  {
    header: 'Creation time',
    value: ({ CreateDate }) => CreateDate?.getTime(),
    cell: ({ CreateDate }) => <Time at={CreateDate} />,
  },
]

/** IAM > Users. */
export function Component() {
  const query = useUsers()
  const [deleting, setDeleting] = useState<readonly string[]>()
  return (
    <>
      <ResourceTable
        title="Users"
        noun="user"
        heading="h1"
        description="An IAM user is a person or a program with credentials of its own: a password for the console, access keys for the APIs."
        query={query}
        columns={COLUMNS}
        name={({ UserName = '' }) => UserName}
        selection="multi"
        empty="There are no users yet. Create one for each person, and leave the root user's key alone."
        actions={(selected) => (
          <>
            <Button
              disabled={selected.length === 0}
              disabledReason="Select the users to delete."
              onClick={() => setDeleting(selected.map(({ UserName = '' }) => UserName))}
            >
              Delete
            </Button>
            <Button variant="primary" href="/iam/users/create">
              Create user
            </Button>
          </>
        )}
      />
      {deleting && (
        <DeleteUserDialog
          userNames={deleting}
          dismiss={() => setDeleting(undefined)}
          done={() => {
            setDeleting(undefined)
            void query.refetch()
          }}
        />
      )}
    </>
  )
}
