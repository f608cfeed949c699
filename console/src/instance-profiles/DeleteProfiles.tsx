import type { InstanceProfile } from '@aws-sdk/client-iam'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { notify } from '../app/notify.ts'
import { DeleteDialog } from '../parts/DeleteDialog.tsx'
import { PlannedSteps } from '../parts/PlannedSteps.tsx'
import { resumableSteps } from '../parts/steps.ts'
import { deletionOfProfile } from './profiles.ts'

/** Deletes instance profiles; roles that they carry are taken out, and stay. */
export function DeleteProfiles({
  profiles,
  done,
  dismiss,
}: {
  readonly profiles: readonly InstanceProfile[]
  readonly done: () => void
  readonly dismiss: () => void
}) {
  const queries = useQueryClient()
  const [run] = useState(resumableSteps)
  const [steps] = useState(() => profiles.flatMap(deletionOfProfile))
  const names = profiles.map(({ InstanceProfileName = '' }) => InstanceProfileName)
  return (
    <DeleteDialog
      noun="instance profile"
      names={names}
      remove={() => run(steps)}
      dismiss={dismiss}
      done={() => {
        notify('success', `Deleted ${names.join(', ')}.`)
        // Not read anew at once: the page that is left shows what is gone.
        void queries.invalidateQueries({ refetchType: 'none' })
        done()
      }}
    >
      <PlannedSteps steps={steps} />
      Instances that have the profile keep their credentials until these expire, and get none afterwards.
    </DeleteDialog>
  )
}
