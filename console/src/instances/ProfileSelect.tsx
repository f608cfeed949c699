import type { InstanceProfile } from '@aws-sdk/client-iam'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Select, { type SelectProps } from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useProfiles } from '../instance-profiles/profiles.ts'
import { Actions } from '../parts/Actions.tsx'
import { Problem } from '../parts/Problem.tsx'

/** An instance profile to choose, by the role in it; a new one is made in another tab, and found by the refresh. */
export function ProfileSelect({
  label,
  none,
  create,
  value,
  onChange,
}: {
  readonly label: string
  /** What choosing none is called. */
  readonly none: string
  /** The link to the wizard of roles. */
  readonly create: string
  /** ARN; '': none. */
  readonly value: string
  readonly onChange: (arn: string) => void
}) {
  const query = useProfiles()
  const options: readonly SelectProps.Option[] = [{ value: '', label: none }, ...(query.data ?? []).map(optionOf)]
  // One that may not be listed is still the one that is chosen.
  const chosen = options.find((option) => option.value === value) ?? { value, label: value }
  return (
    <SpaceBetween size="m">
      <FormField
        label={label}
        description="An instance carries one instance profile, and a profile one role. The role wizard makes a profile of the role's name."
        stretch
        secondaryControl={
          <Actions>
            <Button
              iconName="refresh"
              formAction="none"
              ariaLabel={`Refresh ${label}`}
              loading={query.isFetching}
              onClick={() => void query.refetch()}
            />
            <Button href="/iam/roles/create" target="_blank" iconName="external" iconAlign="right">
              {create}
            </Button>
          </Actions>
        }
      >
        <Select
          selectedOption={chosen}
          options={options}
          filteringType="auto"
          filteringAriaLabel="Find instance profiles"
          filteringClearAriaLabel="Clear search"
          filteringPlaceholder="Find instance profiles"
          triggerVariant="option"
          statusType={query.isPending ? 'loading' : 'finished'}
          loadingText="Loading instance profiles"
          onChange={({ detail }) => onChange(detail.selectedOption.value ?? '')}
        />
      </FormField>
      {query.error && <Problem error={query.error} retry={() => void query.refetch()} />}
    </SpaceBetween>
  )
}

function optionOf({ Arn = '', InstanceProfileName = '', Roles: [role] = [] }: InstanceProfile): SelectProps.Option {
  const option = { value: Arn, label: InstanceProfileName, description: role?.Arn ?? Arn }
  return role ? option : { ...option, disabled: true, disabledReason: 'There is no role in this profile.' }
}
