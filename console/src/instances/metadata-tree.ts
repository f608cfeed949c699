import type { Subnet, Vpc } from '@aws-sdk/client-ec2'
import { iamItem, type ProfileSight } from './iam-metadata.ts'
import type { ShownInstance } from './instances.ts'
import {
  document,
  folder,
  hidden,
  itemOf,
  type MetadataItem,
  seconds,
  type Told,
  UNKNOWN,
  value,
} from './metadata-item.ts'
import { noticeItems } from './notice-metadata.ts'

/** What public APIs tell of an instance's metadata. */
export interface MetadataSources {
  readonly instance: ShownInstance
  readonly region: string
  readonly subnet: Told<Subnet>
  readonly vpc: Told<Vpc>
  /** The public half of the key pair that was named at launch, as the metadata has it; undefined: none was named. */
  readonly publicKey: Told<string | undefined>
  /** undefined: none was given. */
  readonly userData: Told<string | undefined>
  readonly profile: Told<ProfileSight>
}

const ONLY_INSIDE = 'Only the instance itself can read this.'

/** The tree below `latest/`, in the order of the service's own listings, without what this instance has none of. */
export const metadataTree = (sources: MetadataSources): MetadataItem =>
  folder({
    dynamic: dynamic(sources),
    'meta-data': metaData(sources),
    'user-data': itemOf(sources.userData, (text) => (text === undefined ? undefined : value(text))),
  })

function metaData(sources: MetadataSources): MetadataItem {
  const { instance, region, subnet, publicKey } = sources
  const tags = tagsByKey(instance)
  const [device] = instance.NetworkInterfaces ?? []
  const notices = noticeItems(tags)
  const text = (known: string | number | undefined) => (known === undefined ? undefined : value(String(known)))
  const groups = value((instance.SecurityGroups ?? []).map(({ GroupName }) => GroupName).join('\n'))
  const hostname = text(instance.PrivateDnsName)
  const mac = device?.MacAddress ?? ''
  return folder({
    'ami-id': text(instance.ImageId),
    'ami-launch-index': text(instance.AmiLaunchIndex),
    'ami-manifest-path': value('(unknown)'),
    'block-device-mapping': blockDevices(instance),
    events: notices.events,
    hostname,
    iam: iamItem(sources.profile),
    'identity-credentials': folder({
      ec2: folder({
        info: value(document({ Code: 'Success', LastUpdated: UNKNOWN, AccountId: instance.account })),
        'security-credentials': folder({ 'ec2-instance': hidden(ONLY_INSIDE) }),
      }),
    }),
    'instance-action': value('none'),
    'instance-id': text(instance.InstanceId),
    'instance-life-cycle': notices.lifeCycle,
    'instance-type': text(instance.InstanceType),
    'local-hostname': hostname,
    'local-ipv4': text(instance.PrivateIpAddress),
    mac: text(mac),
    metrics: folder({ vhostmd: value('<?xml version="1.0" encoding="UTF-8"?>') }),
    network: folder({ interfaces: folder({ macs: folder({ [mac]: networkInterface(sources, groups) }) }) }),
    placement: folder({
      'availability-zone': text(instance.Placement?.AvailabilityZone),
      'availability-zone-id': itemOf(subnet, ({ AvailabilityZoneId }) => text(AvailabilityZoneId)),
      region: value(region),
    }),
    profile: value('default-hvm'),
    'public-keys': itemOf(publicKey, (key) =>
      key === undefined ? undefined : folder({ 0: folder({ 'openssh-key': value(key) }) }),
    ),
    'reservation-id': value(instance.reservationId),
    'security-groups': groups,
    services: folder({ domain: value('amazonaws.com'), partition: value('aws') }),
    spot: notices.spot,
    tags: instance.MetadataOptions?.InstanceMetadataTags === 'enabled' ? tagItems(tags) : undefined,
  })
}

const tagsByKey = ({ Tags = [] }: ShownInstance): Readonly<Record<string, string>> =>
  Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]))

const tagItems = (tags: Readonly<Record<string, string>>): MetadataItem =>
  folder({
    instance: folder(
      Object.fromEntries(
        Object.keys(tags)
          .sort()
          .map((key) => [key, value(tags[key] ?? '')]),
      ),
    ),
  })

function blockDevices({ BlockDeviceMappings: [root, ...others] = [] }: ShownInstance): MetadataItem {
  const device = value(root?.DeviceName ?? '')
  return folder({
    ami: root && device,
    ...Object.fromEntries(others.map(({ DeviceName = '' }, index) => [`ebs${index + 1}`, value(DeviceName)])),
    root: root && device,
  })
}

function networkInterface({ instance, subnet, vpc }: MetadataSources, groups: MetadataItem): MetadataItem {
  const [device] = instance.NetworkInterfaces ?? []
  const text = (known: string | undefined) => value(known ?? '')
  const vpcCidr = itemOf(vpc, ({ CidrBlock }) => text(CidrBlock))
  return folder({
    'device-number': value(String(device?.Attachment?.DeviceIndex ?? 0)),
    'interface-id': text(device?.NetworkInterfaceId),
    'local-hostname': text(instance.PrivateDnsName),
    'local-ipv4s': text(instance.PrivateIpAddress),
    mac: text(device?.MacAddress),
    'network-card-index': value(String(device?.Attachment?.NetworkCardIndex ?? 0)),
    'owner-id': text(device?.OwnerId),
    'security-group-ids': value((instance.SecurityGroups ?? []).map(({ GroupId }) => GroupId).join('\n')),
    'security-groups': groups,
    'subnet-id': text(instance.SubnetId),
    'subnet-ipv4-cidr-block': itemOf(subnet, ({ CidrBlock }) => text(CidrBlock)),
    'vpc-id': text(instance.VpcId),
    'vpc-ipv4-cidr-block': vpcCidr,
    'vpc-ipv4-cidr-blocks': vpcCidr,
  })
}

const dynamic = ({ instance, region }: MetadataSources): MetadataItem =>
  folder({
    fws: folder({
      'instance-monitoring': value(instance.Monitoring?.State === 'enabled' ? 'enabled' : 'disabled'),
    }),
    'instance-identity': folder({
      document: value(
        document({
          accountId: instance.account,
          architecture: instance.Architecture ?? null,
          availabilityZone: instance.Placement?.AvailabilityZone ?? null,
          billingProducts: null,
          devpayProductCodes: null,
          marketplaceProductCodes: null,
          imageId: instance.ImageId ?? null,
          instanceId: instance.InstanceId ?? null,
          instanceType: instance.InstanceType ?? null,
          kernelId: null,
          pendingTime: instance.LaunchTime ? seconds(instance.LaunchTime) : null,
          privateIp: instance.PrivateIpAddress ?? null,
          ramdiskId: null,
          region,
          version: '2017-09-30',
        }),
      ),
      pkcs7: hidden(ONLY_INSIDE),
      rsa2048: hidden(ONLY_INSIDE),
      signature: hidden(ONLY_INSIDE),
    }),
  })
