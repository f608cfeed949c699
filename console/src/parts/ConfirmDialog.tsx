import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Problem } from './Problem.tsx'

/** Asks before something is done that is not undone by itself; what is final has a word typed first. */
export function ConfirmDialog({
  title,
  verb,
  typed: wanted,
  label,
  act,
  done,
  dismiss,
  children,
}: {
  readonly title: string
  /** The button: `Delete`. */
  readonly verb: string
  /** What has to be typed; absent: nothing. */
  readonly typed?: string
  /** The label of the field that it is typed in. */
  readonly label?: string
  /** Throws what the server refused. */
  readonly act: () => Promise<unknown>
  readonly done: () => void
  readonly dismiss: () => void
  /** What will happen. */
  readonly children: ReactNode
}) {
  const [typed, setTyped] = useState('')
  const action = useMutation({ mutationFn: act, onSuccess: done })
  const ready = wanted === undefined || typed === wanted
  return (
    <Modal
      visible
      onDismiss={dismiss}
      closeAriaLabel="Close dialog"
      header={title}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={dismiss}>
              Cancel
            </Button>
            <Button
              variant="primary"
              disabled={!ready}
              disabledReason={`Type ${wanted} to confirm.`}
              loading={action.isPending}
              onClick={() => action.mutate()}
            >
              {verb}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {children}
        {wanted !== undefined && (
          <form
            onSubmit={(event) => {
              event.preventDefault()
              if (ready) action.mutate()
            }}
          >
            <FormField label={label ?? `To confirm, enter the word ${wanted}`}>
              <Input
                value={typed}
                onChange={({ detail }) => setTyped(detail.value)}
                placeholder={wanted}
                autoComplete="off"
                autoFocus
              />
            </FormField>
          </form>
        )}
        {action.error && <Problem error={action.error} />}
      </SpaceBetween>
    </Modal>
  )
}
