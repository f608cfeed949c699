import { useState } from 'react'
import { useParams } from 'react-router'
import { Copyable } from '../../parts/Copyable.tsx'
import { Fields, FormPage } from '../../parts/FormPage.tsx'
import { Loaded } from '../../parts/Loaded.tsx'
import { shownPolicy } from '../../parts/policy-text.ts'
import { useSaved } from '../../parts/use-saved.ts'
import { PolicyEditor } from '../../policy-editor/PolicyEditor.tsx'
import { bucketArn, bucketTabHref } from '../addresses.ts'
import { putPolicy, useBucketPolicy } from '../settings.ts'
import { aboveSetting } from './above.ts'

/** S3 > a bucket > Edit bucket policy. */
export function Component() {
  const { bucket = '' } = useParams()
  return <Loaded query={useBucketPolicy(bucket)}>{(policy) => <EditPolicy bucket={bucket} policy={policy} />}</Loaded>
}

const EMPTY = JSON.stringify({ Version: '2012-10-17', Statement: [] })

function EditPolicy({ bucket, policy }: { readonly bucket: string; readonly policy: string | null }) {
  const saved = useSaved()
  const [text, setText] = useState(shownPolicy(policy ?? EMPTY))
  return (
    <FormPage
      title="Edit bucket policy"
      above={aboveSetting(bucket)}
      submitLabel="Save changes"
      blocked={text.trim() === '' ? 'Write a policy.' : undefined}
      submit={() => putPolicy(bucket, text)}
      done={() => saved(`The bucket policy of ${bucket} is saved.`, bucketTabHref(bucket, 'permissions'))}
    >
      <Fields title="Bucket policy">
        <div>
          Bucket ARN: <Copyable text={bucketArn(bucket)} what="ARN" />
        </div>
        <PolicyEditor label="Policy" kind="resource" value={text} onChange={setText} />
      </Fields>
    </FormPage>
  )
}
