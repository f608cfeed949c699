import type { Group } from '@aws-sdk/client-iam'
import Button from '@cloudscape-design/components/button'
import Link from '@cloudscape-design/components/link'
import { useState } from 'react'
import { LateCell } from '../parts/LateCell.tsx'
import { type Column, ResourceTable } from '../parts/ResourceTable.tsx'
import { Time } from '../parts/Time.tsx'
import { useHeldPolicies } from '../permissions/held-policies.ts'
import { holderHref } from '../permissions/holder.ts'
import { DeleteGroupDialog } from './DeleteGroupDialog.tsx'
import { useGroup, useGroups } from './groups.ts'

const COLUMNS: readonly Column<Group>[] = [
  {
    header: 'Group name',
    value: ({ GroupName }) => GroupName,
    cell: ({ GroupName = '' }) => <Link href={holderHref({ kind: 'group', name: GroupName })}>{GroupName}</Link>,
  },
  { header: 'Path', value: ({ Path }) => Path, cell: ({ Path }) => Path },
  { header: 'Users', cell: ({ GroupName = '' }) => <UserCount name={GroupName} /> },
  { header: 'Permissions', cell: ({ GroupName = '' }) => <Permissions name={GroupName} /> },
  {
    header: 'Creation time',
    value: ({ CreateDate }) => CreateDate?.getTime(),
    cell: ({ CreateDate }) => <Time at={CreateDate} />,
  },
]

const UserCount = ({ name }: { readonly name: string }) => (
  <LateCell query={useGroup(name)}>{({ users }) => users.length.toLocaleString()}</LateCell>
)

const Permissions = ({ name }: { readonly name: string }) => (
  <LateCell query={useHeldPolicies({ kind: 'group', name })}>
    {(policies) => (policies.length > 0 ? 'Defined' : 'Not defined')}
  </LateCell>
)

/** IAM > User groups. */
export function Component() {
  const query = useGroups()
  const [deleting, setDeleting] = useState<readonly string[]>()
  return (
    <>
      <ResourceTable
        title="User groups"
        noun="user group"
        heading="h1"
        description="A group gives its users the same permissions: when somebody's work changes, the groups change and no policy does."
        query={query}
        columns={COLUMNS}
        name={({ GroupName = '' }) => GroupName}
        selection="multi"
        empty="There are no user groups yet. Create one for each kind of work, and attach the policies that it needs."
        actions={(selected) => (
          <>
            <Button
              disabled={selected.length === 0}
              disabledReason="Select the user groups to delete."
              onClick={() => setDeleting(selected.map(({ GroupName = '' }) => GroupName))}
            >
              Delete
            </Button>
            <Button variant="primary" href="/iam/groups/create">
              Create group
            </Button>
          </>
        )}
      />
      {deleting && (
        <DeleteGroupDialog
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
