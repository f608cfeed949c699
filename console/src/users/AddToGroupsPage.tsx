import type { Group } from '@aws-sdk/client-iam'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { notify } from '../app/notify.ts'
import { GroupPicker } from '../groups/GroupPicker.tsx'
import { additionToGroup } from '../groups/groups.ts'
import { FormPage } from '../parts/FormPage.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { useSteps } from '../parts/use-steps.ts'
import { holderHref } from '../permissions/holder.ts'
import { USERS_CRUMBS, useGroupsOf } from './users.ts'

/** Groups > Add user to groups. */
export function Component() {
  const { name = '' } = useParams()
  return <Loaded query={useGroupsOf(name)}>{(groups) => <AddToGroups userName={name} groups={groups} />}</Loaded>
}

function AddToGroups({ userName, groups }: { readonly userName: string; readonly groups: readonly Group[] }) {
  const navigate = useNavigate()
  const run = useSteps()
  const [chosen, setChosen] = useState<readonly Group[]>([])
  const names = chosen.map(({ GroupName = '' }) => GroupName)
  const back = `${holderHref({ kind: 'user', name: userName })}?tab=groups`
  return (
    <FormPage
      title={`Add ${userName} to groups`}
      above={[...USERS_CRUMBS, { text: userName, href: back }]}
      submitLabel="Add user to groups"
      blocked={chosen.length === 0 ? 'Select the groups.' : undefined}
      submit={() => run(names.map((name) => additionToGroup(userName, name)))}
      done={() => {
        notify('success', `Added ${userName} to ${names.join(', ')}.`)
        void navigate(back)
      }}
    >
      <GroupPicker
        selected={chosen}
        onSelect={setChosen}
        without={new Set(groups.map(({ GroupName = '' }) => GroupName))}
      />
    </FormPage>
  )
}
