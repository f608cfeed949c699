import { useQuery, useQueryClient } from '@tanstack/react-query'
import { notify } from '../app/notify.ts'
import { DeleteDialog } from '../parts/DeleteDialog.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { PlannedSteps } from '../parts/PlannedSteps.tsx'
import { runSteps } from '../parts/steps.ts'
import { deletionOf } from './deletion.ts'

/** Deletes roles, and says before what goes with them. */
export function DeleteRoles({
  names,
  done,
  dismiss,
}: {
  readonly names: readonly string[]
  readonly done: () => void
  readonly dismiss: () => void
}) {
  const queries = useQueryClient()
  const query = useQuery({
    queryKey: ['deletion-of-roles', names],
    queryFn: () => allDeletions(names),
    // The steps that have been taken are not taken again.
    gcTime: 0,
  })
  return (
    <DeleteDialog
      noun="role"
      names={names}
      remove={async () => {
        // Once more what it takes now: after a refusal a part of it has been done.
        await runSteps(await allDeletions(names))
      }}
      dismiss={() => {
        void queries.invalidateQueries()
        dismiss()
      }}
      done={() => {
        notify('success', `Deleted ${names.join(', ')}.`)
        // Not read anew at once: the page that is left shows what is gone.
        void queries.invalidateQueries({ refetchType: 'none' })
        done()
      }}
    >
      <Loaded query={query}>{(steps) => <PlannedSteps steps={steps} />}</Loaded>
    </DeleteDialog>
  )
}

async function allDeletions(names: readonly string[]) {
  const steps = await Promise.all(names.map(deletionOf))
  return steps.flat()
}
