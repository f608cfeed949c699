import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { notify } from '../app/notify.ts'
import { Fields, FormPage } from '../parts/FormPage.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { TagFields, tagProblems } from '../parts/TagFields.tsx'
import { crumbsTo } from './crumbs.ts'
import { changeTags, idAndName, refreshInstances, type ShownInstance, tagsOf, useInstance } from './instances.ts'

/** Actions > Instance settings > Manage tags. */
export function Component() {
  const { id = '' } = useParams()
  return <Loaded query={useInstance(id)}>{(instance) => <Tags instance={instance} />}</Loaded>
}

function Tags({ instance }: { readonly instance: ShownInstance }) {
  const { InstanceId: id = '' } = instance
  // What the tags were when the form was opened: a change from elsewhere is not undone by what was not touched.
  const [before] = useState(() => tagsOf(instance))
  const [tags, setTags] = useState(before)
  const navigate = useNavigate()
  const client = useQueryClient()
  return (
    <FormPage
      title="Manage tags"
      description={`Of ${idAndName(instance)}. The tag Name is what lists call it.`}
      above={crumbsTo(id)}
      submitLabel="Save"
      blocked={tagProblems(tags).find((problem) => problem !== undefined)}
      submit={() => changeTags(id, before, tags)}
      done={() => {
        void refreshInstances(client)
        notify('success', `Changed the tags of ${id}.`)
        navigate(`/ec2/instances/${id}?tab=tags`)
      }}
    >
      <Fields title="Tags">
        <TagFields tags={tags} onChange={setTags} />
      </Fields>
    </FormPage>
  )
}
