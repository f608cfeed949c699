import { type Role, UpdateRoleCommand } from '@aws-sdk/client-iam'
import FormField from '@cloudscape-design/components/form-field'
import Select from '@cloudscape-design/components/select'
import Textarea from '@cloudscape-design/components/textarea'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { notify } from '../app/notify.ts'
import { iam } from '../aws/iam.ts'
import { Fields, FormPage } from '../parts/FormPage.tsx'
import { LoadedAnew } from '../parts/Loaded.tsx'
import { holderCrumbs } from '../permissions/holder.ts'
import { roleHref, SESSION_DURATIONS, shownDuration, useRole } from './roles.ts'

/** Summary > Edit: description and maximum session duration. */
export function Component() {
  const { name = '' } = useParams()
  return <LoadedAnew query={useRole(name)}>{(role) => <EditRole role={role} name={name} />}</LoadedAnew>
}

function EditRole({ role, name }: { readonly role: Role; readonly name: string }) {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [description, setDescription] = useState(role.Description ?? '')
  const [duration, setDuration] = useState(role.MaxSessionDuration ?? 3600)
  // What an API call has set stays choosable.
  const durations = [...new Set([...SESSION_DURATIONS, duration, role.MaxSessionDuration ?? 3600])]
  const options = durations.sort((a, b) => a - b).map(optionOf)
  return (
    <FormPage
      title={`Edit ${name}`}
      above={holderCrumbs({ kind: 'role', name })}
      submitLabel="Save changes"
      submit={() =>
        iam().send(new UpdateRoleCommand({ RoleName: name, Description: description, MaxSessionDuration: duration }))
      }
      done={() => {
        void queries.invalidateQueries()
        notify('success', `Role ${name} updated.`)
        void navigate(roleHref(name))
      }}
    >
      <Fields title="Role details">
        <FormField label="Description" constraintText="Up to 1,000 characters.">
          <Textarea value={description} onChange={({ detail }) => setDescription(detail.value)} />
        </FormField>
        <FormField
          label="Maximum session duration"
          description="The longest that AssumeRole issues a session for. Sessions of EC2 instances are not concerned."
        >
          <Select
            selectedOption={optionOf(duration)}
            options={options}
            onChange={({ detail }) => setDuration(Number(detail.selectedOption.value))}
          />
        </FormField>
      </Fields>
    </FormPage>
  )
}

const optionOf = (seconds: number) => ({ value: String(seconds), label: shownDuration(seconds) })
