import { useState } from 'react'
import { useLocation, useNavigate, useParams, useSearchParams } from 'react-router'
import { notify } from '../app/notify.ts'
import { Fields, FormPage } from '../parts/FormPage.tsx'
import { LoadedAnew } from '../parts/Loaded.tsx'
import type { Step } from '../parts/steps.ts'
import { type EditedTag, TagFields } from '../parts/TagFields.tsx'
import { useSteps } from '../parts/use-steps.ts'
import { taggedHref, taggedKindAt } from './area.ts'
import { tagChanges, tagsBlocked } from './tag-changes.ts'
import { TAG_CALLS, type Tagged, useTags } from './tagged.ts'

/** Tags > Manage tags. */
export function Component() {
  const { pathname } = useLocation()
  const { name } = useParams()
  const [search] = useSearchParams()
  const tagged = { kind: taggedKindAt(pathname), id: name ?? search.get('arn') ?? '' }
  return <LoadedAnew query={useTags(tagged)}>{(before) => <ManageTags tagged={tagged} before={before} />}</LoadedAnew>
}

function ManageTags({ tagged, before }: { readonly tagged: Tagged; readonly before: readonly EditedTag[] }) {
  const navigate = useNavigate()
  const runSteps = useSteps()
  const [tags, setTags] = useState(before)
  const name = tagged.id.slice(tagged.id.lastIndexOf('/') + 1)
  return (
    <FormPage
      title="Manage tags"
      above={[
        tagged.kind === 'instance' ? { text: 'EC2', href: '/ec2/instances' } : { text: 'IAM', href: '/iam' },
        { text: name, href: taggedHref(tagged) },
      ]}
      submitLabel="Save changes"
      blocked={tagsBlocked(tags, { byCase: tagged.kind === 'instance' })}
      submit={() => runSteps(stepsOf(tagged, before, tags))}
      done={() => {
        notify('success', `The tags of ${name} are saved.`)
        void navigate(taggedHref(tagged))
      }}
    >
      <Fields title="Tags">
        <TagFields tags={tags} onChange={setTags} />
      </Fields>
    </FormPage>
  )
}

function stepsOf({ kind, id }: Tagged, before: readonly EditedTag[], after: readonly EditedTag[]): readonly Step[] {
  const { removed, set } = tagChanges(before, after)
  const calls = TAG_CALLS[kind]
  const steps: Step[] = []
  if (removed.length > 0)
    steps.push({ what: `Remove the tags ${removed.join(', ')}`, run: () => calls.untag(id, removed) })
  if (set.length > 0)
    steps.push({ what: `Set the tags ${set.map(({ Key }) => Key).join(', ')}`, run: () => calls.tag(id, set) })
  return steps
}
