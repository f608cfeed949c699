import type { AttachedPermissionsBoundary } from '@aws-sdk/client-iam'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { notify } from '../app/notify.ts'
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx'
import { type Column, ResourceTable } from '../parts/ResourceTable.tsx'
import { useSteps } from '../parts/use-steps.ts'
import { type HeldPolicy, policyTypeOf, removalOf, useHeldPolicies } from './held-policies.ts'
import { type Holder, holderHref } from './holder.ts'
import { PermissionsBoundary } from './PermissionsBoundary.tsx'
import { PolicyCell } from './PolicyCell.tsx'

const COLUMNS: readonly Column<HeldPolicy>[] = [
  {
    header: 'Policy name',
    value: ({ name }) => name,
    cell: (policy) => <PolicyCell policy={policy} />,
    width: 560,
  },
  { header: 'Type', value: ({ arn }) => policyTypeOf(arn), cell: ({ arn }) => policyTypeOf(arn) },
]

/** `Attached via`, which only a user's policies differ in. */
const ATTACHED_VIA: Column<HeldPolicy> = {
  header: 'Attached via',
  value: ({ holder, arn }) => (holder.kind === 'group' ? `Group ${holder.name}` : arn ? 'Directly' : 'Inline'),
  cell: ({ holder, arn }) => {
    if (holder.kind !== 'group') return arn ? 'Directly' : 'Inline'
    return (
      <>
        Group <Link href={holderHref(holder)}>{holder.name}</Link>
      </>
    )
  },
}

/** The tab Permissions of a role, a user or a group: its policies and its boundary, and how to change them. */
export function PermissionsTab({
  holder,
  boundary,
}: {
  readonly holder: Holder
  /** As GetRole and GetUser answer it. */
  readonly boundary?: AttachedPermissionsBoundary | undefined
}) {
  const navigate = useNavigate()
  const query = useHeldPolicies(holder)
  const [removing, setRemoving] = useState<readonly HeldPolicy[]>()
  return (
    <SpaceBetween size="l">
      <ResourceTable
        title="Permissions policies"
        noun="policy"
        description={`Policies say what the ${holder.kind} is permitted to do. Up to 10 managed policies can be attached.`}
        query={query}
        rowAlign="top"
        columns={holder.kind === 'user' ? [...COLUMNS, ATTACHED_VIA] : COLUMNS}
        // A group's policy may have the name of one of the user's own.
        name={(policy) =>
          [policy.name, ...(policy.holder.kind === holder.kind ? [] : [policy.holder.name])].join(' of ')
        }
        selection="multi"
        empty="No policy applies: everything is denied. Attach a policy, or create an inline policy."
        actions={(selected) => (
          <>
            <Button {...removable(holder, selected)} onClick={() => setRemoving(selected)}>
              Remove
            </Button>
            <ButtonDropdown
              variant="primary"
              items={[
                { id: 'attach-policies', text: 'Attach policies' },
                { id: 'inline-policy', text: 'Create inline policy' },
              ]}
              onItemClick={({ detail }) => void navigate(`${holderHref(holder)}/${detail.id}`)}
            >
              Add permissions
            </ButtonDropdown>
          </>
        )}
      />
      {holder.kind !== 'group' && <PermissionsBoundary kind={holder.kind} name={holder.name} boundary={boundary} />}
      {removing && <Removal policies={removing} holder={holder} dismiss={() => setRemoving(undefined)} />}
    </SpaceBetween>
  )
}

function removable(holder: Holder, selected: readonly HeldPolicy[]) {
  if (selected.length === 0) return { disabled: true, disabledReason: 'Select the policies to remove.' }
  const foreign = selected.find(({ holder: { kind } }) => kind !== holder.kind)
  if (!foreign) return {}
  return { disabled: true, disabledReason: `${foreign.name} is the group's: remove it from ${foreign.holder.name}.` }
}

function Removal({
  policies,
  holder,
  dismiss,
}: {
  readonly policies: readonly HeldPolicy[]
  readonly holder: Holder
  readonly dismiss: () => void
}) {
  const runSteps = useSteps()
  const names = policies.map(({ name }) => name).join(', ')
  const inline = policies.filter(({ arn }) => arn === undefined)
  return (
    <ConfirmDialog
      title={policies.length === 1 ? `Remove ${names}?` : `Remove ${policies.length} policies?`}
      verb="Remove policy"
      act={() => runSteps(policies.map(removalOf))}
      dismiss={dismiss}
      done={() => {
        dismiss()
        notify('success', `Removed ${names} from ${holder.name}.`)
      }}
    >
      <Box>
        {names} will no longer apply to the {holder.kind} {holder.name}.
      </Box>
      {inline.length > 0 && <Box>Deleted for good, because inline: {inline.map(({ name }) => name).join(', ')}.</Box>}
    </ConfirmDialog>
  )
}
