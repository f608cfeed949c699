import { useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { Fields, FormPage } from '../parts/FormPage.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { type EditedTag, TagFields, tagProblems } from '../parts/TagFields.tsx'
import { useSaved } from '../parts/use-saved.ts'
import { bucketTabHref, lastPart, objectHref, pathAbove } from './addresses.ts'
import { putTags, useBucketTags, useObjectTags } from './settings.ts'

/** S3 > a bucket > Edit tags; of an object with `?key=`. */
export function Component() {
  const { bucket = '' } = useParams()
  const [search] = useSearchParams()
  const key = search.get('key')
  return key === null ? <OfBucket bucket={bucket} /> : <OfObject bucket={bucket} objectKey={key} />
}

function OfBucket({ bucket }: { readonly bucket: string }) {
  return (
    <Loaded query={useBucketTags(bucket)}>
      {(before) => <EditTags bucket={bucket} before={before} back={bucketTabHref(bucket, 'properties')} />}
    </Loaded>
  )
}

function OfObject({ bucket, objectKey }: { readonly bucket: string; readonly objectKey: string }) {
  return (
    <Loaded query={useObjectTags(bucket, objectKey)}>
      {(before) => (
        <EditTags bucket={bucket} objectKey={objectKey} before={before} back={objectHref(bucket, objectKey)} />
      )}
    </Loaded>
  )
}

function EditTags({
  bucket,
  objectKey,
  before,
  back,
}: {
  readonly bucket: string
  readonly objectKey?: string
  readonly before: readonly EditedTag[]
  readonly back: string
}) {
  const saved = useSaved()
  const [tags, setTags] = useState(before)
  const name = objectKey === undefined ? bucket : lastPart(objectKey)
  const above = objectKey === undefined ? [{ text: 'Buckets', href: '/s3' }] : pathAbove(bucket, objectKey)
  return (
    <FormPage
      title="Edit tags"
      above={[...above, { text: name, href: back }]}
      submitLabel="Save changes"
      blocked={tagProblems(tags).find((problem) => problem !== undefined)}
      submit={() => putTags(bucket, objectKey, tags)}
      done={() => saved(`The tags of ${name} are saved.`, back)}
    >
      <Fields title="Tags">
        <TagFields tags={tags} onChange={setTags} />
      </Fields>
    </FormPage>
  )
}
