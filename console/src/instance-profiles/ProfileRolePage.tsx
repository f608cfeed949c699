import type { InstanceProfile } from '@aws-sdk/client-iam'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { notify } from '../app/notify.ts'
import { Fields, FormPage } from '../parts/FormPage.tsx'
import { LoadedAnew } from '../parts/Loaded.tsx'
import { useSteps } from '../parts/use-steps.ts'
import { PROFILES_CRUMBS, profileHref, roleChange, roleNameIn, useProfile } from './profiles.ts'
import { RoleSelect } from './RoleSelect.tsx'

/** Adds a role to an instance profile, or replaces the one in it. */
export function Component() {
  const { name = '' } = useParams()
  return <LoadedAnew query={useProfile(name)}>{(profile) => <ProfileRole profile={profile} name={name} />}</LoadedAnew>
}

function ProfileRole({ profile, name }: { readonly profile: InstanceProfile; readonly name: string }) {
  const navigate = useNavigate()
  const runSteps = useSteps()
  const now = roleNameIn(profile)
  const [role, setRole] = useState(now ?? '')
  return (
    <FormPage
      title={now === undefined ? 'Add role' : 'Replace role'}
      description="Needs iam:PassRole on the role beside the permission on the profile: whoever gets the instance gets the role."
      above={[...PROFILES_CRUMBS, { text: name, href: profileHref(name) }]}
      submitLabel={now === undefined ? 'Add role' : 'Replace role'}
      blocked={role === '' || role === now ? 'Choose the role that the profile is to carry.' : undefined}
      submit={() => runSteps(roleChange(profile, role))}
      done={() => {
        notify('success', `${name} carries the role ${role}.`)
        void navigate(profileHref(name))
      }}
    >
      <Fields title="Role">
        <RoleSelect value={role} onChange={setRole} />
      </Fields>
    </FormPage>
  )
}
