import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useState } from 'react'
import { Fields, FormPage } from '../parts/FormPage.tsx'
import { TagFields, tagProblems } from '../parts/TagFields.tsx'
import { useSaved } from '../parts/use-saved.ts'
import { useCreation } from '../parts/use-steps.ts'
import { groupHref } from './addresses.ts'
import { type NewGroup, stepsToCreate } from './groups.ts'
import { RetentionField } from './RetentionField.tsx'

/** CloudWatch > Create log group. */
export function Component() {
  const saved = useSaved()
  const create = useCreation()
  const [group, setGroup] = useState<NewGroup>({ name: '', retention: '', tags: [] })
  const change = (changed: Partial<NewGroup>) => setGroup((before) => ({ ...before, ...changed }))
  return (
    <FormPage
      title="Create log group"
      above={[{ text: 'Log groups', href: '/logs' }]}
      submitLabel="Create"
      blocked={
        group.name === '' ? 'Enter a log group name.' : tagProblems(group.tags).find((problem) => problem !== undefined)
      }
      submit={() => create(stepsToCreate(group))}
      done={() => saved(`Created log group ${group.name}.`, groupHref(group.name))}
    >
      <Fields title="Log group details">
        <FormField label="Log group name" constraintText="Slashes make an order of them: /app/web.">
          <Input value={group.name} spellcheck={false} onChange={({ detail }) => change({ name: detail.value })} />
        </FormField>
        <RetentionField value={group.retention} onChange={(retention) => change({ retention })} />
      </Fields>
      <Fields title="Tags - optional">
        <TagFields tags={group.tags} onChange={(tags) => change({ tags })} />
      </Fields>
    </FormPage>
  )
}
