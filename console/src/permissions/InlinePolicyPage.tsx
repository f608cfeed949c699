import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { notify } from '../app/notify.ts'
import { Fields, FormPage } from '../parts/FormPage.tsx'
import { LoadedAnew } from '../parts/Loaded.tsx'
import { EMPTY_POLICY, shownPolicy } from '../parts/policy-text.ts'
import { PolicyEditor } from '../policy-editor/PolicyEditor.tsx'
import { type Holder, holderCrumbs, holderHref, useHolder } from './holder.ts'
import { HOLDER_CALLS } from './holder-calls.ts'
import { usePolicyText } from './managed-policies.ts'

/** Add permissions > Create inline policy, and the change of one whose name the address ends with. */
export function Component() {
  const holder = useHolder()
  const { policyName } = useParams()
  if (policyName === undefined) return <InlinePolicy holder={holder} text={EMPTY_POLICY} />
  return <Existing holder={holder} name={policyName} />
}

const Existing = ({ holder, name }: { readonly holder: Holder; readonly name: string }) => (
  <LoadedAnew query={usePolicyText({ name, holder })}>
    {(document) => <InlinePolicy holder={holder} text={shownPolicy(document)} name={name} />}
  </LoadedAnew>
)

function InlinePolicy({
  holder,
  text,
  name,
}: {
  readonly holder: Holder
  readonly text: string
  /** Absent: a policy to create. */
  readonly name?: string
}) {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [document, setDocument] = useState(text)
  const [chosenName, setChosenName] = useState('')
  const policyName = name ?? chosenName
  return (
    <FormPage
      title={name ?? 'Create inline policy'}
      description={`The policy is a part of the ${holder.kind} ${holder.name} and is deleted with it.`}
      above={holderCrumbs(holder)}
      submitLabel={name === undefined ? 'Create policy' : 'Save changes'}
      blocked={policyName === '' ? 'Enter a policy name.' : undefined}
      submit={() => HOLDER_CALLS[holder.kind].putInline(holder.name, policyName, document)}
      done={() => {
        void queries.invalidateQueries()
        notify('success', `Policy ${policyName} ${name === undefined ? 'created' : 'changed'}.`)
        void navigate(holderHref(holder))
      }}
    >
      <Fields title="Specify permissions">
        <PolicyEditor
          label="Policy editor"
          kind="identity"
          quota={`${holder.kind}Inline` as const}
          value={document}
          onChange={setDocument}
        />
      </Fields>
      {name === undefined && (
        <Fields title="Policy details">
          <FormField label="Policy name" constraintText="Up to 128 letters, digits and +=,.@-_ characters.">
            <Input value={chosenName} onChange={({ detail }) => setChosenName(detail.value)} />
          </FormField>
        </Fields>
      )}
    </FormPage>
  )
}
