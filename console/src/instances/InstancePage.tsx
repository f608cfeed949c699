import type { IamInstanceProfileAssociation } from '@aws-sdk/client-ec2'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs, { type KeyValuePairsProps } from '@cloudscape-design/components/key-value-pairs'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useParams } from 'react-router'
import { failureOf } from '../aws/failure.ts'
import { profileHref, roleNameIn, useProfile } from '../instance-profiles/profiles.ts'
import { Actions } from '../parts/Actions.tsx'
import { Copyable } from '../parts/Copyable.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { Page } from '../parts/Page.tsx'
import { PageTabs } from '../parts/PageTabs.tsx'
import { Time } from '../parts/Time.tsx'
import { TagsTab } from '../tags/TagsTab.tsx'
import { ABOVE_INSTANCES } from './crumbs.ts'
import { InstanceActions } from './InstanceActions.tsx'
import { InstanceState } from './InstanceState.tsx'
import { isTerminated, nameInArn, nameOf, type ShownInstance, useInstance } from './instances.ts'
import { useAssociation } from './profile-association.ts'

/** EC2 > Instances > one of them. */
export function Component() {
  const { id = '' } = useParams()
  const query = useInstance(id)
  const association = useAssociation(id)
  const { data: instance } = query
  const name = instance ? nameOf(instance) : ''
  return (
    <Page
      title={`Instance summary for ${id}${name === '' ? '' : ` (${name})`}`}
      above={ABOVE_INSTANCES}
      subject={query}
      actions={
        instance && (
          <Actions>
            <Button iconName="refresh" ariaLabel="Refresh instance" onClick={() => void query.refetch()} />
            <InstanceActions chosen={[instance]} />
          </Actions>
        )
      }
    >
      <Loaded query={query}>
        {(shown) => (
          <SpaceBetween size="l">
            <Summary instance={shown} association={association} />
            <PageTabs
              label="Instance"
              tabs={[
                { id: 'details', label: 'Details', content: <Details instance={shown} /> },
                {
                  id: 'security',
                  label: 'Security',
                  content: <Security instance={shown} association={association} />,
                },
                { id: 'networking', label: 'Networking', content: <Networking instance={shown} /> },
                { id: 'storage', label: 'Storage', content: <Storage instance={shown} /> },
                { id: 'tags', label: 'Tags', content: <TagsTab tagged={{ kind: 'instance', id }} /> },
              ]}
            />
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  )
}

interface WithAssociation {
  readonly instance: ShownInstance
  readonly association: UseQueryResult<IamInstanceProfileAssociation | null>
}

const Facts = ({ items, title, actions }: { items: KeyValuePairsProps.Item[]; title: string; actions?: ReactNode }) => (
  <Container
    header={
      <Header variant="h2" actions={actions}>
        {title}
      </Header>
    }
  >
    <KeyValuePairs columns={3} items={items} />
  </Container>
)

function Summary({ instance, association }: WithAssociation) {
  const { InstanceId = '', State, InstanceType, PrivateIpAddress, PrivateDnsName, LaunchTime } = instance
  return (
    <Facts
      title="Instance"
      items={[
        { label: 'Instance ID', value: <Copyable text={InstanceId} what="Instance ID" /> },
        { label: 'Instance state', value: <InstanceState state={State?.Name} /> },
        { label: 'Instance type', value: InstanceType },
        { label: 'IAM role', value: <RoleOf association={association} /> },
        { label: 'Private IPv4 address', value: copyable(PrivateIpAddress, 'Private IPv4 address') },
        { label: 'Private IP DNS name', value: copyable(PrivateDnsName, 'Private IP DNS name') },
        { label: 'Launch time', value: <Time at={LaunchTime} /> },
        { label: 'Availability Zone', value: instance.Placement?.AvailabilityZone },
        {
          label: 'Instance metadata',
          value: isTerminated(instance) ? (
            '-'
          ) : (
            <Link href={`/ec2/instances/${InstanceId}/metadata`}>View instance metadata</Link>
          ),
        },
      ]}
    />
  )
}

const copyable = (text: string | undefined, what: string): ReactNode =>
  text === undefined || text === '' ? '-' : <Copyable text={text} what={what} />

/** The role in the associated profile. */
function RoleOf({ association: { data, error } }: Pick<WithAssociation, 'association'>) {
  if (data === undefined) return error ? failureOf(error).sentence : 'Loading'
  const arn = data?.IamInstanceProfile?.Arn
  return arn === undefined ? '-' : <RoleIn profileName={nameInArn(arn)} />
}

function RoleIn({ profileName }: { readonly profileName: string }) {
  const { data: profile, error } = useProfile(profileName)
  if (error) return failureOf(error).sentence
  if (!profile) return 'Loading'
  const name = roleNameIn(profile)
  return name === undefined ? 'There is no role in the profile' : <Link href={`/iam/roles/${name}`}>{name}</Link>
}

function Details({ instance }: { readonly instance: ShownInstance }) {
  const { InstanceId, ImageId = '', MetadataOptions: options = {} } = instance
  return (
    <SpaceBetween size="l">
      <Facts
        title="Instance details"
        items={[
          { label: 'AMI ID', value: <Copyable text={ImageId} what="AMI ID" /> },
          { label: 'Platform details', value: instance.PlatformDetails },
          { label: 'Architecture', value: instance.Architecture },
          { label: 'Key pair assigned at launch', value: instance.KeyName ?? '-' },
          { label: 'Monitoring', value: instance.Monitoring?.State },
          { label: 'AMI launch index', value: instance.AmiLaunchIndex },
          { label: 'Reservation', value: instance.reservationId },
          { label: 'Owner', value: instance.account },
          { label: 'State transition reason', value: instance.StateTransitionReason || '-' },
        ]}
      />
      <Facts
        title="Instance metadata options"
        actions={
          <Button
            href={`/ec2/instances/${InstanceId}/metadata-options`}
            disabled={isTerminated(instance)}
            disabledReason="It is terminated."
          >
            Modify instance metadata options
          </Button>
        }
        items={[
          { label: 'Instance metadata service', value: capital(options.HttpEndpoint) },
          { label: 'IMDSv2', value: capital(options.HttpTokens) },
          { label: 'Metadata response hop limit', value: options.HttpPutResponseHopLimit },
          { label: 'Tags in metadata', value: capital(options.InstanceMetadataTags) },
          { label: 'Metadata IPv6 endpoint', value: capital(options.HttpProtocolIpv6) },
          { label: 'State', value: capital(options.State) },
        ]}
      />
    </SpaceBetween>
  )
}

const capital = (text = '-'): string => text.charAt(0).toUpperCase() + text.slice(1)

function Security({ instance, association }: WithAssociation) {
  const { InstanceId, SecurityGroups = [] } = instance
  return (
    <Loaded query={association}>
      {(current) => (
        <Facts
          title="Security details"
          actions={
            <Button
              href={`/ec2/instances/${InstanceId}/iam-role`}
              disabled={isTerminated(instance)}
              disabledReason="It is terminated."
            >
              Modify IAM role
            </Button>
          }
          items={[
            { label: 'IAM role', value: <RoleOf association={association} /> },
            { label: 'IAM instance profile ARN', value: <ProfileArn arn={current?.IamInstanceProfile?.Arn} /> },
            {
              label: 'Association ID',
              value: copyable(current?.AssociationId, 'Association ID'),
            },
            { label: 'Association state', value: capital(current?.State) },
            {
              label: 'Security groups',
              value: SecurityGroups.map(({ GroupId, GroupName }) => `${GroupId} (${GroupName})`).join(', ') || '-',
            },
            { label: 'Owner ID', value: instance.account },
          ]}
        />
      )}
    </Loaded>
  )
}

const ProfileArn = ({ arn }: { readonly arn: string | undefined }) =>
  arn === undefined ? (
    '-'
  ) : (
    <SpaceBetween size="xxs">
      <Copyable text={arn} what="IAM instance profile ARN" />
      <Link href={profileHref(nameInArn(arn))}>View instance profile</Link>
    </SpaceBetween>
  )

function Networking({ instance }: { readonly instance: ShownInstance }) {
  const [device] = instance.NetworkInterfaces ?? []
  return (
    <Facts
      title="Networking details"
      items={[
        { label: 'VPC ID', value: copyable(instance.VpcId, 'VPC ID') },
        { label: 'Subnet ID', value: copyable(instance.SubnetId, 'Subnet ID') },
        { label: 'Network interface', value: copyable(device?.NetworkInterfaceId, 'Network interface') },
        { label: 'Private IPv4 address', value: instance.PrivateIpAddress ?? '-' },
        { label: 'Private IP DNS name', value: instance.PrivateDnsName || '-' },
        { label: 'MAC address', value: device?.MacAddress ?? '-' },
      ]}
    />
  )
}

function Storage({ instance }: { readonly instance: ShownInstance }) {
  const { RootDeviceName, RootDeviceType, BlockDeviceMappings = [] } = instance
  return (
    <Facts
      title="Block devices"
      items={[
        { label: 'Root device name', value: RootDeviceName },
        { label: 'Root device type', value: RootDeviceType },
        {
          label: 'Volumes',
          value: BlockDeviceMappings.map(({ DeviceName, Ebs }) => `${DeviceName}: ${Ebs?.VolumeId}`).join(', ') || '-',
        },
      ]}
    />
  )
}
