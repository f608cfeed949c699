import type { Reservation } from '../aws/generated/ec2.ts'
import { operation } from '../aws/operation.ts'
import { defaultNetwork, privateDnsName, securityGroupsOf, subnetOfZone } from './default-network.ts'
import { describeInstance, stateOf } from './describe-instance.ts'
import { stopDryRun } from './ec2-errors.ts'
import { type FilterFields, filtered, page, refusePagedIds } from './filters.ts'
import { requireInstances, visibleInstances } from './find-instances.ts'
import { describeCheck } from './instance-check.ts'
import { architectureOf } from './instance-types.ts'
import type { InstanceRecord } from './records.ts'

export const DescribeInstances = operation('ec2', 'DescribeInstances', {
  authorization: { kind: 'permissions', check: (call) => [describeCheck('ec2:DescribeInstances', call)] },
  read(call) {
    const { input, state, fail } = call
    refusePagedIds(input.InstanceIds, 'instancesSet', input, fail)
    const asked = input.InstanceIds?.length
      ? requireInstances(state, input.InstanceIds, call)
      : visibleInstances(state, call)
    const matching = filtered(asked, input.Filters, instanceFilters, fail, ({ tags }) => tags)
    stopDryRun(input.DryRun)
    const { items, next } = page(matching, ({ id }) => id, input, fail)
    return { Reservations: reservations(items), NextToken: next }
  },
})

function reservations(items: readonly InstanceRecord[]): Reservation[] {
  const groups = Map.groupBy(items, ({ reservationId }) => reservationId)
  return [...groups].map(([ReservationId, members]) => ({
    ReservationId,
    OwnerId: members[0]?.account,
    Groups: [],
    Instances: members.toSorted((a, b) => a.launchIndex - b.launchIndex).map((instance) => describeInstance(instance)),
  }))
}

const networkOf = ({ account, region }: InstanceRecord) => defaultNetwork(account, region)
const subnetOf = (instance: InstanceRecord) => subnetOfZone(networkOf(instance), instance.availabilityZone)
const unlessGone =
  (value: (instance: InstanceRecord) => string) =>
  (instance: InstanceRecord): readonly string[] =>
    instance.state === 'terminated' ? [] : [value(instance)]
const groups =
  (field: 'id' | 'name') =>
  (instance: InstanceRecord): readonly string[] =>
    instance.state === 'terminated' ? [] : securityGroupsOf(instance).map((group) => group[field])

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html */
export const instanceFilters: FilterFields<InstanceRecord> = {
  architecture: ({ type }) => [architectureOf(type)],
  'availability-zone': ({ availabilityZone }) => [availabilityZone],
  'availability-zone-id': (instance) => [subnetOf(instance).availabilityZoneId],
  'block-device-mapping.device-name': ({ volumes }) => volumes.map(({ device }) => device),
  'block-device-mapping.volume-id': ({ volumes }) => volumes.map(({ id }) => id),
  'client-token': ({ clientToken }) => [clientToken],
  'dns-name': () => [''],
  'iam-instance-profile.arn': ({ association }) => [association?.profileArn],
  'iam-instance-profile.id': ({ association }) => [association?.profileId],
  'iam-instance-profile.name': ({ association }) => [association?.profileName],
  'image-id': ({ imageId }) => [imageId],
  'instance-id': ({ id }) => [id],
  'instance-state-code': ({ state }) => [stateOf(state).Code],
  'instance-state-name': ({ state }) => [state],
  'instance-type': ({ type }) => [type],
  'instance.group-id': groups('id'),
  'instance.group-name': groups('name'),
  'key-name': ({ keyPair }) => [keyPair?.name],
  'launch-index': ({ launchIndex }) => [launchIndex],
  'launch-time': ({ launchTime }) => [new Date(launchTime).toISOString()],
  'metadata-options.http-endpoint': ({ metadataOptions }) => [metadataOptions.httpEndpoint],
  'metadata-options.http-put-response-hop-limit': ({ metadataOptions }) => [metadataOptions.httpPutResponseHopLimit],
  'metadata-options.http-tokens': ({ metadataOptions }) => [metadataOptions.httpTokens],
  'metadata-options.instance-metadata-tags': ({ metadataOptions }) => [metadataOptions.instanceMetadataTags],
  'monitoring-state': ({ monitoring }) => [monitoring ? 'enabled' : 'disabled'],
  'network-interface.group-id': groups('id'),
  'network-interface.group-name': groups('name'),
  'network-interface.network-interface-id': unlessGone(({ networkInterfaceId }) => networkInterfaceId),
  'network-interface.mac-address': unlessGone(({ mac }) => mac),
  'owner-id': ({ account }) => [account],
  'private-dns-name': unlessGone(({ region, privateIp }) => privateDnsName(region, privateIp)),
  'private-ip-address': unlessGone(({ privateIp }) => privateIp),
  'reservation-id': ({ reservationId }) => [reservationId],
  'root-device-name': ({ volumes }) => [volumes[0]?.device],
  'root-device-type': () => ['ebs'],
  'state-reason-code': ({ state }) => (state === 'running' ? [] : ['Client.UserInitiatedShutdown']),
  'subnet-id': unlessGone((instance) => subnetOf(instance).id),
  tenancy: () => ['default'],
  'virtualization-type': () => ['hvm'],
  'vpc-id': unlessGone((instance) => networkOf(instance).vpcId),
}
