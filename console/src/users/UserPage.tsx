import type { User } from '@aws-sdk/client-iam'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { Copyable } from '../parts/Copyable.tsx'
import { LateCell } from '../parts/LateCell.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { PageTabs } from '../parts/PageTabs.tsx'
import { Time } from '../parts/Time.tsx'
import { PermissionsTab } from '../permissions/PermissionsTab.tsx'
import { TagsTab } from '../tags/TagsTab.tsx'
import { DeleteUserDialog } from './DeleteUserDialog.tsx'
import { GroupsTab } from './GroupsTab.tsx'
import { useLoginProfile } from './login-profile.ts'
import { SecurityCredentials } from './SecurityCredentials.tsx'
import { KeyIds } from './UserCells.tsx'
import { USERS_CRUMBS, useUser } from './users.ts'

/** IAM > Users > one of them. */
export function Component() {
  const { name = '' } = useParams()
  const navigate = useNavigate()
  const query = useUser(name)
  const [deleting, setDeleting] = useState(false)
  return (
    <Page
      title={name}
      above={USERS_CRUMBS}
      subject={query}
      actions={<Button onClick={() => setDeleting(true)}>Delete</Button>}
    >
      <Loaded query={query}>{(user) => <UserDetails user={user} name={name} />}</Loaded>
      {deleting && (
        <DeleteUserDialog
          userNames={[name]}
          dismiss={() => setDeleting(false)}
          done={() => void navigate('/iam/users')}
        />
      )}
    </Page>
  )
}

const UserDetails = ({ user, name }: { readonly user: User; readonly name: string }) => (
  <>
    <Container header={<Header variant="h2">Summary</Header>}>
      <KeyValuePairs
        columns={3}
        items={[
          { label: 'ARN', value: <Copyable text={user.Arn ?? ''} what="ARN" /> },
          { label: 'Console access', value: <ConsoleAccess userName={name} /> },
          { label: 'Access keys', value: <KeyIds userName={name} /> },
          { label: 'Created', value: <Time at={user.CreateDate} /> },
          { label: 'Last console sign-in', value: <Time at={user.PasswordLastUsed} /> },
          { label: 'Path', value: user.Path },
        ]}
      />
    </Container>
    <PageTabs
      label="User"
      tabs={[
        {
          id: 'permissions',
          label: 'Permissions',
          content: <PermissionsTab holder={{ kind: 'user', name }} boundary={user.PermissionsBoundary} />,
        },
        { id: 'groups', label: 'Groups', content: <GroupsTab userName={name} /> },
        { id: 'tags', label: 'Tags', content: <TagsTab tagged={{ kind: 'user', id: name }} /> },
        { id: 'security', label: 'Security credentials', content: <SecurityCredentials user={user} name={name} /> },
      ]}
    />
  </>
)

const ConsoleAccess = ({ userName }: { readonly userName: string }) => (
  <LateCell query={useLoginProfile(userName)}>{(profile) => (profile ? 'Enabled' : 'Disabled')}</LateCell>
)
