import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { Fields, FormPage } from '../../parts/FormPage.tsx'
import { useSaved } from '../../parts/use-saved.ts'
import { bucketHref, pathAbove } from '../addresses.ts'
import { createFolder } from './objects.ts'

/** S3 > a bucket > Create folder. */
export function Component() {
  const { bucket = '' } = useParams()
  const [search] = useSearchParams()
  const parent = search.get('prefix') ?? ''
  const saved = useSaved()
  const [name, setName] = useState('')
  const key = `${parent}${name}/`
  return (
    <FormPage
      title="Create folder"
      description="A folder is an object without content whose key ends in a slash; it keeps an empty place to be seen."
      above={pathAbove(bucket, `${parent}x`)}
      submitLabel="Create folder"
      blocked={name === '' ? 'Enter a folder name.' : name.includes('/') ? 'A folder name has no slash.' : undefined}
      submit={() => createFolder(bucket, key)}
      done={() => saved(`Created folder ${name}.`, bucketHref(bucket, parent))}
    >
      <Fields title="Folder">
        <FormField label="Folder name" constraintText="It cannot be renamed.">
          <Input value={name} onChange={({ detail }) => setName(detail.value)} />
        </FormField>
      </Fields>
    </FormPage>
  )
}
