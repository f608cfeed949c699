import Checkbox from '@cloudscape-design/components/checkbox'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { type ReactNode, useState } from 'react'
import { FormDialog } from './FormDialog.tsx'

/** Asks before something is done that is not undone by itself; what is final has a word typed first. */
export function ConfirmDialog({
  title,
  verb,
  typed: wanted,
  label,
  acknowledge,
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
  /** The sentence beside a box that has to be ticked; absent: none. */
  readonly acknowledge?: string
  /** Throws what the server refused. */
  readonly act: () => Promise<unknown>
  readonly done: () => void
  readonly dismiss: () => void
  /** What will happen. */
  readonly children: ReactNode
}) {
  const [typed, setTyped] = useState('')
  const [ticked, setTicked] = useState(false)
  return (
    <FormDialog
      title={title}
      verb={verb}
      blocked={
        wanted !== undefined && typed !== wanted
          ? `Type ${wanted} to confirm.`
          : acknowledge !== undefined && !ticked
            ? 'Tick the box to confirm.'
            : undefined
      }
      act={act}
      done={done}
      dismiss={dismiss}
    >
      {children}
      {acknowledge !== undefined && (
        <Checkbox checked={ticked} onChange={({ detail }) => setTicked(detail.checked)}>
          {acknowledge}
        </Checkbox>
      )}
      {wanted !== undefined && (
        <FormField label={label ?? `To confirm, enter the word ${wanted}`}>
          <Input
            value={typed}
            onChange={({ detail }) => setTyped(detail.value)}
            placeholder={wanted}
            autoComplete="off"
            autoFocus
          />
        </FormField>
      )}
    </FormDialog>
  )
}
