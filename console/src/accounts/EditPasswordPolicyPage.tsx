import type { PasswordPolicy } from '@aws-sdk/client-iam'
import RadioGroup from '@cloudscape-design/components/radio-group'
import { useState } from 'react'
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx'
import { Fields, FormPage } from '../parts/FormPage.tsx'
import { LoadedAnew } from '../parts/Loaded.tsx'
import { useSaved } from '../parts/use-saved.ts'
import { CustomPolicyFields } from './CustomPolicyFields.tsx'
import { setCustomPolicy, setDefaultPolicy, usePasswordPolicy } from './password-policy.ts'
import { customOf, draftBlocked, draftOf } from './policy-draft.ts'

const SETTINGS = '/iam/account-settings'

/** IAM > Account settings > Edit password policy. */
export function Component() {
  return <LoadedAnew query={usePasswordPolicy()}>{(before) => <EditPolicy before={before} />}</LoadedAnew>
}

function EditPolicy({ before }: { readonly before: PasswordPolicy | null }) {
  const saved = useSaved()
  const [draft, setDraft] = useState(() => draftOf(before))
  const [asked, setAsked] = useState(false)
  const change = (part: Partial<typeof draft>) => setDraft((current) => ({ ...current, ...part }))
  const isCustom = draft.kind === 'custom'
  return (
    <>
      <FormPage
        title="Edit password policy"
        above={[
          { text: 'IAM', href: '/iam' },
          { text: 'Account settings', href: SETTINGS },
        ]}
        submitLabel="Save changes"
        blocked={draftBlocked(draft)}
        submit={() => Promise.resolve()}
        done={() => setAsked(true)}
      >
        <Fields title="Password policy">
          <RadioGroup
            ariaLabel="Password policy"
            value={draft.kind}
            items={[
              { value: 'default', label: 'IAM default', description: 'Apply default password requirements.' },
              { value: 'custom', label: 'Custom', description: 'Apply customized password requirements.' },
            ]}
            onChange={({ detail }) => change({ kind: detail.value === 'custom' ? 'custom' : 'default' })}
          />
          {isCustom && <CustomPolicyFields draft={draft} change={change} />}
        </Fields>
      </FormPage>
      {asked && (
        <ConfirmDialog
          title={isCustom ? 'Set custom password policy?' : 'Set IAM default password policy?'}
          verb={isCustom ? 'Set custom' : 'Set default'}
          act={() => (isCustom ? setCustomPolicy(customOf(draft)) : setDefaultPolicy())}
          done={() => saved('The password policy of the account is updated.', SETTINGS)}
          dismiss={() => setAsked(false)}
        >
          {isCustom && draft.expires
            ? `Passwords of IAM users that are older than ${draft.days} days expire at once. Everything else holds when a password is set the next time.`
            : 'It holds when a password is set the next time. Those that are set stay good.'}
        </ConfirmDialog>
      )}
    </>
  )
}
