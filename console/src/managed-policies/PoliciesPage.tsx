import type { Policy } from '@aws-sdk/client-iam'
import Button from '@cloudscape-design/components/button'
import Select from '@cloudscape-design/components/select'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { type Column, ResourceTable } from '../parts/ResourceTable.tsx'
import { Time } from '../parts/Time.tsx'
import { POLICY_TYPES, policyTypeOf } from '../permissions/held-policies.ts'
import { useManagedPolicies } from '../permissions/managed-policies.ts'
import { PolicyCell } from '../permissions/PolicyCell.tsx'
import { DeletePolicyDialog } from './DeletePolicyDialog.tsx'

const COLUMNS: readonly Column<Policy>[] = [
  {
    header: 'Policy name',
    value: ({ PolicyName }) => PolicyName,
    cell: ({ PolicyName = '', Arn = '' }) => <PolicyCell policy={{ name: PolicyName, arn: Arn }} />,
    width: 360,
  },
  { header: 'Type', value: ({ Arn }) => policyTypeOf(Arn), cell: ({ Arn }) => policyTypeOf(Arn) },
  {
    header: 'Used as',
    value: ({ AttachmentCount = 0, PermissionsBoundaryUsageCount = 0 }) =>
      AttachmentCount + PermissionsBoundaryUsageCount,
    cell: usedAs,
  },
  {
    header: 'Last updated',
    wideOnly: true,
    value: ({ UpdateDate }) => UpdateDate?.getTime(),
    cell: ({ UpdateDate }) => <Time at={UpdateDate} />,
  },
]

function usedAs({ AttachmentCount = 0, PermissionsBoundaryUsageCount = 0 }: Policy): string {
  const uses = [
    ...(AttachmentCount > 0 ? [`Permissions policy (${AttachmentCount})`] : []),
    ...(PermissionsBoundaryUsageCount > 0 ? [`Boundary (${PermissionsBoundaryUsageCount})`] : []),
  ]
  return uses.join(', ') || 'None'
}

const ALL = 'All types'
const FILTERS = [ALL, ...POLICY_TYPES.filter((type) => type !== 'Customer inline')].map((value) => ({
  value,
  label: value,
}))

/** IAM > Policies. */
export function Component() {
  const [address, setAddress] = useSearchParams()
  const wanted = address.get('type')
  const type = FILTERS.find(({ value }) => value === wanted)?.value ?? ALL
  const query = useManagedPolicies(({ Arn }) => type === ALL || policyTypeOf(Arn) === type)
  const [deleting, setDeleting] = useState<Policy>()
  return (
    <>
      <ResourceTable
        title="Policies"
        noun="policy"
        heading="h1"
        description="A managed policy says what is permitted, and applies to every user, group and role that it is attached to."
        query={query}
        columns={COLUMNS}
        name={({ PolicyName = '' }) => PolicyName}
        selection="single"
        empty="There are no policies of this type yet. Create one to attach it to users, groups and roles."
        filter={
          <Select
            ariaLabel="Filter by type"
            selectedOption={{ value: type, label: type }}
            options={FILTERS}
            onChange={({ detail }) => setAddress({ type: detail.selectedOption.value ?? ALL }, { replace: true })}
          />
        }
        actions={([selected]) => (
          <>
            <Button {...deletable(selected)} onClick={() => setDeleting(selected)}>
              Delete
            </Button>
            <Button variant="primary" href="/iam/policies/create">
              Create policy
            </Button>
          </>
        )}
      />
      {deleting && (
        <DeletePolicyDialog
          policy={deleting}
          dismiss={() => setDeleting(undefined)}
          done={() => {
            setDeleting(undefined)
            void query.refetch()
          }}
        />
      )}
    </>
  )
}

function deletable(selected: Policy | undefined) {
  if (!selected) return { disabled: true, disabledReason: 'Select the policy to delete.' }
  if (policyTypeOf(selected.Arn) === 'Customer managed') return {}
  return { disabled: true, disabledReason: 'A policy of AWS cannot be deleted.' }
}
