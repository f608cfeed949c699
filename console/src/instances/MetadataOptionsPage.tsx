import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { notify } from '../app/notify.ts'
import { Fields, FormPage } from '../parts/FormPage.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { crumbsTo } from './crumbs.ts'
import { idAndName, modifyMetadataOptions, refreshInstances, type ShownInstance, useInstance } from './instances.ts'
import { MetadataFields } from './MetadataFields.tsx'
import { choiceOf, hopLimitProblem } from './metadata-choice.ts'

/** Actions > Instance settings > Modify instance metadata options. */
export function Component() {
  const { id = '' } = useParams()
  return <Loaded query={useInstance(id)}>{(instance) => <Options instance={instance} />}</Loaded>
}

function Options({ instance }: { readonly instance: ShownInstance }) {
  const { InstanceId: id = '' } = instance
  const [choice, setChoice] = useState(() => choiceOf(instance.MetadataOptions))
  const navigate = useNavigate()
  const client = useQueryClient()
  const problem = choice.hopLimit === '' ? 'Enter a hop limit from 1 to 64.' : hopLimitProblem(choice)
  return (
    <FormPage
      title="Modify instance metadata options"
      description={`What programs on ${idAndName(instance)} find at 169.254.169.254. It holds for their next request.`}
      above={crumbsTo(id)}
      submitLabel="Save"
      blocked={problem}
      submit={() => modifyMetadataOptions(id, choice)}
      done={() => {
        void refreshInstances(client)
        notify('success', `Changed the metadata options of ${id}.`)
        navigate(`/ec2/instances/${id}`)
      }}
    >
      <Fields title="Instance metadata">
        <MetadataFields choice={choice} onChange={setChoice} />
      </Fields>
    </FormPage>
  )
}
