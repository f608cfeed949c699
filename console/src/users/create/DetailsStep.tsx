import Alert from '@cloudscape-design/components/alert'
import Checkbox from '@cloudscape-design/components/checkbox'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { Fields } from '../../parts/FormPage.tsx'
import { PasswordFields } from '../PasswordFields.tsx'
import type { StepProps } from './CreateUserPage.tsx'

/** The wizard's first step: the user's name, and whether it gets a password. */
export const DetailsStep = ({ draft, change }: StepProps) => (
  <Fields title="User details">
    <FormField label="User name" constraintText="Up to 64 letters, digits and +=,.@-_ characters.">
      <Input value={draft.name} onChange={({ detail }) => change({ name: detail.value })} autoComplete="off" />
    </FormField>
    <Checkbox
      checked={draft.consoleAccess}
      description="For a person: the user gets a password to sign in here."
      onChange={({ detail }) => change({ consoleAccess: detail.checked })}
    >
      Provide user access to the AWS Management Console - optional
    </Checkbox>
    {draft.consoleAccess ? (
      <PasswordFields value={draft.password} onChange={(password) => change({ password })} />
    ) : (
      <Alert type="info">Access keys for programs are created on the user's page, under Security credentials.</Alert>
    )}
  </Fields>
)
