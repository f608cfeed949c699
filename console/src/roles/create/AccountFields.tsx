import Checkbox from '@cloudscape-design/components/checkbox'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import RadioGroup from '@cloudscape-design/components/radio-group'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { Fields } from '../../parts/FormPage.tsx'
import type { StepProps } from './CreateRolePage.tsx'

/** Which account is trusted, and what its callers have to show. */
export const AccountFields = ({ draft, change }: StepProps) => (
  <Fields title="An AWS account">
    <FormField
      label="Account"
      description="Its administrators decide who of it can assume the role: with policies that allow sts:AssumeRole."
    >
      <RadioGroup
        value={draft.otherAccount ? 'other' : 'this'}
        items={[
          { value: 'this', label: 'This account' },
          { value: 'other', label: 'Another AWS account' },
        ]}
        onChange={({ detail }) => change({ otherAccount: detail.value === 'other' })}
      />
    </FormField>
    {draft.otherAccount && (
      <FormField label="Account ID" constraintText="12 digits.">
        <Input
          value={draft.account}
          inputMode="numeric"
          onChange={({ detail }) => change({ account: detail.value.trim() })}
        />
      </FormField>
    )}
    <FormField label="Options">
      <SpaceBetween size="s">
        <Checkbox
          checked={draft.requireExternalId}
          description="For a third party that assumes roles of many customers: nobody else can have it use this one."
          onChange={({ detail }) => change({ requireExternalId: detail.checked })}
        >
          Require external ID
        </Checkbox>
        {draft.requireExternalId && (
          <Input
            value={draft.externalId}
            ariaLabel="External ID"
            placeholder="External ID"
            onChange={({ detail }) => change({ externalId: detail.value })}
          />
        )}
        <Checkbox
          checked={draft.requireMfa}
          description="Only who has signed in with a second factor can assume the role."
          onChange={({ detail }) => change({ requireMfa: detail.checked })}
        >
          Require MFA
        </Checkbox>
      </SpaceBetween>
    </FormField>
  </Fields>
)
