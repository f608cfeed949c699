import FormField from '@cloudscape-design/components/form-field'
import Select, { type SelectProps } from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { UseQueryResult } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { useBuckets } from '../buckets/buckets.ts'
import { Problem } from '../parts/Problem.tsx'
import { useHolders, useInlinePolicies, useManagedPolicies } from './policies.ts'
import { holderKind, nameOf } from './subject.ts'

const KINDS: readonly SelectProps.Option[] = [
  { value: 'managed', label: 'Customer managed policy', description: 'Every principal that it is attached to' },
  { value: 'inline', label: 'Inline policy', description: 'Of one user, group or role' },
  { value: 'trust', label: 'Trust policy', description: 'Who may assume a role' },
  { value: 'bucket', label: 'Bucket policy', description: 'Who may do what with a bucket and its objects' },
  { value: 'new', label: 'A further inline policy', description: 'As if a user, group or role had one policy more' },
]

/** The choice of the policy that is changed; it stands in the address. */
export function SubjectFields() {
  const [params, setParams] = useSearchParams()
  const kind = params.get('kind')
  const holder = params.get('holder')
  const choose = (next: Readonly<Record<string, string>>) => setParams(next)
  return (
    <SpaceBetween size="m">
      <FormField label="Kind of policy">
        <Chosen
          options={KINDS}
          value={kind}
          placeholder="Choose what to change"
          onChange={(value) => choose({ kind: value })}
        />
      </FormField>
      {kind === 'managed' && (
        <ManagedField value={params.get('arn')} choose={(arn) => choose({ kind: 'managed', arn })} />
      )}
      {kind === 'bucket' && (
        <BucketField value={params.get('bucket')} choose={(bucket) => choose({ kind: 'bucket', bucket })} />
      )}
      {(kind === 'inline' || kind === 'new' || kind === 'trust') && (
        <HolderField holder={holder} rolesOnly={kind === 'trust'} choose={(arn) => choose({ kind, holder: arn })} />
      )}
      {kind === 'inline' && holder && (
        <InlineField
          holder={holder}
          value={params.get('policy')}
          choose={(policy) => choose({ kind, holder, policy })}
        />
      )}
    </SpaceBetween>
  )
}

type FieldProps = { readonly value: string | null; readonly choose: (value: string) => void }

const ManagedField = (field: FieldProps) => (
  <AskedField
    label="Policy"
    query={useManagedPolicies()}
    option={(value) => ({ value, label: nameOf(value), description: value })}
    placeholder="Choose a policy"
    empty="The account has no customer managed policy."
    {...field}
  />
)

const BucketField = (field: FieldProps) => (
  <AskedField
    label="Bucket"
    query={useBuckets()}
    option={({ Name = '' }) => ({ value: Name, label: Name })}
    placeholder="Choose a bucket"
    empty="The account has no bucket."
    {...field}
  />
)

const InlineField = ({ holder, ...field }: FieldProps & { readonly holder: string }) => (
  <AskedField
    label="Inline policy"
    query={useInlinePolicies(holder)}
    option={(value) => ({ value, label: value })}
    placeholder="Choose a policy"
    empty="It has no inline policy. Choose a further inline policy above."
    {...field}
  />
)

/** A choice among what the server has. */
function AskedField<Item>({
  label,
  query,
  option,
  placeholder,
  empty,
  value,
  choose,
}: FieldProps & {
  readonly label: string
  readonly query: Pick<UseQueryResult<readonly Item[]>, 'data' | 'error' | 'isPending'>
  readonly option: (item: Item) => SelectProps.Option
  readonly placeholder: string
  readonly empty: string
}) {
  if (query.error) return <Problem error={query.error} />
  return (
    <FormField label={label}>
      <Chosen
        options={(query.data ?? []).map(option)}
        value={value}
        loading={query.isPending}
        placeholder={placeholder}
        empty={empty}
        onChange={choose}
      />
    </FormField>
  )
}

function HolderField({
  holder,
  rolesOnly,
  choose,
}: {
  readonly holder: string | null
  readonly rolesOnly: boolean
  readonly choose: (arn: string) => void
}) {
  const query = useHolders()
  if (query.error) return <Problem error={query.error} />
  return (
    <FormField label={rolesOnly ? 'Role' : 'User, group or role'}>
      <HolderSelect holder={holder} rolesOnly={rolesOnly} choose={choose} />
    </FormField>
  )
}

/** A choice of a user, group or role. */
export function HolderSelect({
  holder,
  rolesOnly = false,
  principalsOnly = false,
  choose,
}: {
  readonly holder: string | null
  readonly rolesOnly?: boolean
  /** Leaves out groups, which make no calls. */
  readonly principalsOnly?: boolean
  readonly choose: (arn: string) => void
}) {
  const { data, isPending } = useHolders()
  const group = (label: string, arns: readonly string[] = []): SelectProps.OptionGroup[] =>
    arns.length === 0 ? [] : [{ label, options: arns.map((value) => ({ value, label: nameOf(value) })) }]
  const options = [
    ...(rolesOnly ? [] : group('Users', data?.users)),
    ...(rolesOnly || principalsOnly ? [] : group('Groups', data?.groups)),
    ...group('Roles', data?.roles),
  ]
  return (
    <Chosen
      options={options}
      value={holder}
      loading={isPending}
      placeholder={rolesOnly ? 'Choose a role' : 'Choose whose'}
      empty="The account has none yet."
      onChange={choose}
      {...(holder && { shown: `${nameOf(holder)} (${holderKind(holder)})` })}
    />
  )
}

/** A choice among names, of which there may be thousands. */
function Chosen({
  options,
  value,
  shown,
  placeholder,
  loading = false,
  empty,
  onChange,
}: {
  readonly options: SelectProps.Options
  readonly value: string | null
  readonly shown?: string
  readonly placeholder: string
  readonly loading?: boolean
  readonly empty?: string
  readonly onChange: (value: string) => void
}) {
  const all = options.flatMap((option) => ('options' in option ? option.options : [option]))
  const found = all.find((option) => option.value === value)
  return (
    <Select
      options={options}
      selectedOption={
        found && shown === undefined ? found : value === null ? null : { value, label: shown ?? nameOf(value) }
      }
      placeholder={placeholder}
      filteringType={all.length > 8 ? 'auto' : 'none'}
      filteringAriaLabel="Find"
      virtualScroll={all.length > 100}
      statusType={loading ? 'loading' : 'finished'}
      loadingText="Loading"
      {...(empty !== undefined && { empty })}
      onChange={({ detail }) => onChange(detail.selectedOption.value ?? '')}
    />
  )
}
