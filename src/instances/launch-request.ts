import { createHash } from 'node:crypto'
import type { RunInstancesRequest } from '../aws/generated/ec2.ts'
import type { Fail } from '../aws/operation.ts'
import { type DefaultSubnet, defaultNetwork } from './default-network.ts'
import { failInvalidValue, failNotFound, requireIdForm } from './ec2-errors.ts'
import type { InstanceVolume } from './records.ts'

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

/** Refuses what names things that this server has none of, or asks for hardware that it does not keep. */
export function requireLaunchable(
  input: RunInstancesRequest,
  account: string,
  region: string,
  fail: Fail<string>,
): void {
  const { MinCount, MaxCount, KeyName, SecurityGroupIds } = input
  if (MinCount < 1) failInvalidValue(String(MinCount), 'minCount', 'Must be greater than 0.', fail)
  if (MaxCount < MinCount) {
    failInvalidValue(String(MinCount), 'minCount', 'Must be less than or equal to maxCount.', fail)
  }
  const imageId = input.ImageId ?? fail('MissingParameter', 'The request must contain the parameter ImageId')
  requireIdForm([imageId], 'ami', 'InvalidAMIID.Malformed', fail)
  if (KeyName !== undefined) fail('InvalidKeyPair.NotFound', `The key pair '${KeyName}' does not exist`)
  if (
    input.NetworkInterfaces &&
    (SecurityGroupIds || input.SubnetId || input.SecurityGroups || input.PrivateIpAddress)
  ) {
    fail(
      'InvalidParameterCombination',
      'Network interfaces and an instance-level subnet ID, private IP address or security groups may not be specified on the same request',
    )
  }
  requireGroups(launchNetwork(input), account, region, fail)
  for (const [name, asked] of unsupported(input)) {
    if (asked) fail('UnsupportedOperation', `The parameter ${name} is not supported.`)
  }
}

function requireGroups(network: LaunchNetwork, account: string, region: string, fail: Fail<string>): void {
  const { securityGroup, vpcId } = defaultNetwork(account, region)
  for (const id of network.groupIds ?? []) {
    if (id !== securityGroup.id) fail('InvalidGroup.NotFound', `The security group '${id}' does not exist`)
  }
  for (const name of network.groupNames ?? []) {
    if (name !== securityGroup.name) {
      fail('InvalidGroup.NotFound', `The security group '${name}' does not exist in default VPC '${vpcId}'`)
    }
  }
  if (network.interfaceId !== undefined) {
    failNotFound('networkInterface', [network.interfaceId], 'InvalidNetworkInterfaceID.NotFound', fail)
  }
}

/** A parameter that would change what the instance is must not be dropped silently. */
function unsupported(input: RunInstancesRequest): readonly (readonly [string, boolean])[] {
  const given = (value: unknown) => value !== undefined && !(Array.isArray(value) && value.length === 0)
  const { Placement } = input
  return [
    ['LaunchTemplate', given(input.LaunchTemplate)],
    ['InstanceMarketOptions', given(input.InstanceMarketOptions)],
    ['KernelId', given(input.KernelId)],
    ['RamdiskId', given(input.RamdiskId)],
    ['Ipv6AddressCount', (input.Ipv6AddressCount ?? 0) > 0],
    ['Ipv6Address', given(input.Ipv6Addresses)],
    ['ElasticGpuSpecification', given(input.ElasticGpuSpecification)],
    ['ElasticInferenceAccelerator', given(input.ElasticInferenceAccelerators)],
    ['LicenseSpecification', given(input.LicenseSpecifications)],
    ['SecondaryInterface', given(input.SecondaryInterfaces)],
    ['EnclaveOptions', input.EnclaveOptions?.Enabled === true],
    ['HibernationOptions', input.HibernationOptions?.Configured === true],
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

type VolumePlan = Omit<InstanceVolume, 'id' | 'tags'>

const ROOT_DEVICE = '/dev/xvda'

/** The volumes asked for, the root first; without a mapping a root of 8 GiB gp3. */
export function volumePlans(input: RunInstancesRequest): readonly VolumePlan[] {
  const mappings = (input.BlockDeviceMappings ?? []).filter((mapping) => mapping.Ebs && mapping.NoDevice === undefined)
  const plans = mappings.map((mapping): VolumePlan => {
    const { VolumeSize, VolumeType, Iops, Throughput, Encrypted, DeleteOnTermination } = mapping.Ebs ?? {}
    return {
      device: mapping.DeviceName ?? ROOT_DEVICE,
      size: VolumeSize ?? 8,
      type: VolumeType ?? 'gp3',
      iops: Iops,
      throughput: Throughput,
      encrypted: Encrypted ?? false,
      deleteOnTermination: DeleteOnTermination ?? true,
    }
  })
  const root = plans.find((plan) => plan.device === ROOT_DEVICE || plan.device === '/dev/sda1')
  return [root ?? DEFAULT_ROOT, ...plans.filter((plan) => plan !== root)]
}

const DEFAULT_ROOT: VolumePlan = {
  device: ROOT_DEVICE,
  size: 8,
  type: 'gp3',
  iops: undefined,
  throughput: undefined,
  encrypted: false,
  deleteOnTermination: true,
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
