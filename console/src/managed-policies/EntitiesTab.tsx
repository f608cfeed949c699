import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Link from '@cloudscape-design/components/link'
import { useState } from 'react'
import { notify } from '../app/notify.ts'
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx'
import { type Column, ResourceTable } from '../parts/ResourceTable.tsx'
import { useSteps } from '../parts/use-steps.ts'
import { policyNameOf } from '../permissions/held-policies.ts'
import { holderHref } from '../permissions/holder.ts'
import { detachments, KIND_NAMES, type PolicyEntity, usePolicyEntities } from './entities.ts'

const COLUMNS: readonly Column<PolicyEntity>[] = [
  {
    header: 'Entity name',
    value: ({ name }) => name,
    cell: (entity) => <Link href={holderHref(entity)}>{entity.name}</Link>,
  },
  { header: 'Entity type', value: ({ kind }) => KIND_NAMES[kind], cell: ({ kind }) => KIND_NAMES[kind] },
  { header: 'Used as', value: ({ usedAs }) => usedAs, cell: ({ usedAs }) => usedAs },
]

/** Who has the policy, with the ways to give it to others and to take it away. */
export function EntitiesTab({ arn }: { readonly arn: string }) {
  const query = usePolicyEntities(arn)
  const run = useSteps()
  const [detaching, setDetaching] = useState<readonly PolicyEntity[]>()
  return (
    <>
      <ResourceTable
        title="Attached entities"
        noun="entity"
        query={query}
        columns={COLUMNS}
        name={({ kind, name, usedAs }) => `${kind} ${name}${usedAs === 'Permissions boundary' ? ' (boundary)' : ''}`}
        selection="multi"
        description="The users, user groups and roles that the policy applies to, and those that it bounds."
        empty="The policy is not attached to anything. Attach it to users, user groups or roles to have it apply."
        actions={(selected) => (
          <>
            <Button {...detachable(selected)} onClick={() => setDetaching(selected)}>
              Detach
            </Button>
            <Button variant="primary" href={`/iam/policies/attach?arn=${encodeURIComponent(arn)}`}>
              Attach
            </Button>
          </>
        )}
      />
      {detaching && (
        <ConfirmDialog
          title={`Detach ${policyNameOf(arn)}?`}
          verb="Detach policy"
          act={() => run(detachments(arn, detaching))}
          dismiss={() => setDetaching(undefined)}
          done={() => {
            setDetaching(undefined)
            notify('success', `Detached ${policyNameOf(arn)} from ${detaching.map(({ name }) => name).join(', ')}.`)
          }}
        >
          <Box>It will no longer apply to {detaching.map(({ kind, name }) => `the ${kind} ${name}`).join(', ')}.</Box>
        </ConfirmDialog>
      )}
    </>
  )
}

function detachable(selected: readonly PolicyEntity[]) {
  if (selected.length === 0) return { disabled: true, disabledReason: 'Select the entities to detach from.' }
  const bound = selected.find(({ usedAs }) => usedAs === 'Permissions boundary')
  if (!bound) return {}
  return { disabled: true, disabledReason: `It bounds ${bound.name}: change the boundary on that page.` }
}
