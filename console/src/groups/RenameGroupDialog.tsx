import Box from '@cloudscape-design/components/box'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useState } from 'react'
import { notify } from '../app/notify.ts'
import { FormDialog } from '../parts/FormDialog.tsx'
import { renameGroup } from './groups.ts'

/** Gives a group another name. */
export function RenameGroupDialog({
  name,
  done,
  dismiss,
}: {
  readonly name: string
  readonly done: (renamed: string) => void
  readonly dismiss: () => void
}) {
  const [renamed, setRenamed] = useState(name)
  return (
    <FormDialog
      title="Edit user group"
      verb="Save changes"
      blocked={renamed === '' || renamed === name ? 'Enter another name.' : undefined}
      act={() => renameGroup(name, renamed)}
      dismiss={dismiss}
      done={() => {
        notify('success', `${name} is now ${renamed}.`)
        done(renamed)
      }}
    >
      <Box>The ARN changes with the name: policies that name the group by it do not follow.</Box>
      <FormField label="User group name" constraintText="Up to 128 letters, digits and +=,.@-_ characters.">
        <Input value={renamed} onChange={({ detail }) => setRenamed(detail.value)} autoFocus />
      </FormField>
    </FormDialog>
  )
}
