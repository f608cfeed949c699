import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Textarea from '@cloudscape-design/components/textarea'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { notify } from '../app/notify.ts'
import { Fields, FormPage } from '../parts/FormPage.tsx'
import { EMPTY_POLICY } from '../parts/policy-text.ts'
import { type EditedTag, TagFields } from '../parts/TagFields.tsx'
import { policyHref } from '../permissions/held-policies.ts'
import { PolicyEditor } from '../policy-editor/PolicyEditor.tsx'
import { tagsBlocked } from '../tags/tag-changes.ts'
import { createPolicy, POLICIES_CRUMBS } from './policies.ts'

/** Policies > Create policy. */
export function Component() {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [document, setDocument] = useState(EMPTY_POLICY)
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [tags, setTags] = useState<readonly EditedTag[]>([])
  return (
    <FormPage
      title="Create policy"
      above={POLICIES_CRUMBS}
      submitLabel="Create policy"
      blocked={name === '' ? 'Enter a policy name.' : tagsBlocked(tags)}
      submit={() => createPolicy({ name, description, document, tags })}
      done={(arn) => {
        void queries.invalidateQueries()
        notify('success', `Policy ${name} created. Attach it to have it apply.`)
        void navigate(policyHref(arn))
      }}
    >
      <Fields title="Specify permissions">
        <PolicyEditor label="Policy editor" kind="identity" value={document} onChange={setDocument} />
      </Fields>
      <Fields title="Policy details">
        <FormField label="Policy name" constraintText="Up to 128 letters, digits and +=,.@-_ characters.">
          <Input value={name} onChange={({ detail }) => setName(detail.value)} />
        </FormField>
        <FormField label="Description - optional" description="It cannot be changed later.">
          <Textarea value={description} rows={2} onChange={({ detail }) => setDescription(detail.value)} />
        </FormField>
      </Fields>
      <Fields title="Add tags - optional">
        <TagFields tags={tags} onChange={setTags} />
      </Fields>
    </FormPage>
  )
}
