import type { InstanceProfile } from '@aws-sdk/client-iam'
import Button from '@cloudscape-design/components/button'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { PageTabs } from '../parts/PageTabs.tsx'
import { TagsTab } from '../tags/TagsTab.tsx'
import { DeleteProfiles } from './DeleteProfiles.tsx'
import { InstancesTab } from './InstancesTab.tsx'
import { ProfileSummary } from './ProfileSummary.tsx'
import { PROFILE_MEANS, PROFILES_CRUMBS, useProfile } from './profiles.ts'

/** IAM > Instance profiles > one of them. */
export function Component() {
  const { name = '' } = useParams()
  const navigate = useNavigate()
  const query = useProfile(name)
  const [deleting, setDeleting] = useState<InstanceProfile>()
  return (
    <Page
      title={name}
      description={PROFILE_MEANS}
      above={PROFILES_CRUMBS}
      subject={query}
      actions={query.data && <Button onClick={() => setDeleting(query.data)}>Delete</Button>}
    >
      <Loaded query={query}>{(profile) => <ProfileParts profile={profile} name={name} />}</Loaded>
      {deleting && (
        <DeleteProfiles
          profiles={[deleting]}
          dismiss={() => setDeleting(undefined)}
          done={() => void navigate('/iam/instance-profiles', { replace: true })}
        />
      )}
    </Page>
  )
}

const ProfileParts = ({ profile, name }: { readonly profile: InstanceProfile; readonly name: string }) => (
  <>
    <ProfileSummary profile={profile} name={name} />
    <PageTabs
      label={`About the instance profile ${name}`}
      tabs={[
        { id: 'instances', label: 'Instances', content: <InstancesTab arn={profile.Arn ?? ''} /> },
        { id: 'tags', label: 'Tags', content: <TagsTab tagged={{ kind: 'instance-profile', id: name }} /> },
      ]}
    />
  </>
)
