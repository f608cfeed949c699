import type { ObjectOwnership } from '@aws-sdk/client-s3'
import { useState } from 'react'
import { useParams } from 'react-router'
import { Fields, FormPage } from '../../parts/FormPage.tsx'
import { Loaded } from '../../parts/Loaded.tsx'
import { useSaved } from '../../parts/use-saved.ts'
import { bucketTabHref } from '../addresses.ts'
import { putOwnership, useOwnership } from '../settings.ts'
import { aboveSetting } from './above.ts'
import { OwnershipField } from './OwnershipField.tsx'

/** S3 > a bucket > Edit Object Ownership. */
export function Component() {
  const { bucket = '' } = useParams()
  return <Loaded query={useOwnership(bucket)}>{(before) => <EditOwnership bucket={bucket} before={before} />}</Loaded>
}

function EditOwnership({ bucket, before }: { readonly bucket: string; readonly before: ObjectOwnership }) {
  const saved = useSaved()
  const [ownership, setOwnership] = useState(before)
  return (
    <FormPage
      title="Edit Object Ownership"
      above={aboveSetting(bucket)}
      submitLabel="Save changes"
      submit={() => putOwnership(bucket, ownership)}
      done={() => saved(`The Object Ownership of ${bucket} is saved.`, bucketTabHref(bucket, 'permissions'))}
    >
      <Fields title="Object Ownership">
        <OwnershipField ownership={ownership} onChange={setOwnership} />
      </Fields>
    </FormPage>
  )
}
