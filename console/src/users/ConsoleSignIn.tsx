import type { LoginProfile, User } from '@aws-sdk/client-iam'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import { useState } from 'react'
import { signInAddress } from '../accounts/account.ts'
import { notify } from '../app/notify.ts'
import { Actions } from '../parts/Actions.tsx'
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx'
import { Copyable } from '../parts/Copyable.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Time } from '../parts/Time.tsx'
import { useSteps } from '../parts/use-steps.ts'
import { passwordDeletion, useLoginProfile } from './login-profile.ts'
import { PasswordDialog } from './PasswordDialog.tsx'

/** Console sign-in: whether the user has a password, and how it is given, changed and taken away. */
export function ConsoleSignIn({ user, name }: { readonly user: User; readonly name: string }) {
  const query = useLoginProfile(name)
  const [open, setOpen] = useState<'set' | 'disable'>()
  const close = () => setOpen(undefined)
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={query.data !== undefined && <Ways enabled={query.data !== null} open={setOpen} />}
        >
          Console sign-in
        </Header>
      }
    >
      <Loaded query={query}>
        {(profile) => (
          <KeyValuePairs
            columns={3}
            items={[
              { label: 'Console sign-in link', value: <Copyable text={signInAddress()} what="Console sign-in link" /> },
              { label: 'Console password', value: <PasswordState profile={profile} /> },
              {
                label: 'Last console sign-in',
                value: user.PasswordLastUsed ? <Time at={user.PasswordLastUsed} /> : 'Never',
              },
            ]}
          />
        )}
      </Loaded>
      {open === 'set' && <PasswordDialog userName={name} enabled={query.data !== null} close={close} />}
      {open === 'disable' && <DisableDialog userName={name} close={close} />}
    </Container>
  )
}

const Ways = ({ enabled, open }: { readonly enabled: boolean; readonly open: (what: 'set' | 'disable') => void }) =>
  enabled ? (
    <Actions>
      <Button onClick={() => open('disable')}>Disable console access</Button>
      <Button onClick={() => open('set')}>Update console password</Button>
    </Actions>
  ) : (
    <Button onClick={() => open('set')}>Enable console access</Button>
  )

function PasswordState({ profile }: { readonly profile: LoginProfile | null }) {
  if (!profile) return 'Not enabled'
  return (
    <>
      Enabled, set <Time at={profile.CreateDate} />
      {profile.PasswordResetRequired && <div>The user has to choose another one at the next sign-in.</div>}
    </>
  )
}

function DisableDialog({ userName, close }: { readonly userName: string; readonly close: () => void }) {
  const run = useSteps()
  return (
    <ConfirmDialog
      title={`Disable console access for ${userName}?`}
      verb="Disable access"
      act={() => run([passwordDeletion(userName)])}
      dismiss={close}
      done={() => {
        close()
        notify('success', `${userName} cannot sign in to the console any more.`)
      }}
    >
      <Box>
        The password is deleted. Who is signed in with it stays so until that session ends, and the user's access keys
        go on to work.
      </Box>
    </ConfirmDialog>
  )
}
