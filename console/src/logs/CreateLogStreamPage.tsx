import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { Fields, FormPage } from '../parts/FormPage.tsx'
import { useSaved } from '../parts/use-saved.ts'
import { groupHref } from './addresses.ts'
import { createStream } from './groups.ts'

/** CloudWatch > a log group > Create log stream. */
export function Component() {
  const [search] = useSearchParams()
  const group = search.get('group') ?? ''
  const saved = useSaved()
  const [name, setName] = useState('')
  return (
    <FormPage
      title="Create log stream"
      above={[
        { text: 'Log groups', href: '/logs' },
        { text: group, href: groupHref(group) },
      ]}
      submitLabel="Create"
      blocked={name === '' ? 'Enter a log stream name.' : undefined}
      submit={() => createStream(group, name)}
      done={() => saved(`Created log stream ${name}.`, groupHref(group))}
    >
      <Fields title="Log stream">
        <FormField label="Log stream name" constraintText="Without colons and asterisks.">
          <Input value={name} spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
        </FormField>
      </Fields>
    </FormPage>
  )
}
