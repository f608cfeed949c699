import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tiles from '@cloudscape-design/components/tiles'
import { Fields } from '../../parts/FormPage.tsx'
import { PolicyEditor } from '../../policy-editor/PolicyEditor.tsx'
import { AccountFields } from './AccountFields.tsx'
import type { StepProps } from './CreateRolePage.tsx'
import { SamlFields, WebIdentityFields } from './ProviderFields.tsx'
import type { TrustedKind } from './role-draft.ts'
import { ServiceFields } from './ServiceFields.tsx'

/** The wizard's first step: who is to assume the role. */
export const TrustedEntityStep = (props: StepProps) => (
  <SpaceBetween size="l">
    <Container header={<Header variant="h2">Trusted entity type</Header>}>
      <Tiles
        ariaLabel="Trusted entity type"
        columns={3}
        value={props.draft.kind}
        items={[...KINDS]}
        // Tiles answer the value of one of the items.
        onChange={({ detail }) => props.change({ kind: detail.value as TrustedKind, provider: '' })}
      />
    </Container>
    <FieldsOf {...props} />
  </SpaceBetween>
)

const KINDS: readonly { readonly value: TrustedKind; readonly label: string; readonly description: string }[] = [
  {
    value: 'service',
    label: 'AWS service',
    description: 'EC2, Lambda or another service acts in this account.',
  },
  {
    value: 'account',
    label: 'AWS account',
    description: 'Users and roles of this or of another account act in this account.',
  },
  {
    value: 'web-identity',
    label: 'Web identity',
    description: 'Whom an OpenID Connect provider has signed in.',
  },
  {
    value: 'saml',
    label: 'SAML 2.0 federation',
    description: 'Whom a corporate directory has signed in with SAML 2.0.',
  },
  {
    value: 'custom',
    label: 'Custom trust policy',
    description: 'A trust policy that you write.',
  },
]

function FieldsOf({ draft, change }: StepProps) {
  switch (draft.kind) {
    case 'service':
      return <ServiceFields draft={draft} change={change} />
    case 'account':
      return <AccountFields draft={draft} change={change} />
    case 'web-identity':
      return <WebIdentityFields draft={draft} change={change} />
    case 'saml':
      return <SamlFields draft={draft} change={change} />
    case 'custom':
      return (
        <Fields title="Custom trust policy">
          <PolicyEditor
            label="Policy editor"
            kind="trust"
            value={draft.customTrust}
            onChange={(customTrust) => change({ customTrust })}
          />
        </Fields>
      )
  }
}
