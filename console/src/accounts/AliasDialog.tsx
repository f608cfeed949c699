import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useState } from 'react'
import { FormDialog } from '../parts/FormDialog.tsx'
import { createAlias } from './account.ts'

// The model's pattern of an alias: lower-case letters, digits, single hyphens within; 12 digits would be an account's ID.
const ALIAS = /^(?!\d{12}$)[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$/

/** Gives the account an alias, or another one. */
export function AliasDialog({
  current,
  done,
  dismiss,
}: {
  readonly current: string | undefined
  readonly done: (alias: string) => void
  readonly dismiss: () => void
}) {
  const [alias, setAlias] = useState(current ?? '')
  return (
    <FormDialog
      title={current === undefined ? 'Create alias for AWS account' : 'Edit alias for AWS account'}
      verb="Save changes"
      blocked={
        ALIAS.test(alias)
          ? alias === current
            ? 'This is the alias already.'
            : undefined
          : 'Enter 3 to 63 lower-case letters, digits and single hyphens.'
      }
      act={() => createAlias(alias)}
      done={() => done(alias)}
      dismiss={dismiss}
    >
      <FormField
        label="Preferred alias"
        constraintText="3 to 63 characters: a-z, 0-9 and - (a hyphen neither first nor last, nor two in a row)."
      >
        <Input value={alias} onChange={({ detail }) => setAlias(detail.value)} autoFocus />
      </FormField>
    </FormDialog>
  )
}
