import { notify } from '../app/notify.ts'
import { DeleteDialog } from '../parts/DeleteDialog.tsx'
import { inTurn } from '../parts/in-turn.ts'
import { useDeletion } from '../parts/use-steps.ts'
import { userDeletion } from './users.ts'

/** Deletes users with all that is theirs. */
export function DeleteUserDialog({
  userNames,
  done,
  dismiss,
}: {
  readonly userNames: readonly string[]
  readonly done: () => void
  readonly dismiss: () => void
}) {
  const run = useDeletion()
  return (
    <DeleteDialog
      noun="user"
      names={userNames}
      remove={() => inTurn(userNames, (name) => run(() => userDeletion(name)))}
      dismiss={dismiss}
      done={() => {
        notify('success', `Deleted ${userNames.join(', ')}.`)
        done()
      }}
    >
      What is {userNames.length === 1 ? "the user's" : "the users'"} goes first, call by call: the console password, the
      access keys, the inline policies, the attachments of managed policies and the memberships in groups. Programs that
      use the keys are denied from then on.
    </DeleteDialog>
  )
}
