import FormField from '@cloudscape-design/components/form-field'
import Select, { type SelectProps } from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
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
        <ManagedField arn={params.get('arn')} choose={(arn) => choose({ kind: 'managed', arn })} />
      )}
      {kind === 'bucket' && (
        <BucketField bucket={params.get('bucket')} choose={(bucket) => choose({ kind: 'bucket', bucket })} />
      )}
      {(kind === 'inline' || kind === 'new' || kind === 'trust') && (
        <HolderField holder={holder} rolesOnly={kind === 'trust'} choose={(arn) => choose({ kind, holder: arn })} />
      )}
      {kind === 'inline' && holder && (
        <InlineField
          holder={holder}
          policy={params.get('policy')}
          choose={(policy) => choose({ kind, holder, policy })}
        />
      )}
    </SpaceBetween>
  )
}

function ManagedField({ arn, choose }: { readonly arn: string | null; readonly choose: (arn: string) => void }) {
  const query = useManagedPolicies()
  if (query.error) return <Problem error={query.error} />
  return (
    <FormField label="Policy">
      <Chosen
        options={(query.data ?? []).map((value) => ({ value, label: nameOf(value), description: value }))}
        value={arn}
        loading={query.isPending}
        placeholder="Choose a policy"
        empty="The account has no customer managed policy."
        onChange={choose}
      />
    </FormField>
  )
}

function BucketField({
  bucket,
  choose,
}: {
  readonly bucket: string | null
  readonly choose: (bucket: string) => void
}) {
  const query = useBuckets()
  if (query.error) return <Problem error={query.error} />
  return (
    <FormField label="Bucket">
      <Chosen
        options={(query.data ?? []).map(({ Name = '' }) => ({ value: Name, label: Name }))}
        value={bucket}
        loading={query.isPending}
        placeholder="Choose a bucket"
        empty="The account has no bucket."
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

function InlineField({
  holder,
  policy,
  choose,
}: {
  readonly holder: string
  readonly policy: string | null
  readonly choose: (name: string) => void
}) {
  const query = useInlinePolicies(holder)
  if (query.error) return <Problem error={query.error} />
  return (
    <FormField label="Inline policy">
      <Chosen
        options={(query.data ?? []).map((value) => ({ value, label: value }))}
        value={policy}
        loading={query.isPending}
        placeholder="Choose a policy"
        empty="It has no inline policy. Choose a further inline policy above."
        onChange={choose}
      />
    </FormField>
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
