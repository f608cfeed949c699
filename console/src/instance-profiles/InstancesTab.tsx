import type { IamInstanceProfileAssociation } from '@aws-sdk/client-ec2'
import Button from '@cloudscape-design/components/button'
import Link from '@cloudscape-design/components/link'
import { region } from '../app/region.ts'
import { type Column, ResourceTable } from '../parts/ResourceTable.tsx'
import { useAssociationsOf } from './profiles.ts'

const COLUMNS: readonly Column<IamInstanceProfileAssociation>[] = [
  {
    header: 'Instance ID',
    value: ({ InstanceId }) => InstanceId,
    cell: ({ InstanceId }) => <Link href={`/ec2/instances/${InstanceId}`}>{InstanceId}</Link>,
  },
  { header: 'Association', value: ({ AssociationId }) => AssociationId, cell: ({ AssociationId }) => AssociationId },
  { header: 'State', value: ({ State }) => State, cell: ({ State }) => State },
]

/** The instances that have the profile; regional, as instances are. */
export function InstancesTab({ arn }: { readonly arn: string }) {
  const chosen = region.use()
  return (
    <ResourceTable
      title="Instances"
      noun="instance"
      description={`Instances of the region ${chosen} that have this profile.`}
      query={useAssociationsOf(arn)}
      columns={COLUMNS}
      name={({ InstanceId = '' }) => InstanceId}
      empty="No instance of this region has this profile. Launch one with it, or choose Modify IAM role on an instance."
      actions={() => <Button href="/ec2/instances">View instances</Button>}
    />
  )
}
