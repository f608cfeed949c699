import type { Role } from '@aws-sdk/client-iam'
import Button from '@cloudscape-design/components/button'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { PageTabs } from '../parts/PageTabs.tsx'
import { PermissionsTab } from '../permissions/PermissionsTab.tsx'
import { TagsTab } from '../tags/TagsTab.tsx'
import { DeleteRoles } from './DeleteRoles.tsx'
import { LastAccessedTab } from './LastAccessedTab.tsx'
import { RevokeSessionsTab } from './RevokeSessionsTab.tsx'
import { RoleSummary } from './RoleSummary.tsx'
import { ROLES_CRUMBS, useRole } from './roles.ts'
import { TrustTab } from './TrustTab.tsx'

/** IAM > Roles > one role. */
export function Component() {
  const { name = '' } = useParams()
  const navigate = useNavigate()
  const query = useRole(name)
  const [deleting, setDeleting] = useState(false)
  return (
    <Page
      title={name}
      description={query.data?.Description}
      above={ROLES_CRUMBS}
      subject={query}
      actions={<Button onClick={() => setDeleting(true)}>Delete</Button>}
    >
      <Loaded query={query}>{(role) => <RoleParts role={role} name={name} />}</Loaded>
      {deleting && (
        <DeleteRoles
          names={[name]}
          dismiss={() => setDeleting(false)}
          done={() => void navigate('/iam/roles', { replace: true })}
        />
      )}
    </Page>
  )
}

function RoleParts({ role, name }: { readonly role: Role; readonly name: string }) {
  const holder = { kind: 'role', name } as const
  return (
    <>
      <RoleSummary role={role} name={name} />
      <PageTabs
        label={`About the role ${name}`}
        tabs={[
          {
            id: 'permissions',
            label: 'Permissions',
            content: <PermissionsTab holder={holder} boundary={role.PermissionsBoundary} />,
          },
          { id: 'trust', label: 'Trust relationships', content: <TrustTab role={role} name={name} /> },
          { id: 'tags', label: 'Tags', content: <TagsTab tagged={{ kind: 'role', id: name }} /> },
          { id: 'last-accessed', label: 'Last Accessed', content: <LastAccessedTab role={role} /> },
          { id: 'revoke-sessions', label: 'Revoke sessions', content: <RevokeSessionsTab name={name} /> },
        ]}
      />
    </>
  )
}
