import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { Actions } from '../parts/Actions.tsx'
import { Copyable } from '../parts/Copyable.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { PageTabs } from '../parts/PageTabs.tsx'
import { Time } from '../parts/Time.tsx'
import { holderHref } from '../permissions/holder.ts'
import { PermissionsTab } from '../permissions/PermissionsTab.tsx'
import { DeleteGroupDialog } from './DeleteGroupDialog.tsx'
import { GROUPS_CRUMBS, useGroup } from './groups.ts'
import { MembersTab } from './MembersTab.tsx'
import { RenameGroupDialog } from './RenameGroupDialog.tsx'

/** IAM > User groups > one of them. */
export function Component() {
  const { name = '' } = useParams()
  const navigate = useNavigate()
  const query = useGroup(name)
  const [open, setOpen] = useState<'rename' | 'delete'>()
  const close = () => setOpen(undefined)
  return (
    <Page
      title={name}
      above={GROUPS_CRUMBS}
      subject={query}
      actions={
        <Actions>
          <Button onClick={() => setOpen('rename')}>Edit</Button>
          <Button onClick={() => setOpen('delete')}>Delete</Button>
        </Actions>
      }
    >
      <Loaded query={query}>
        {({ group, users }) => (
          <>
            <Container header={<Header variant="h2">Summary</Header>}>
              <KeyValuePairs
                columns={3}
                items={[
                  { label: 'User group name', value: name },
                  { label: 'Creation time', value: <Time at={group.CreateDate} /> },
                  { label: 'ARN', value: <Copyable text={group.Arn ?? ''} what="ARN" /> },
                ]}
              />
            </Container>
            <PageTabs
              label="User group"
              tabs={[
                { id: 'users', label: `Users (${users.length})`, content: <MembersTab name={name} /> },
                {
                  id: 'permissions',
                  label: 'Permissions',
                  content: <PermissionsTab holder={{ kind: 'group', name }} />,
                },
              ]}
            />
          </>
        )}
      </Loaded>
      {open === 'rename' && (
        <RenameGroupDialog
          name={name}
          dismiss={close}
          done={(renamed) => {
            close()
            void navigate(holderHref({ kind: 'group', name: renamed }), { replace: true })
          }}
        />
      )}
      {open === 'delete' && (
        <DeleteGroupDialog names={[name]} dismiss={close} done={() => void navigate('/iam/groups')} />
      )}
    </Page>
  )
}
