import type { AttachedPermissionsBoundary } from '@aws-sdk/client-iam'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import { useState } from 'react'
import { notify } from '../app/notify.ts'
import { Actions } from '../parts/Actions.tsx'
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx'
import { useSteps } from '../parts/use-steps.ts'
import { policyNameOf } from './held-policies.ts'
import { type HolderKind, holderHref } from './holder.ts'
import { BOUNDARY_CALLS } from './holder-calls.ts'
import { PolicyCell } from './PolicyCell.tsx'

/** What a permissions boundary is, in a sentence. */
export const BOUNDARY_MEANS =
  'The most that policies can permit: what the boundary does not allow is denied, whatever else allows it.'

/** The boundary of a role or a user: what it is, set it, change it, remove it. */
export function PermissionsBoundary({
  kind,
  name,
  boundary,
}: {
  readonly kind: Exclude<HolderKind, 'group'>
  readonly name: string
  readonly boundary: AttachedPermissionsBoundary | undefined
}) {
  const runSteps = useSteps()
  const [removing, setRemoving] = useState(false)
  const arn = boundary?.PermissionsBoundaryArn
  const page = `${holderHref({ kind, name })}/permissions-boundary`
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={BOUNDARY_MEANS}
          actions={
            arn === undefined ? (
              <Button href={page}>Set permissions boundary</Button>
            ) : (
              <Actions>
                <Button onClick={() => setRemoving(true)}>Remove boundary</Button>
                <Button href={page}>Change boundary</Button>
              </Actions>
            )
          }
        >
          {`Permissions boundary ${arn === undefined ? '(not set)' : '(set)'}`}
        </Header>
      }
    >
      {arn === undefined ? (
        <Box color="text-body-secondary">The policies above permit what they say.</Box>
      ) : (
        <PolicyCell policy={{ name: policyNameOf(arn), arn }} />
      )}
      {removing && (
        <ConfirmDialog
          title="Remove permissions boundary?"
          verb="Remove boundary"
          act={() =>
            runSteps([{ what: 'Remove the permissions boundary', run: () => BOUNDARY_CALLS[kind].remove(name) }])
          }
          dismiss={() => setRemoving(false)}
          done={() => {
            setRemoving(false)
            notify('success', `${name} has no permissions boundary any more.`)
          }}
        >
          <Box>What the policies of {name} allow is then no longer limited.</Box>
        </ConfirmDialog>
      )}
    </Container>
  )
}
