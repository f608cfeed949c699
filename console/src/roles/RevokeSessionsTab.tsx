import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import { useState } from 'react'
import { notify } from '../app/notify.ts'
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx'
import { useSteps } from '../parts/use-steps.ts'
import { HOLDER_CALLS } from '../permissions/holder-calls.ts'
import { REVOCATION, revocationAt } from './revocation.ts'

/** The tab Revoke sessions: denies everything to the sessions that there are. */
export function RevokeSessionsTab({ name }: { readonly name: string }) {
  const runSteps = useSteps()
  const [asking, setAsking] = useState(false)
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={`Puts the inline policy ${REVOCATION} on the role, which denies everything to the sessions that were issued before now. A session that is issued afterwards is not concerned.`}
          actions={<Button onClick={() => setAsking(true)}>Revoke active sessions</Button>}
        >
          Revoke all active sessions
        </Header>
      }
    >
      <Box color="text-body-secondary">
        Whoever may assume the role can do so again. Edit the trust policy first where nobody shall.
      </Box>
      {asking && (
        <ConfirmDialog
          title="Revoke active sessions?"
          verb="Revoke active sessions"
          acknowledge="I acknowledge that I am revoking all active sessions for this role."
          act={() =>
            runSteps([
              {
                what: `Put the inline policy ${REVOCATION}`,
                run: () => HOLDER_CALLS.role.putInline(name, REVOCATION, revocationAt(new Date())),
              },
            ])
          }
          dismiss={() => setAsking(false)}
          done={() => {
            setAsking(false)
            notify('success', `The active sessions of ${name} are revoked.`)
          }}
        >
          <Box>
            Everybody and everything that works with the role {name} now, EC2 instances too, is denied every action
            until it has a session that is issued after this moment.
          </Box>
        </ConfirmDialog>
      )}
    </Container>
  )
}
