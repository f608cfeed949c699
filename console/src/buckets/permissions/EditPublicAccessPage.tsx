import { useState } from 'react'
import { useParams } from 'react-router'
import { Fields, FormPage } from '../../parts/FormPage.tsx'
import { Loaded } from '../../parts/Loaded.tsx'
import { bucketTabHref } from '../addresses.ts'
import '../buckets.css'
import { useSaved } from '../../parts/use-saved.ts'
import { type PublicAccess, putPublicAccess, usePublicAccess } from '../settings.ts'
import { aboveSetting } from './above.ts'
import { PublicAccessFields } from './PublicAccessFields.tsx'

/** S3 > a bucket > Edit Block public access. */
export function Component() {
  const { bucket = '' } = useParams()
  return (
    <Loaded query={usePublicAccess(bucket)}>{(before) => <EditPublicAccess bucket={bucket} before={before} />}</Loaded>
  )
}

function EditPublicAccess({ bucket, before }: { readonly bucket: string; readonly before: PublicAccess }) {
  const saved = useSaved()
  const [block, setBlock] = useState(before)
  return (
    <FormPage
      title="Edit Block public access (bucket settings)"
      above={aboveSetting(bucket)}
      submitLabel="Save changes"
      submit={() => putPublicAccess(bucket, block)}
      done={() =>
        saved(`The Block Public Access settings of ${bucket} are saved.`, bucketTabHref(bucket, 'permissions'))
      }
    >
      <Fields title="Block public access (bucket settings)">
        <PublicAccessFields block={block} onChange={setBlock} />
      </Fields>
    </FormPage>
  )
}
