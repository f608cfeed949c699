import type { InstanceProfile } from '@aws-sdk/client-iam'
import Link from '@cloudscape-design/components/link'
import { ListPage } from '../parts/ListPage.tsx'
import type { Column } from '../parts/ResourceTable.tsx'
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
  return (
    <ListPage
      title="Instance profiles"
      noun="instance profile"
      description={PROFILE_MEANS}
      query={useProfiles()}
      columns={COLUMNS}
      name={({ InstanceProfileName = '' }) => InstanceProfileName}
      empty="There are no instance profiles yet. Create a role for EC2, and a profile of its name is made with it."
      create={{ text: 'Create instance profile', href: '/iam/instance-profiles/create' }}
      deletion={(profiles, dialog) => <DeleteProfiles profiles={profiles} {...dialog} />}
    />
  )
}
