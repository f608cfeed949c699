import FormField from '@cloudscape-design/components/form-field'
import Select from '@cloudscape-design/components/select'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { Fields } from '../parts/FormPage.tsx'
import { Page } from '../parts/Page.tsx'
import type { ResourcePolicyOn } from './kind.ts'
import { type EditedKind, PolicyEditor } from './PolicyEditor.tsx'

interface Choice {
  readonly value: string
  readonly label: string
  readonly description: string
  readonly kind: EditedKind
  readonly on?: ResourcePolicyOn
}

const IDENTITY: Choice = {
  value: 'identity',
  label: 'Identity-based policy',
  description: 'Of a user, group or role',
  kind: 'identity',
}

const CHOICES: readonly Choice[] = [
  IDENTITY,
  { value: 'trust', label: 'Role trust policy', description: 'Who may assume a role', kind: 'trust' },
  {
    value: 'bucket',
    label: 'S3 bucket policy',
    description: 'Who may use a bucket and its objects',
    kind: 'resource',
    on: 'AWS::S3::Bucket',
  },
  { value: 'resource', label: 'Resource-based policy', description: 'Of another resource', kind: 'resource' },
  {
    value: 'boundary',
    label: 'Permissions boundary',
    description: 'The most that a user or role may',
    kind: 'boundary',
  },
  { value: 'session', label: 'Session policy', description: 'Handed over when a role is assumed', kind: 'session' },
]

const EXAMPLE = `{
  "Version": "2012-10-17",
  "Statement": []
}`

/** Answers > Check a policy. The text stays on the page. */
export function Component() {
  const [params, setParams] = useSearchParams()
  const [text, setText] = useState(EXAMPLE)
  const chosen = CHOICES.find(({ value }) => value === params.get('kind')) ?? IDENTITY
  return (
    <Page
      title="Check a policy"
      description="Paste a policy to see what IAM Access Analyzer finds in it, what it allows, and how long it is. Nothing is kept."
    >
      <Fields title="Policy">
        <FormField label="Kind">
          <Select
            selectedOption={chosen}
            options={CHOICES}
            onChange={({ detail }) => setParams({ kind: detail.selectedOption.value ?? 'identity' }, { replace: true })}
          />
        </FormField>
        <PolicyEditor
          label="Policy document"
          kind={chosen.kind}
          value={text}
          onChange={setText}
          {...(chosen.on && { resourceType: chosen.on })}
        />
      </Fields>
    </Page>
  )
}
