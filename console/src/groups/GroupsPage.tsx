import type { Group } from '@aws-sdk/client-iam'
import Link from '@cloudscape-design/components/link'
import { LateCell } from '../parts/LateCell.tsx'
import { ListPage } from '../parts/ListPage.tsx'
import type { Column } from '../parts/ResourceTable.tsx'
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

const nameOf = ({ GroupName = '' }: Group): string => GroupName

/** IAM > User groups. */
export function Component() {
  return (
    <ListPage
      title="User groups"
      noun="user group"
      description="A group gives its users the same permissions: when somebody's work changes, the groups change and no policy does."
      query={useGroups()}
      columns={COLUMNS}
      name={nameOf}
      empty="There are no user groups yet. Create one for each kind of work, and attach the policies that it needs."
      create={{ text: 'Create group', href: '/iam/groups/create' }}
      deletion={(groups, dialog) => <DeleteGroupDialog names={groups.map(nameOf)} {...dialog} />}
    />
  )
}
