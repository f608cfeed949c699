import type { Policy } from '@aws-sdk/client-iam'
import Select from '@cloudscape-design/components/select'
import { useCallback, useState } from 'react'
import { type Column, ResourceTable } from '../parts/ResourceTable.tsx'
import { POLICY_TYPES, policyTypeOf } from './held-policies.ts'
import { useManagedPolicies } from './managed-policies.ts'
import { PolicyCell } from './PolicyCell.tsx'

const COLUMNS: readonly Column<Policy>[] = [
  {
    header: 'Policy name',
    value: ({ PolicyName }) => PolicyName,
    cell: ({ PolicyName = '', Arn = '' }) => <PolicyCell policy={{ name: PolicyName, arn: Arn }} />,
    width: 520,
  },
  { header: 'Type', value: ({ Arn }) => policyTypeOf(Arn), cell: ({ Arn }) => policyTypeOf(Arn) },
  {
    header: 'Attached entities',
    value: ({ AttachmentCount }) => AttachmentCount,
    cell: ({ AttachmentCount }) => AttachmentCount,
  },
]

const ANY = 'All types'
const CHOICES = [ANY, ...POLICY_TYPES.filter((type) => type !== 'Customer inline')].map((value) => ({
  value,
  label: value,
}))

/** The managed policies to choose from: searched, filtered by type; what is chosen stays so while either changes. */
export function PolicyPicker({
  title,
  selection,
  selected,
  onSelect,
  without = NONE,
}: {
  readonly title: string
  readonly selection: 'single' | 'multi'
  readonly selected: readonly Policy[]
  readonly onSelect: (selected: readonly Policy[]) => void
  /** ARNs of policies that are not offered: those that are attached already. */
  readonly without?: ReadonlySet<string>
}) {
  const [type, setType] = useState(ANY)
  const wanted = useCallback(
    ({ Arn = '' }: Policy) => !without.has(Arn) && (type === ANY || policyTypeOf(Arn) === type),
    [without, type],
  )
  const query = useManagedPolicies(wanted)
  return (
    <ResourceTable
      title={title}
      noun="policy"
      query={query}
      columns={COLUMNS}
      rowAlign="top"
      name={({ PolicyName = '' }) => PolicyName}
      selection={selection}
      selected={selected}
      onSelect={onSelect}
      empty="There is no policy of this type."
      filter={
        <Select
          options={CHOICES}
          selectedOption={{ value: type, label: type }}
          onChange={({ detail }) => setType(detail.selectedOption.value ?? ANY)}
          ariaLabel="Filter by type"
        />
      }
    />
  )
}

const NONE: ReadonlySet<string> = new Set()
