import type { Policy } from '@aws-sdk/client-iam'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { notify } from '../app/notify.ts'
import { FormPage } from '../parts/FormPage.tsx'
import { holderCrumbs, holderHref, useHolder } from './holder.ts'
import { BOUNDARY_CALLS } from './holder-calls.ts'
import { BOUNDARY_MEANS } from './PermissionsBoundary.tsx'
import { PolicyPicker } from './PolicyPicker.tsx'

/** Set or change the permissions boundary of a role or a user. */
export function Component() {
  const holder = useHolder()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [chosen, setChosen] = useState<readonly Policy[]>([])
  const [policy] = chosen
  return (
    <FormPage
      title="Set permissions boundary"
      description={BOUNDARY_MEANS}
      above={holderCrumbs(holder)}
      submitLabel="Set boundary"
      blocked={policy ? undefined : 'Select the policy that is to be the boundary.'}
      submit={async () => {
        if (holder.kind === 'group') throw new Error('A group has no permissions boundary.')
        await BOUNDARY_CALLS[holder.kind].put(holder.name, policy?.Arn ?? '')
      }}
      done={() => {
        void queries.invalidateQueries()
        notify('success', `${policy?.PolicyName} is the permissions boundary of ${holder.name}.`)
        void navigate(holderHref(holder))
      }}
    >
      <PolicyPicker title="Policies" selection="single" selected={chosen} onSelect={setChosen} />
    </FormPage>
  )
}
