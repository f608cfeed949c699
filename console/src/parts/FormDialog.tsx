import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useId } from 'react'
import { Problem } from './Problem.tsx'
import { useSubmission } from './use-submission.ts'

/** A form over the page: a few fields, or none, what is done with them, and the server's refusal below. */
export function FormDialog<Answer>({
  title,
  verb,
  blocked,
  act,
  done,
  dismiss,
  children,
}: {
  readonly title: string
  /** The button: `Save changes`. */
  readonly verb: string
  /** Why it cannot be done yet; undefined: it can. */
  readonly blocked?: string | undefined
  /** Throws what the server refused. */
  readonly act: () => Promise<Answer>
  readonly done: (answer: Answer) => void
  readonly dismiss: () => void
  readonly children: ReactNode
}) {
  const id = useId()
  const action = useSubmission(act, done)
  return (
    <Modal
      visible
      onDismiss={dismiss}
      closeAriaLabel="Close dialog"
      header={title}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" formAction="none" onClick={dismiss}>
              Cancel
            </Button>
            <Button
              variant="primary"
              form={id}
              disabled={blocked !== undefined}
              {...(blocked !== undefined && { disabledReason: blocked })}
              loading={action.isPending}
            >
              {verb}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <form
        id={id}
        onSubmit={(event) => {
          event.preventDefault()
          if (blocked === undefined) action.start()
        }}
      >
        <SpaceBetween size="m">
          {children}
          {action.error && <Problem error={action.error} />}
        </SpaceBetween>
      </form>
    </Modal>
  )
}
