import { ChangePasswordCommand } from '@aws-sdk/client-iam'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { RulesOfAccount } from '../accounts/RulesOfAccount.tsx'
import { notify } from '../app/notify.ts'
import { iam } from '../aws/iam.ts'
import { Fields, FormPage } from '../parts/FormPage.tsx'

/** The password of the user who is signed in. */
export function Component() {
  const navigate = useNavigate()
  const [old, setOld] = useState('')
  const [chosen, setChosen] = useState('')
  const [again, setAgain] = useState('')
  return (
    <FormPage
      title="Change password"
      above={[{ text: 'Console', href: '/' }]}
      submitLabel="Change password"
      blocked={
        old === '' || chosen === ''
          ? 'Enter the old and the new password.'
          : chosen !== again
            ? 'The new password and its repetition differ.'
            : undefined
      }
      submit={() => iam().send(new ChangePasswordCommand({ OldPassword: old, NewPassword: chosen }))}
      done={() => {
        notify('success', 'Your password is changed.')
        void navigate('/')
      }}
    >
      <Fields title="Password">
        <PasswordField label="Current password" value={old} set={setOld} autoComplete="current-password" />
        <RulesOfAccount />
        <PasswordField label="New password" value={chosen} set={setChosen} autoComplete="new-password" />
        <PasswordField label="Retype new password" value={again} set={setAgain} autoComplete="new-password" />
      </Fields>
    </FormPage>
  )
}

function PasswordField(props: {
  readonly label: string
  readonly value: string
  readonly set: (value: string) => void
  readonly autoComplete: string
}) {
  return (
    <FormField label={props.label}>
      <Input
        type="password"
        value={props.value}
        onChange={({ detail }) => props.set(detail.value)}
        autoComplete={props.autoComplete}
      />
    </FormField>
  )
}
