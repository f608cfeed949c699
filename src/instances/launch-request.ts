import { createHash } from 'node:crypto'
import type { RunInstancesRequest } from '../aws/generated/ec2.ts'
import type { Fail } from '../aws/operation.ts'
import type { State } from '../state/table.ts'
import { type DefaultSubnet, defaultNetwork } from './default-network.ts'
import { failInvalidValue, failNotFound, requireIdForm } from './ec2-errors.ts'
import type { LaunchImage } from './images/catalogue.ts'
import { findKeyPair, type KeyPair } from './key-pairs/records.ts'
import type { GroupReference, Place } from './records.ts'
import { failNoGroup, findNamedGroup } from './security-groups/find-groups.ts'
import { VOLUME_TYPES, type VolumePlan } from './volumes.ts'

/** Where the instances of a request go: its interface's fields stand for the request's own. */
export interface LaunchNetwork {
  readonly subnetId: string | undefined
  readonly groupIds: readonly string[] | undefined
  readonly groupNames: readonly string[] | undefined
  readonly privateIp: string | undefined
  readonly publicIp: boolean | undefined
  readonly interfaceId: string | undefined
}

export function launchNetwork(input: RunInstancesRequest): LaunchNetwork {
  const device = input.NetworkInterfaces?.[0]
  const primary = device?.PrivateIpAddresses?.find((address) => address.Primary)?.PrivateIpAddress
  return {
    subnetId: device?.SubnetId ?? input.SubnetId,
    groupIds: device?.Groups ?? input.SecurityGroupIds,
    groupNames: input.SecurityGroups,
    privateIp: device?.PrivateIpAddress ?? primary ?? input.PrivateIpAddress,
    publicIp: device?.AssociatePublicIpAddress,
    interfaceId: device?.NetworkInterfaceId,
  }
}

/** Of one interface. https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups */
export const MAX_GROUPS = 16

/** Terraform sends the zone empty when none is chosen; EC2 takes that for none. */
const placement = ({ Placement }: RunInstancesRequest) => ({
  zone: Placement?.AvailabilityZone || undefined,
  zoneId: Placement?.AvailabilityZoneId || undefined,
})

/** The default subnet that the request names, by id or by zone, else the first. undefined: it names another. */
export function findLaunchSubnet(
  input: RunInstancesRequest,
  account: string,
  region: string,
): DefaultSubnet | undefined {
  const { subnets } = defaultNetwork(account, region)
  const { subnetId } = launchNetwork(input)
  const { zone, zoneId } = placement(input)
  return subnets.find(
    (subnet) =>
      (subnetId === undefined || subnet.id === subnetId) &&
      (zone === undefined || subnet.availabilityZone === zone) &&
      (zoneId === undefined || subnet.availabilityZoneId === zoneId),
  )
}

/** The default subnet that the request names, or EC2's error for the name that is wrong. */
export function launchSubnet(
  input: RunInstancesRequest,
  account: string,
  region: string,
  fail: Fail<string>,
): DefaultSubnet {
  const found = findLaunchSubnet(input, account, region)
  if (found) return found
  const { subnets } = defaultNetwork(account, region)
  const { subnetId } = launchNetwork(input)
  const { zone, zoneId } = placement(input)
  if (subnetId !== undefined && !subnets.some((subnet) => subnet.id === subnetId)) {
    return fail('InvalidSubnetID.NotFound', `The subnet ID '${subnetId}' does not exist`)
  }
  if (subnetId !== undefined) {
    return failInvalidValue(zone ?? zoneId ?? '', 'availabilityZone', `It is not the zone of ${subnetId}.`, fail)
  }
  return zone === undefined
    ? fail('InvalidParameterValue', `Invalid availability zone-id: [${zoneId}]`)
    : fail('InvalidParameterValue', `Invalid availability zone: [${zone}]`)
}

/** Refuses numbers and names that no launch can have, and hardware that this server does not keep. */
export function requireLaunchable(input: RunInstancesRequest, fail: Fail<string>): void {
  const { MinCount, MaxCount, SecurityGroupIds } = input
  if (MinCount < 1) failInvalidValue(String(MinCount), 'minCount', 'Must be greater than 0.', fail)
  if (MaxCount < MinCount) {
    failInvalidValue(String(MinCount), 'minCount', 'Must be less than or equal to maxCount.', fail)
  }
  const imageId = input.ImageId ?? fail('MissingParameter', 'The request must contain the parameter ImageId')
  requireIdForm([imageId], 'ami', 'InvalidAMIID.Malformed', fail)
  if (
    input.NetworkInterfaces?.length &&
    (SecurityGroupIds?.length || input.SubnetId || input.SecurityGroups?.length || input.PrivateIpAddress)
  ) {
    fail(
      'InvalidParameterCombination',
      'Network interfaces and an instance-level subnet ID, private IP address or security groups may not be specified on the same request',
    )
  }
  const { interfaceId } = launchNetwork(input)
  if (interfaceId !== undefined) {
    failNotFound('networkInterface', [interfaceId], 'InvalidNetworkInterfaceID.NotFound', fail)
  }
  for (const [name, asked] of unsupported(input)) {
    if (asked) fail('UnsupportedOperation', `The parameter ${name} is not supported.`)
  }
}

/** The groups that the request names, each once; undefined: it names none. Error: InvalidGroup.NotFound. */
export function launchGroups(
  state: State,
  place: Place,
  input: RunInstancesRequest,
  fail: Fail<string>,
): readonly GroupReference[] | undefined {
  const { groupIds = [], groupNames = [] } = launchNetwork(input)
  const named = [...groupIds.map((GroupId) => ({ GroupId })), ...groupNames.map((GroupName) => ({ GroupName }))]
  const found = named.map((name) => findNamedGroup(state, place, name) ?? failNoGroup(place, name, fail))
  const once = new Map(found.map(({ id, name }) => [id, { id, name }]))
  return once.size === 0 ? undefined : [...once.values()]
}

/** The key pair that the request names. Error: InvalidKeyPair.NotFound. */
export function launchKeyPair(
  state: State,
  place: Place,
  { KeyName }: RunInstancesRequest,
  fail: Fail<string>,
): KeyPair | undefined {
  if (KeyName === undefined) return undefined
  return (
    findKeyPair(state, place, KeyName) ?? fail('InvalidKeyPair.NotFound', `The key pair '${KeyName}' does not exist`)
  )
}

/** A parameter that would change what the instance is must not be dropped silently. */
function unsupported(input: RunInstancesRequest): readonly (readonly [string, boolean])[] {
  const given = (value: unknown) => value !== undefined && !(Array.isArray(value) && value.length === 0)
  const { Placement, PrivateDnsNameOptions: names, CpuOptions: cpu } = input
  const device = input.NetworkInterfaces?.[0]
  const unless = (plain: string, value: string | undefined) => value !== undefined && value !== plain
  return [
    ['InstanceMarketOptions', given(input.InstanceMarketOptions)],
    ['KernelId', given(input.KernelId)],
    ['RamdiskId', given(input.RamdiskId)],
    ['Ipv6AddressCount', (input.Ipv6AddressCount ?? 0) > 0],
    ['Ipv6Address', given(input.Ipv6Addresses)],
    ['ElasticGpuSpecification', given(input.ElasticGpuSpecification)],
    ['ElasticInferenceAccelerator', given(input.ElasticInferenceAccelerators)],
    ['LicenseSpecification', given(input.LicenseSpecifications)],
    ['SecondaryInterface', given(input.SecondaryInterfaces)],
    ['CpuOptions.AmdSevSnp', unless('disabled', cpu?.AmdSevSnp)],
    ['CpuOptions.NestedVirtualization', unless('disabled', cpu?.NestedVirtualization)],
    [
      'CapacityReservationSpecification',
      unless('open', input.CapacityReservationSpecification?.CapacityReservationPreference),
    ],
    ['CapacityReservationTarget', given(input.CapacityReservationSpecification?.CapacityReservationTarget)],
    ['MaintenanceOptions.AutoRecovery', unless('default', input.MaintenanceOptions?.AutoRecovery)],
    [
      'NetworkPerformanceOptions.BandwidthWeighting',
      unless('default', input.NetworkPerformanceOptions?.BandwidthWeighting),
    ],
    ['PrivateDnsNameOptions.HostnameType', unless('ip-name', names?.HostnameType)],
    ['PrivateDnsNameOptions.EnableResourceNameDnsARecord', names?.EnableResourceNameDnsARecord === true],
    ['PrivateDnsNameOptions.EnableResourceNameDnsAAAARecord', names?.EnableResourceNameDnsAAAARecord === true],
    ['EnablePrimaryIpv6', input.EnablePrimaryIpv6 === true],
    ['EnclaveOptions', input.EnclaveOptions?.Enabled === true],
    ['HibernationOptions', input.HibernationOptions?.Configured === true],
    ['NetworkInterface.DeleteOnTermination', device?.DeleteOnTermination === false],
    ['NetworkInterface.InterfaceType', unless('interface', device?.InterfaceType)],
    ['NetworkInterface.Ipv6AddressCount', (device?.Ipv6AddressCount ?? 0) > 0],
    ['NetworkInterface.Ipv6Addresses', given(device?.Ipv6Addresses)],
    ['NetworkInterface.PrivateIpAddresses.2', (device?.PrivateIpAddresses?.length ?? 0) > 1],
    ['NetworkInterface.SecondaryPrivateIpAddressCount', (device?.SecondaryPrivateIpAddressCount ?? 0) > 0],
    ['NetworkInterface.2', (input.NetworkInterfaces?.length ?? 0) > 1],
    ['NetworkInterface.AssociatePublicIpAddress', launchNetwork(input).publicIp === true],
    ['Placement.GroupName', given(Placement?.GroupName) && Placement?.GroupName !== ''],
    ['Placement.HostId', given(Placement?.HostId) && Placement?.HostId !== ''],
    ['Placement.Tenancy', given(Placement?.Tenancy) && Placement?.Tenancy !== '' && Placement?.Tenancy !== 'default'],
  ]
}

/** The user data as given, once it is known to be base64 of at most 16 KB. */
export function readUserData(userData: string | undefined, fail: Fail<string>): string | undefined {
  if (userData === undefined || userData === '') return undefined
  const bytes = Buffer.from(userData, 'base64')
  const text = userData.replace(/\s+/g, '')
  if (bytes.toString('base64').replace(/=+$/, '') !== text.replace(/=+$/, '')) {
    return fail('InvalidParameterValue', 'Invalid BASE64 encoding of user data.')
  }
  if (bytes.length > 16 * 1024) return fail('InvalidParameterValue', 'User data is limited to 16384 bytes')
  return text
}

/** The volumes asked for, the image's root first; what is not said of a root is as in its image. */
export function volumePlans(input: RunInstancesRequest, image: LaunchImage): readonly VolumePlan[] {
  const mappings = (input.BlockDeviceMappings ?? []).filter((mapping) => mapping.Ebs && mapping.NoDevice === undefined)
  const plans = mappings.map((mapping): VolumePlan => {
    const { VolumeSize, VolumeType, Iops, Throughput, Encrypted, DeleteOnTermination } = mapping.Ebs ?? {}
    const device = mapping.DeviceName ?? image.rootDevice
    const isRoot = isRootDevice(device, image)
    return {
      device,
      snapshotId: isRoot ? image.snapshotId : undefined,
      size: VolumeSize ?? image.size,
      type: VolumeType ?? (isRoot ? image.volumeType : 'gp3'),
      iops: Iops,
      throughput: Throughput,
      encrypted: Encrypted ?? false,
      deleteOnTermination: DeleteOnTermination ?? true,
    }
  })
  const root = plans.find(({ device }) => isRootDevice(device, image)) ?? imageRoot(image)
  return [root, ...plans.filter((plan) => plan !== root)]
}

/** An image of which nothing is known may have its root at either of the usual names. */
const isRootDevice = (device: string, { rootDevice, published }: LaunchImage): boolean =>
  device === rootDevice || (published === undefined && device === '/dev/sda1')

const imageRoot = ({ rootDevice, snapshotId, size, volumeType }: LaunchImage): VolumePlan => ({
  device: rootDevice,
  snapshotId,
  size,
  type: volumeType,
  iops: undefined,
  throughput: undefined,
  encrypted: false,
  deleteOnTermination: true,
})

/** Refuses volumes that no launch can have, and snapshots and keys that do not exist. */
export function requireVolumes(input: RunInstancesRequest, image: LaunchImage, fail: Fail<string>): void {
  const devices = (input.BlockDeviceMappings ?? []).map(({ DeviceName }) => DeviceName)
  const twice = devices.find((device, index) => devices.indexOf(device) !== index)
  if (twice !== undefined) {
    fail('InvalidBlockDeviceMapping', `Duplicate device name '${twice}' in the block device mapping`)
  }
  for (const { Ebs } of input.BlockDeviceMappings ?? []) {
    if (Ebs?.SnapshotId !== undefined && Ebs.SnapshotId !== image.snapshotId) {
      fail('InvalidSnapshot.NotFound', `The snapshot '${Ebs.SnapshotId}' does not exist.`)
    }
    if (Ebs?.KmsKeyId !== undefined) {
      fail('UnsupportedOperation', 'The parameter BlockDeviceMapping.Ebs.KmsKeyId is not supported.')
    }
  }
  for (const { type, size, snapshotId } of volumePlans(input, image)) {
    if (!VOLUME_TYPES.includes(type)) fail('InvalidParameterValue', `Invalid volume type: ${type}`)
    if (size < 1 || size > 65536) failInvalidValue(String(size), 'volumeSize', 'Must be between 1 and 65536 GiB.', fail)
    if (snapshotId !== undefined && size < image.size) {
      fail(
        'InvalidBlockDeviceMapping',
        `Volume of size ${size}GB is smaller than snapshot '${snapshotId}', expect size >= ${image.size}GB`,
      )
    }
  }
}

/** A digest of everything asked but the token itself, for idempotency. */
export function requestDigest(input: RunInstancesRequest): string {
  const text = JSON.stringify({ ...input, ClientToken: undefined, DryRun: undefined }, sortKeys)
  return createHash('sha256').update(text).digest('base64url')
}

const sortKeys = (_key: string, value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value
