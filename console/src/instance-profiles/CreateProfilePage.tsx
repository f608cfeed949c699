import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { notify } from '../app/notify.ts'
import { Fields, FormPage } from '../parts/FormPage.tsx'
import { type EditedTag, TagFields } from '../parts/TagFields.tsx'
import { useCreation } from '../parts/use-steps.ts'
import { addRoleToProfile, profileCreation } from '../roles/create/creation.ts'
import { tagsBlocked } from '../tags/tag-changes.ts'
import { PROFILE_MEANS, PROFILES_CRUMBS, profileHref } from './profiles.ts'
import { RoleSelect } from './RoleSelect.tsx'

/** IAM > Instance profiles > Create instance profile. */
export function Component() {
  const navigate = useNavigate()
  const create = useCreation()
  const [name, setName] = useState('')
  const [path, setPath] = useState('/')
  const [role, setRole] = useState('')
  const [tags, setTags] = useState<readonly EditedTag[]>([])
  const profile = {
    InstanceProfileName: name,
    Path: path || '/',
    Tags: tags.map(({ key, value }) => ({ Key: key, Value: value })),
  }
  return (
    <FormPage
      title="Create instance profile"
      description={`${PROFILE_MEANS} A role that is created for EC2 in this console has one of its name already.`}
      above={PROFILES_CRUMBS}
      submitLabel="Create instance profile"
      blocked={name === '' ? 'Enter a name.' : tagsBlocked(tags)}
      submit={() => create([profileCreation(profile), ...(role === '' ? [] : [addRoleToProfile(name, role)])])}
      done={() => {
        notify('success', `Instance profile ${name} created.`)
        void navigate(profileHref(name))
      }}
    >
      <Fields title="Details">
        <FormField label="Instance profile name" constraintText="Up to 128 letters, digits and +=,.@-_ characters.">
          <Input value={name} onChange={({ detail }) => setName(detail.value)} />
        </FormField>
        <FormField label="Path - optional" constraintText="Begins and ends with a slash: /web/.">
          <Input value={path} onChange={({ detail }) => setPath(detail.value)} />
        </FormField>
        <RoleSelect label="Role - optional" value={role} onChange={setRole} />
      </Fields>
      <Fields title="Tags">
        <TagFields tags={tags} onChange={setTags} />
      </Fields>
    </FormPage>
  )
}
