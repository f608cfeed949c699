import Box from '@cloudscape-design/components/box'
import type { ReactNode } from 'react'
import { ConfirmDialog } from './ConfirmDialog.tsx'

/** Asks before something is deleted for good: the name of the one, or the word `delete` for several, has to be typed. */
export function DeleteDialog({
  noun,
  names,
  remove,
  done,
  dismiss,
  children,
}: {
  /** `role`. */
  readonly noun: string
  readonly names: readonly string[]
  /** Deletes all of them; throws what the server refused. */
  readonly remove: () => Promise<unknown>
  readonly done: () => void
  readonly dismiss: () => void
  /** What goes with it. */
  readonly children?: ReactNode
}) {
  const only = names.length === 1 ? names[0] : undefined
  const what = only === undefined ? `${names.length} ${noun}s` : noun
  return (
    <ConfirmDialog
      title={`Delete ${only ?? what}?`}
      verb="Delete"
      typed={only ?? 'delete'}
      label={`To confirm, enter ${only === undefined ? 'the word delete' : `the ${noun}'s name`}`}
      act={remove}
      done={done}
      dismiss={dismiss}
    >
      <Box>
        The {what} will be deleted for good. {children}
      </Box>
      {names.length > 1 && <Box>{names.join(', ')}</Box>}
    </ConfirmDialog>
  )
}
