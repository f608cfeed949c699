import { notify } from '../app/notify.ts'
import { DeleteDialog } from '../parts/DeleteDialog.tsx'
import { inTurn } from '../parts/in-turn.ts'
import { useDeletion } from '../parts/use-steps.ts'
import { groupDeletion } from './groups.ts'

/** Deletes groups, whose users stay. */
export function DeleteGroupDialog({
  names,
  done,
  dismiss,
}: {
  readonly names: readonly string[]
  readonly done: () => void
  readonly dismiss: () => void
}) {
  const run = useDeletion()
  return (
    <DeleteDialog
      noun="user group"
      names={names}
      remove={() => inTurn(names, (name) => run(() => groupDeletion(name)))}
      dismiss={dismiss}
      done={() => {
        notify('success', `Deleted ${names.join(', ')}.`)
        done()
      }}
    >
      Its users are removed from it first, its inline policies deleted and its managed policies detached. The users
      stay, without what the group permitted.
    </DeleteDialog>
  )
}
