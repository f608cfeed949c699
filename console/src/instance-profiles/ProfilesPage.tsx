import type { InstanceProfile } from '@aws-sdk/client-iam'
import Button from '@cloudscape-design/components/button'
import Link from '@cloudscape-design/components/link'
import { useState } from 'react'
import { type Column, ResourceTable } from '../parts/ResourceTable.tsx'
import { Time } from '../parts/Time.tsx'
import { roleHref } from '../roles/roles.ts'
import { DeleteProfiles } from './DeleteProfiles.tsx'
import { PROFILE_MEANS, profileHref, roleNameIn, useProfiles } from './profiles.ts'

const COLUMNS: readonly Column<InstanceProfile>[] = [
  {
    header: 'Instance profile name',
    value: ({ InstanceProfileName }) => InstanceProfileName,
    cell: ({ InstanceProfileName = '' }) => <Link href={profileHref(InstanceProfileName)}>{InstanceProfileName}</Link>,
  },
  {
    header: 'Role',
    value: roleNameIn,
    cell: (profile) => {
      const role = roleNameIn(profile)
      return role === undefined ? (
        'None'
      ) : (
        <Link href={roleHref(role)} ariaLabel={`Role ${role}`}>
          {role}
        </Link>
      )
    },
  },
  { header: 'Path', value: ({ Path }) => Path, cell: ({ Path }) => Path },
  {
    header: 'Created',
    value: ({ CreateDate }) => CreateDate?.getTime(),
    cell: ({ CreateDate }) => <Time at={CreateDate} />,
  },
]

/** IAM > Instance profiles. */
export function Component() {
  const query = useProfiles()
  const [deleting, setDeleting] = useState<readonly InstanceProfile[]>()
  return (
    <>
      <ResourceTable
        title="Instance profiles"
        noun="instance profile"
        heading="h1"
        description={PROFILE_MEANS}
        query={query}
        columns={COLUMNS}
        name={({ InstanceProfileName = '' }) => InstanceProfileName}
        selection="multi"
        empty="There are no instance profiles yet. Create a role for EC2, and a profile of its name is made with it."
        actions={(selected) => (
          <>
            <Button
              disabled={selected.length === 0}
              disabledReason="Select the instance profiles to delete."
              onClick={() => setDeleting(selected)}
            >
              Delete
            </Button>
            <Button variant="primary" href="/iam/instance-profiles/create">
              Create instance profile
            </Button>
          </>
        )}
      />
      {deleting && (
        <DeleteProfiles
          profiles={deleting}
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
