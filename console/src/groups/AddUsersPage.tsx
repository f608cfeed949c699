import type { User } from '@aws-sdk/client-iam'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { notify } from '../app/notify.ts'
import { FormPage } from '../parts/FormPage.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { useSteps } from '../parts/use-steps.ts'
import { holderHref } from '../permissions/holder.ts'
import { UserPicker } from '../users/UserPicker.tsx'
import { additionToGroup, GROUPS_CRUMBS, useMembers } from './groups.ts'

/** Users > Add users. */
export function Component() {
  const { name = '' } = useParams()
  return <Loaded query={useMembers(name)}>{(members) => <AddUsers name={name} members={members} />}</Loaded>
}

function AddUsers({ name, members }: { readonly name: string; readonly members: readonly User[] }) {
  const navigate = useNavigate()
  const run = useSteps()
  const [chosen, setChosen] = useState<readonly User[]>([])
  const names = chosen.map(({ UserName = '' }) => UserName)
  const back = holderHref({ kind: 'group', name })
  return (
    <FormPage
      title={`Add users to ${name}`}
      above={[...GROUPS_CRUMBS, { text: name, href: back }]}
      submitLabel="Add users"
      blocked={chosen.length === 0 ? 'Select the users.' : undefined}
      submit={() => run(names.map((user) => additionToGroup(user, name)))}
      done={() => {
        notify('success', `Added ${names.join(', ')} to ${name}.`)
        void navigate(back)
      }}
    >
      <UserPicker
        title="Other users in this account"
        selection="multi"
        selected={chosen}
        onSelect={setChosen}
        without={new Set(members.map(({ UserName = '' }) => UserName))}
      />
    </FormPage>
  )
}
