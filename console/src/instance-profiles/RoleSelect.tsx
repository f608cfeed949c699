import FormField from '@cloudscape-design/components/form-field'
import Select from '@cloudscape-design/components/select'
import { Problem } from '../parts/Problem.tsx'
import { type ListedRole, useRoles } from '../roles/roles.ts'

/** A role for an instance profile, those that trust EC2 first. */
export function RoleSelect({
  label = 'Role',
  value,
  onChange,
}: {
  readonly label?: string
  readonly value: string
  readonly onChange: (role: string) => void
}) {
  const query = useRoles()
  const roles = query.data ?? []
  const chosen = roles.find(({ RoleName }) => RoleName === value)
  return (
    <FormField
      label={label}
      description="EC2 can assume a role for an instance only when the role's trust policy trusts ec2.amazonaws.com."
    >
      <Select
        placeholder="Choose a role"
        selectedOption={chosen ? optionOf(chosen) : value === '' ? null : { value, label: value }}
        options={[
          { label: 'Roles that trust EC2', options: roles.filter(trustsEc2).map(optionOf) },
          { label: 'Other roles', options: roles.filter((role) => !trustsEc2(role)).map(optionOf) },
        ]}
        filteringType="auto"
        filteringPlaceholder="Find roles"
        filteringAriaLabel="Find roles"
        virtualScroll
        empty="There are no roles."
        statusType={query.isPending ? 'loading' : 'finished'}
        loadingText="Loading roles"
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? '')}
      />
      {query.error && <Problem error={query.error} retry={() => void query.refetch()} />}
    </FormField>
  )
}

const trustsEc2 = ({ trusted }: ListedRole): boolean => trusted.split(', ').includes('AWS Service: ec2')

const optionOf = ({ RoleName = '', trusted }: ListedRole) => ({
  value: RoleName,
  label: RoleName,
  description: trusted,
})
