import type { PasswordPolicy } from '@aws-sdk/client-iam'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { usePasswordPolicy } from './password-policy.ts'
import { policyWords } from './policy-words.ts'

/** IAM > Account settings. */
export function Component() {
  const policy = usePasswordPolicy()
  return (
    <Page title="Account settings" above={[{ text: 'IAM', href: '/iam' }]}>
      <Container
        header={
          <Header
            variant="h2"
            description="The password requirements for the IAM users of this account."
            actions={<Button href="/iam/account-settings/password-policy">Edit</Button>}
          >
            Password policy
          </Header>
        }
      >
        <Loaded query={policy}>{(found) => <PolicyFacts policy={found} />}</Loaded>
      </Container>
    </Page>
  )
}

function PolicyFacts({ policy }: { readonly policy: PasswordPolicy | null }) {
  const { length, strength, other } = policyWords(policy)
  return (
    <SpaceBetween size="m">
      <div>This AWS account uses the following {policy === null ? 'default' : 'custom'} password policy:</div>
      <KeyValuePairs
        columns={3}
        items={[
          { label: 'Password minimum length', value: length },
          { label: 'Password strength', value: <Lines of={strength} /> },
          { label: 'Other requirements', value: <Lines of={other} /> },
        ]}
      />
    </SpaceBetween>
  )
}

const Lines = ({ of: lines }: { readonly of: readonly string[] }) =>
  lines.length === 0 ? (
    '-'
  ) : (
    <ul>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
