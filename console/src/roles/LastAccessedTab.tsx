import type { Role } from '@aws-sdk/client-iam'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import { Time } from '../parts/Time.tsx'

/** When the role was last used, and the way to what its sessions called. */
export function LastAccessedTab({ role: { RoleLastUsed, Arn = '' } }: { readonly role: Role }) {
  const at = RoleLastUsed?.LastUsedDate
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="A use is a call that a session of the role has signed."
          actions={<Button href={`/trail?principal=${encodeURIComponent(Arn)}`}>View calls of this role</Button>}
        >
          Last Accessed
        </Header>
      }
    >
      {at ? (
        <KeyValuePairs
          columns={2}
          items={[
            { label: 'Last used', value: <Time at={at} /> },
            { label: 'Region', value: RoleLastUsed.Region ?? '-' },
          ]}
        />
      ) : (
        <Box color="text-body-secondary">The role has not been used.</Box>
      )}
    </Container>
  )
}
