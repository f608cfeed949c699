import Box from '@cloudscape-design/components/box'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { notify } from '../app/notify.ts'
import { REGIONS, region } from '../app/region.ts'
import { Fields, FormPage } from '../parts/FormPage.tsx'
import { TagFields, tagProblems } from '../parts/TagFields.tsx'
import { useCreation } from '../parts/use-steps.ts'
import { bucketHref } from './addresses.ts'
import './buckets.css'
import { type NewBucket, stepsToCreate } from './buckets.ts'
import { OwnershipField } from './permissions/OwnershipField.tsx'
import { PublicAccessFields } from './permissions/PublicAccessFields.tsx'
import { ALL_BLOCKED } from './settings.ts'

/** S3 > Create bucket. */
export function Component() {
  const navigate = useNavigate()
  const create = useCreation()
  const home = region.use()
  const [bucket, setBucket] = useState<NewBucket>({
    name: '',
    ownership: 'BucketOwnerEnforced',
    block: ALL_BLOCKED,
    tags: [],
  })
  const change = (changed: Partial<NewBucket>) => setBucket((before) => ({ ...before, ...changed }))
  return (
    <FormPage
      title="Create bucket"
      above={[{ text: 'Buckets', href: '/s3' }]}
      submitLabel="Create bucket"
      blocked={blockedBecause(bucket)}
      submit={() => create(stepsToCreate(bucket))}
      done={() => {
        notify('success', `Created bucket ${bucket.name}.`)
        void navigate(bucketHref(bucket.name))
      }}
    >
      <Fields title="General configuration">
        <FormField label="AWS Region" description="The region of the menu at the top.">
          <Box>
            {REGIONS[home] ?? ''} {home}
          </Box>
        </FormField>
        <FormField
          label="Bucket name"
          constraintText="3 to 63 characters: lower-case letters, digits, dots and hyphens. Nobody else may have it."
        >
          <Input value={bucket.name} spellcheck={false} onChange={({ detail }) => change({ name: detail.value })} />
        </FormField>
      </Fields>
      <Fields title="Object Ownership">
        <OwnershipField ownership={bucket.ownership} onChange={(ownership) => change({ ownership })} />
      </Fields>
      <Fields title="Block Public Access settings for this bucket">
        <PublicAccessFields block={bucket.block} onChange={(block) => change({ block })} />
      </Fields>
      <Fields title="Tags - optional">
        <TagFields tags={bucket.tags} onChange={(tags) => change({ tags })} />
      </Fields>
    </FormPage>
  )
}

/** The server knows the rest of AWS's rules on names. */
function blockedBecause({ name, tags }: NewBucket): string | undefined {
  if (name.length < 3) return 'Enter a bucket name of at least 3 characters.'
  return tagProblems(tags).find((problem) => problem !== undefined)
}
