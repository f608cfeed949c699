import { ListOpenIDConnectProvidersCommand, ListSAMLProvidersCommand } from '@aws-sdk/client-iam'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { iam } from '../../aws/iam.ts'
import { Fields } from '../../parts/FormPage.tsx'
import { Problem } from '../../parts/Problem.tsx'
import { samlTrust, webIdentityTrust } from '../trust-policies.ts'
import type { StepProps } from './CreateRolePage.tsx'

type Providers = readonly { readonly Arn?: string | undefined }[]

/** Which OpenID Connect provider is trusted, and for which of its audiences. */
export function WebIdentityFields({ draft, change }: StepProps) {
  const query = useQuery<Providers>({
    queryKey: ['oidc-providers'],
    queryFn: async () => (await iam().send(new ListOpenIDConnectProvidersCommand({}))).OpenIDConnectProviderList ?? [],
  })
  return (
    <Fields title="Web identity">
      <ProviderField
        label="Identity provider"
        query={query}
        draft={draft}
        change={change}
        // Written to be completed: the issuer is not known here.
        template={webIdentityTrust('arn:aws:iam::ACCOUNT:oidc-provider/ISSUER', 'AUDIENCE')}
      />
      <FormField label="Audience" description="The client ID that the provider issued the token for.">
        <Input value={draft.audience} onChange={({ detail }) => change({ audience: detail.value })} />
      </FormField>
    </Fields>
  )
}

/** Which SAML provider is trusted. */
export function SamlFields({ draft, change }: StepProps) {
  const query = useQuery<Providers>({
    queryKey: ['saml-providers'],
    queryFn: async () => (await iam().send(new ListSAMLProvidersCommand({}))).SAMLProviderList ?? [],
  })
  return (
    <Fields title="SAML 2.0 federation">
      <ProviderField
        label="SAML 2.0–based provider"
        query={query}
        draft={draft}
        change={change}
        template={samlTrust('arn:aws:iam::ACCOUNT:saml-provider/NAME')}
      />
    </Fields>
  )
}

/** A provider to choose; where they cannot be listed, what the server said, and the way around. */
function ProviderField({
  label,
  query,
  draft,
  change,
  template,
}: StepProps & {
  readonly label: string
  readonly query: UseQueryResult<Providers>
  readonly template: string
}) {
  const custom = (
    <Button onClick={() => change({ kind: 'custom', customTrust: template })}>Write a custom trust policy</Button>
  )
  if (query.error)
    return (
      <SpaceBetween size="s">
        <Problem error={query.error} />
        <Box>Without a list of providers, the trust policy can be written by hand.</Box>
        {custom}
      </SpaceBetween>
    )
  return (
    <FormField label={label} secondaryControl={custom}>
      <Select
        selectedOption={draft.provider === '' ? null : { value: draft.provider, label: draft.provider }}
        options={(query.data ?? []).map(({ Arn = '' }) => ({ value: Arn, label: Arn }))}
        placeholder="Choose a provider"
        empty="The account has no such provider."
        statusType={query.isPending ? 'loading' : 'finished'}
        loadingText="Loading providers"
        onChange={({ detail }) => change({ provider: detail.selectedOption.value ?? '' })}
      />
    </FormField>
  )
}
