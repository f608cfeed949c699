import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Problem } from './Problem.tsx'

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
  const [typed, setTyped] = useState('')
  const [only] = names
  const wanted = names.length === 1 && only !== undefined ? only : 'delete'
  const deletion = useMutation({ mutationFn: remove, onSuccess: done })
  const what = names.length === 1 ? noun : `${names.length} ${noun}s`
  return (
    <Modal
      visible
      onDismiss={dismiss}
      closeAriaLabel="Close dialog"
      header={`Delete ${names.length === 1 ? `${only}?` : `${what}?`}`}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={dismiss}>
              Cancel
            </Button>
            <Button
              variant="primary"
              disabled={typed !== wanted}
              disabledReason={`Type ${wanted} to confirm.`}
              loading={deletion.isPending}
              onClick={() => deletion.mutate()}
            >
              Delete
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Box>
          The {what} will be deleted for good. {children}
        </Box>
        {names.length > 1 && <Box>{names.join(', ')}</Box>}
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (typed === wanted) deletion.mutate()
          }}
        >
          <FormField label={`To confirm, enter ${names.length === 1 ? `the ${noun}'s name` : 'the word delete'}`}>
            <Input value={typed} onChange={({ detail }) => setTyped(detail.value)} placeholder={wanted} autoFocus />
          </FormField>
        </form>
        {deletion.error && <Problem error={deletion.error} />}
      </SpaceBetween>
    </Modal>
  )
}
