import type { Role } from '@aws-sdk/client-iam'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import { PolicyText } from '../parts/PolicyText.tsx'
import { roleHref } from './roles.ts'

/** The tab Trust relationships. */
export const TrustTab = ({ role, name }: { readonly role: Role; readonly name: string }) => (
  <Container
    header={
      <Header
        variant="h2"
        description="The trust policy says who can assume the role, and under which conditions."
        actions={<Button href={`${roleHref(name)}/trust-policy`}>Edit trust policy</Button>}
      >
        Trusted entities
      </Header>
    }
  >
    <PolicyText document={role.AssumeRolePolicyDocument} label="Trust policy" />
  </Container>
)
