import type { Policy, User } from '@aws-sdk/client-iam'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { notify } from '../app/notify.ts'
import { Fields, FormPage } from '../parts/FormPage.tsx'
import { useCreation } from '../parts/use-steps.ts'
import { attachmentOf } from '../permissions/held-policies.ts'
import { holderHref } from '../permissions/holder.ts'
import { PolicyPicker } from '../permissions/PolicyPicker.tsx'
import { UserPicker } from '../users/UserPicker.tsx'
import { additionToGroup, GROUPS_CRUMBS, groupCreation } from './groups.ts'

/** User groups > Create group. */
export function Component() {
  const navigate = useNavigate()
  const create = useCreation()
  const [name, setName] = useState('')
  const [users, setUsers] = useState<readonly User[]>([])
  const [policies, setPolicies] = useState<readonly Policy[]>([])
  return (
    <FormPage
      title="Create user group"
      above={GROUPS_CRUMBS}
      submitLabel="Create user group"
      blocked={name === '' ? 'Enter a user group name.' : undefined}
      submit={() =>
        create([
          groupCreation(name),
          ...users.map(({ UserName = '' }) => additionToGroup(UserName, name)),
          ...policies.map(({ Arn = '' }) => attachmentOf({ kind: 'group', name }, Arn)),
        ])
      }
      done={() => {
        notify('success', `User group ${name} created.`)
        void navigate(holderHref({ kind: 'group', name }))
      }}
    >
      <Fields title="Name the group">
        <FormField
          label="User group name"
          description="Name it after the work of its users."
          constraintText="Up to 128 letters, digits and +=,.@-_ characters."
        >
          <Input value={name} onChange={({ detail }) => setName(detail.value)} />
        </FormField>
      </Fields>
      <UserPicker title="Add users to the group - optional" selection="multi" selected={users} onSelect={setUsers} />
      <PolicyPicker
        title="Attach permissions policies - optional"
        selection="multi"
        selected={policies}
        onSelect={setPolicies}
      />
    </FormPage>
  )
}
