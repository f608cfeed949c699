import Link from '@cloudscape-design/components/link'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { notify } from '../app/notify.ts'
import { listGroups } from '../groups/groups.ts'
import { FormPage } from '../parts/FormPage.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { type Column, ResourceTable } from '../parts/ResourceTable.tsx'
import { useSteps } from '../parts/use-steps.ts'
import { policyHref, policyNameOf } from '../permissions/held-policies.ts'
import { type Holder, holderHref } from '../permissions/holder.ts'
import { listRoles } from '../roles/roles.ts'
import { listUsers } from '../users/users.ts'
import { attachments, KIND_NAMES, type PolicyEntity, usePolicyEntities } from './entities.ts'
import { POLICIES_CRUMBS } from './policies.ts'

const COLUMNS: readonly Column<Holder>[] = [
  {
    header: 'Entity name',
    value: ({ name }) => name,
    cell: (holder) => <Link href={holderHref(holder)}>{holder.name}</Link>,
  },
  { header: 'Entity type', value: ({ kind }) => KIND_NAMES[kind], cell: ({ kind }) => KIND_NAMES[kind] },
]

/** Entities attached > Attach. */
export function Component() {
  const [address] = useSearchParams()
  const arn = address.get('arn') ?? ''
  return <Loaded query={usePolicyEntities(arn)}>{(entities) => <Attach arn={arn} entities={entities} />}</Loaded>
}

function Attach({ arn, entities }: { readonly arn: string; readonly entities: readonly PolicyEntity[] }) {
  const navigate = useNavigate()
  const run = useSteps()
  const [chosen, setChosen] = useState<readonly Holder[]>([])
  const attached = new Set(entities.filter(({ usedAs }) => usedAs === 'Permissions policy').map(keyOf))
  const back = `${policyHref(arn)}&tab=entities`
  const name = policyNameOf(arn)
  return (
    <FormPage
      title={`Attach ${name}`}
      above={[...POLICIES_CRUMBS, { text: name, href: back }]}
      submitLabel="Attach policy"
      blocked={chosen.length === 0 ? 'Select the users, user groups and roles to attach the policy to.' : undefined}
      submit={() => run(attachments(arn, chosen))}
      done={() => {
        notify('success', `Attached ${name} to ${chosen.map((holder) => holder.name).join(', ')}.`)
        void navigate(back)
      }}
    >
      <ResourceTable
        title="Entities"
        noun="entity"
        query={useHolders(attached)}
        columns={COLUMNS}
        name={keyOf}
        selection="multi"
        // After a refusal in the midst, those that have it by now are no longer offered.
        selected={chosen.filter((holder) => !attached.has(keyOf(holder)))}
        onSelect={setChosen}
        empty="There is nobody whom the policy could be attached to and who does not have it."
      />
    </FormPage>
  )
}

const keyOf = ({ kind, name }: Holder): string => `${kind} ${name}`

const useHolders = (without: ReadonlySet<string>) =>
  useQuery({
    queryKey: ['holders'],
    queryFn: async (): Promise<Holder[]> => {
      const [users, groups, roles] = await Promise.all([listUsers(), listGroups(), listRoles()])
      return [
        ...users.map(({ UserName = '' }) => ({ kind: 'user' as const, name: UserName })),
        ...groups.map(({ GroupName = '' }) => ({ kind: 'group' as const, name: GroupName })),
        ...roles.map(({ RoleName = '' }) => ({ kind: 'role' as const, name: RoleName })),
      ]
    },
    select: (holders) => holders.filter((holder) => !without.has(keyOf(holder))),
  })
