import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { Fields, FormPage } from '../parts/FormPage.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { useSaved } from '../parts/use-saved.ts'
import { groupHref } from './addresses.ts'
import { putRetention, useGroup } from './groups.ts'
import { RetentionField } from './RetentionField.tsx'

/** CloudWatch > a log group > Edit retention setting. */
export function Component() {
  const [search] = useSearchParams()
  const group = search.get('group') ?? ''
  return (
    <Loaded query={useGroup(group)}>
      {({ retentionInDays }) => <EditRetention group={group} before={String(retentionInDays ?? '')} />}
    </Loaded>
  )
}

function EditRetention({ group, before }: { readonly group: string; readonly before: string }) {
  const saved = useSaved()
  const [retention, setRetention] = useState(before)
  return (
    <FormPage
      title="Edit retention setting"
      above={[
        { text: 'Log groups', href: '/logs' },
        { text: group, href: groupHref(group) },
      ]}
      submitLabel="Save"
      submit={() => putRetention(group, retention)}
      done={() => saved(`The retention of ${group} is saved.`, groupHref(group))}
    >
      <Fields title="Retention">
        <RetentionField value={retention} onChange={setRetention} />
      </Fields>
    </FormPage>
  )
}
