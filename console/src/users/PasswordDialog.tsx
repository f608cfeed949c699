import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { FormDialog } from '../parts/FormDialog.tsx'
import { useSteps } from '../parts/use-steps.ts'
import { passwordCreation, passwordSteps, passwordUpdate } from './login-profile.ts'
import { PasswordFields } from './PasswordFields.tsx'
import { AUTO_PASSWORD, chosenPassword, passwordBlocked } from './password-choice.ts'
import { RetrievedPassword } from './RetrievedPassword.tsx'
import { BEING_READ, useNewPassword } from './use-new-password.ts'

/** Gives the user a console password, or another one, and shows it once. */
export function PasswordDialog({
  userName,
  enabled,
  close,
}: {
  readonly userName: string
  /** Whether there is one already. */
  readonly enabled: boolean
  readonly close: () => void
}) {
  const run = useSteps()
  const generated = useNewPassword()
  const [choice, setChoice] = useState(AUTO_PASSWORD)
  const [isSet, setIsSet] = useState(false)
  const chosen = chosenPassword(choice, generated ?? '')
  if (isSet) return <Retrieve userName={userName} password={chosen.password} close={close} />
  return (
    <FormDialog
      title={`${enabled ? 'Update console password' : 'Enable console access'} for ${userName}`}
      verb={enabled ? 'Update password' : 'Enable console access'}
      blocked={passwordBlocked(choice) ?? (generated === undefined ? BEING_READ : undefined)}
      act={() => run(passwordSteps(userName, chosen, enabled ? passwordUpdate : passwordCreation))}
      dismiss={close}
      done={() => setIsSet(true)}
    >
      <PasswordFields value={choice} onChange={setChoice} />
    </FormDialog>
  )
}

const Retrieve = (props: { readonly userName: string; readonly password: string; readonly close: () => void }) => (
  <Modal
    visible
    onDismiss={props.close}
    closeAriaLabel="Close dialog"
    header="Console password"
    footer={
      <Box float="right">
        <Button variant="primary" onClick={props.close}>
          Close
        </Button>
      </Box>
    }
  >
    <SpaceBetween size="m">
      <RetrievedPassword userName={props.userName} password={props.password} />
    </SpaceBetween>
  </Modal>
)
