import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { config } from '../app/config.ts'
import { Fields, FormPage } from '../parts/FormPage.tsx'
import { switchRole } from './switch-role.ts'

/** `/switch-role?account=...&roleName=...&displayName=...`, as the links of AWS's role pages have it. */
export function Component() {
  const [given] = useSearchParams()
  const [account, setAccount] = useState(given.get('account') ?? config().account)
  const [roleName, setRoleName] = useState(given.get('roleName') ?? '')
  const [displayName, setDisplayName] = useState(given.get('displayName') ?? '')
  return (
    <FormPage
      title="Switch role"
      description="You go on with the role's permissions instead of your own, for an hour at most. A trust policy has to name you, and your own policies have to allow sts:AssumeRole."
      above={[{ text: 'Console', href: '/' }]}
      submitLabel="Switch role"
      blocked={
        !/^\d{12}$/.test(account)
          ? 'Enter the 12 digits of the account.'
          : roleName === ''
            ? 'Enter the name of the role.'
            : undefined
      }
      submit={() => switchRole({ account, roleName, displayName })}
      // The session that it made draws the console anew.
      done={() => history.replaceState(null, '', '/')}
    >
      <Fields title="Role">
        <FormField label="Account ID">
          <Input value={account} onChange={({ detail }) => setAccount(detail.value)} />
        </FormField>
        <FormField label="IAM role name" description="With its path, if it has one.">
          <Input value={roleName} onChange={({ detail }) => setRoleName(detail.value)} />
        </FormField>
        <FormField label="Display name - optional">
          <Input value={displayName} onChange={({ detail }) => setDisplayName(detail.value)} />
        </FormField>
      </Fields>
    </FormPage>
  )
}
