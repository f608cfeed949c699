import Button from '@cloudscape-design/components/button'
import Link from '@cloudscape-design/components/link'
import Select from '@cloudscape-design/components/select'
import { useSearchParams } from 'react-router'
import { region } from '../app/region.ts'
import { profileHref } from '../instance-profiles/profiles.ts'
import { type Column, ResourceTable } from '../parts/ResourceTable.tsx'
import { Time } from '../parts/Time.tsx'
import { InstanceActions } from './InstanceActions.tsx'
import { InstanceState } from './InstanceState.tsx'
import { nameInArn, nameOf, type ShownInstance, useInstances } from './instances.ts'

const profileName = ({ IamInstanceProfile }: ShownInstance): string =>
  IamInstanceProfile?.Arn === undefined ? '' : nameInArn(IamInstanceProfile.Arn)

const COLUMNS: readonly Column<ShownInstance>[] = [
  { header: 'Name', value: nameOf, cell: (instance) => nameOf(instance) || '-' },
  {
    header: 'Instance ID',
    value: ({ InstanceId }) => InstanceId,
    cell: ({ InstanceId }) => <Link href={`/ec2/instances/${InstanceId}`}>{InstanceId}</Link>,
  },
  {
    header: 'Instance state',
    value: ({ State }) => State?.Name,
    cell: ({ State }) => <InstanceState state={State?.Name} />,
  },
  {
    header: 'Instance type',
    wideOnly: true,
    value: ({ InstanceType }) => InstanceType,
    cell: ({ InstanceType }) => InstanceType,
  },
  {
    header: 'IAM instance profile',
    value: profileName,
    cell: (instance) => {
      const name = profileName(instance)
      return name === '' ? '-' : <Link href={profileHref(name)}>{name}</Link>
    },
  },
  {
    header: 'Private IPv4 address',
    wideOnly: true,
    value: ({ PrivateIpAddress }) => PrivateIpAddress,
    cell: ({ PrivateIpAddress }) => PrivateIpAddress ?? '-',
  },
  {
    header: 'Availability Zone',
    wideOnly: true,
    value: ({ Placement }) => Placement?.AvailabilityZone,
    cell: ({ Placement }) => Placement?.AvailabilityZone,
  },
  {
    header: 'Launch time',
    wideOnly: true,
    value: ({ LaunchTime }) => LaunchTime?.getTime(),
    cell: ({ LaunchTime }) => <Time at={LaunchTime} />,
  },
]

const STATES = ['running', 'stopped', 'terminated']
const ALL = { value: '', label: 'All states' }
const OPTIONS = [ALL, ...STATES.map((value) => ({ value, label: `Instance state: ${value}` }))]

/** EC2 > Instances. */
export function Component() {
  const chosenRegion = region.use()
  const [search, setSearch] = useSearchParams()
  const state = search.get('state') ?? ''
  const query = useInstances(state)
  return (
    <ResourceTable
      title="Instances"
      noun="instance"
      heading="h1"
      description={`Of ${chosenRegion}; the menu at the top shows another region's.`}
      query={query}
      columns={COLUMNS}
      name={({ InstanceId = '' }) => InstanceId}
      selection="multi"
      empty={
        <>
          There are no {state} instances in {chosenRegion}. <Link href="/ec2/instances/launch">Launch one</Link> and
          attach a role to it.
        </>
      }
      filter={
        <Select
          ariaLabel="Instance state"
          selectedOption={OPTIONS.find(({ value }) => value === state) ?? ALL}
          options={OPTIONS}
          onChange={({ detail }) => {
            const { value = '' } = detail.selectedOption
            setSearch(value === '' ? {} : { state: value })
          }}
        />
      }
      actions={(chosen) => (
        <>
          <InstanceActions chosen={chosen} />
          <Button variant="primary" href="/ec2/instances/launch">
            Launch instances
          </Button>
        </>
      )}
    />
  )
}
