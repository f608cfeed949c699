import { operation } from '../aws/operation.ts'
import { defaultNetwork, securityGroupsOf, subnetOfZone } from './default-network.ts'
import { describeInstance } from './describe-instance.ts'
import { failNotFound, requireIdForm, stopDryRun } from './ec2-errors.ts'
import { type FilterFields, filtered, page, refusePagedIds } from './filters.ts'
import { visibleInstances } from './find-instances.ts'
import { describeCheck } from './instance-check.ts'
import type { InstanceRecord } from './records.ts'
import { tagList } from './tags.ts'

/** Every instance that is not terminated has one interface, made and ended with it. */
export const DescribeNetworkInterfaces = operation('ec2', 'DescribeNetworkInterfaces', {
  authorization: { kind: 'permissions', check: (call) => [describeCheck('ec2:DescribeNetworkInterfaces', call)] },
  read(call) {
    const { input, state, fail } = call
    const ids = input.NetworkInterfaceIds ?? []
    refusePagedIds(ids, 'networkInterfaceIdSet', input, fail)
    requireIdForm(ids, 'eni', 'InvalidNetworkInterfaceId.Malformed', fail)
    const attached = visibleInstances(state, call).filter((instance) => instance.state !== 'terminated')
    const missing = ids.filter((id) => !attached.some(({ networkInterfaceId }) => networkInterfaceId === id))
    if (missing.length > 0) failNotFound('networkInterface', missing, 'InvalidNetworkInterfaceID.NotFound', fail)
    const asked = attached.filter(({ networkInterfaceId }) => ids.length === 0 || ids.includes(networkInterfaceId))
    const matching = filtered(asked, input.Filters, FILTERS, fail, ({ networkInterfaceTags }) => networkInterfaceTags)
    stopDryRun(input.DryRun)
    const { items, next } = page(matching, ({ id }) => id, input, fail)
    return { NetworkInterfaces: items.map(networkInterface), NextToken: next }
  },
})

function networkInterface(instance: InstanceRecord) {
  const [attached] = describeInstance(instance).NetworkInterfaces ?? []
  return {
    ...attached,
    AvailabilityZone: instance.availabilityZone,
    Attachment: { ...attached?.Attachment, InstanceId: instance.id, InstanceOwnerId: instance.account },
    RequesterManaged: false,
    TagSet: tagList(instance.networkInterfaceTags),
  }
}

const networkOf = ({ account, region }: InstanceRecord) => defaultNetwork(account, region)

const FILTERS: FilterFields<InstanceRecord> = {
  'addresses.private-ip-address': ({ privateIp }) => [privateIp],
  'attachment.attachment-id': ({ attachmentId }) => [attachmentId],
  'attachment.device-index': () => [0],
  'attachment.instance-id': ({ id }) => [id],
  'attachment.status': () => ['attached'],
  'availability-zone': ({ availabilityZone }) => [availabilityZone],
  description: () => [''],
  'group-id': (instance) => securityGroupsOf(instance).map(({ id }) => id),
  'group-name': (instance) => securityGroupsOf(instance).map(({ name }) => name),
  'interface-type': () => ['interface'],
  'requester-managed': () => [false],
  'mac-address': ({ mac }) => [mac],
  'network-interface-id': ({ networkInterfaceId }) => [networkInterfaceId],
  'owner-id': ({ account }) => [account],
  'private-ip-address': ({ privateIp }) => [privateIp],
  status: () => ['in-use'],
  'subnet-id': (instance) => [subnetOfZone(networkOf(instance), instance.availabilityZone).id],
  'vpc-id': (instance) => [networkOf(instance).vpcId],
}
