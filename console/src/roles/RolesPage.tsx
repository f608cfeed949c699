import Link from '@cloudscape-design/components/link'
import { ListPage } from '../parts/ListPage.tsx'
import type { Column } from '../parts/ResourceTable.tsx'
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

const nameOf = ({ RoleName = '' }: ListedRole): string => RoleName

/** IAM > Roles. */
export function Component() {
  return (
    <ListPage
      title="Roles"
      noun="role"
      description="A role says what is permitted, and is made to be assumed: by users, services and EC2 instances."
      query={useRoles()}
      columns={COLUMNS}
      name={nameOf}
      empty="There are no roles yet. Create one for EC2 to see what an instance is permitted to do."
      create={{ text: 'Create role', href: '/iam/roles/create' }}
      deletion={(roles, dialog) => <DeleteRoles names={roles.map(nameOf)} {...dialog} />}
    />
  )
}
