import Button from '@cloudscape-design/components/button'
import Link from '@cloudscape-design/components/link'
import { useState } from 'react'
import { type Column, ResourceTable } from '../parts/ResourceTable.tsx'
import { Time } from '../parts/Time.tsx'
import { DeleteRoles } from './DeleteRoles.tsx'
import { type ListedRole, roleHref, useRoles } from './roles.ts'

/** Without AWS's `Last activity`: ListRoles does not answer it, and a call for each row would fill the trail. */
const COLUMNS: readonly Column<ListedRole>[] = [
  {
    header: 'Role name',
    value: ({ RoleName }) => RoleName,
    cell: ({ RoleName = '' }) => <Link href={roleHref(RoleName)}>{RoleName}</Link>,
  },
  { header: 'Trusted entities', value: ({ trusted }) => trusted, cell: ({ trusted }) => trusted || '-' },
  { header: 'Path', value: ({ Path }) => Path, cell: ({ Path }) => Path },
  {
    header: 'Created',
    value: ({ CreateDate }) => CreateDate?.getTime(),
    cell: ({ CreateDate }) => <Time at={CreateDate} />,
  },
]

/** IAM > Roles. */
export function Component() {
  const query = useRoles()
  const [deleting, setDeleting] = useState<readonly string[]>()
  return (
    <>
      <ResourceTable
        title="Roles"
        noun="role"
        heading="h1"
        description="A role says what is permitted, and is made to be assumed: by users, services and EC2 instances."
        query={query}
        columns={COLUMNS}
        name={({ RoleName = '' }) => RoleName}
        selection="multi"
        empty="There are no roles yet. Create one for EC2 to see what an instance is permitted to do."
        actions={(selected) => (
          <>
            <Button
              disabled={selected.length === 0}
              disabledReason="Select the roles to delete."
              onClick={() => setDeleting(selected.map(({ RoleName = '' }) => RoleName))}
            >
              Delete
            </Button>
            <Button variant="primary" href="/iam/roles/create">
              Create role
            </Button>
          </>
        )}
      />
      {deleting && (
        <DeleteRoles
          names={deleting}
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
