import type { Instance, InstanceBlockDeviceMapping, InstanceMetadataOptionsResponse } from '../aws/generated/ec2.ts'
import { defaultNetwork, privateDnsName, securityGroupsOf, subnetOfZone } from './default-network.ts'
import { architectureOf, coresOf, instanceTypeFacts } from './instance-types.ts'
import type { InstanceRecord, InstanceState, MetadataOptions } from './records.ts'
import { tagList } from './tags.ts'

/** Every state that clients see, with the code of its low byte. */
const STATE_CODES = { pending: 0, running: 16, 'shutting-down': 32, terminated: 48, stopping: 64, stopped: 80 } as const

export type ShownState = keyof typeof STATE_CODES

export const stateOf = (name: ShownState) => ({ Code: STATE_CODES[name], Name: name })

const REASONS: Partial<Record<InstanceState, { code: string; message: string }>> = {
  stopped: {
    code: 'Client.UserInitiatedShutdown',
    message: 'Client.UserInitiatedShutdown: User initiated shutdown',
  },
  terminated: {
    code: 'Client.UserInitiatedShutdown',
    message: 'Client.UserInitiatedShutdown: User initiated shutdown',
  },
}

/** The instance as DescribeInstances shows it. `shown` replaces the state where an answer says what has begun. */
export function describeInstance(instance: InstanceRecord, shown: ShownState = instance.state): Instance {
  const { region, association, state } = instance
  const reason = REASONS[state]
  const stateReason = shown === 'pending' ? { code: 'pending', message: 'pending' } : reason
  const gone = state === 'terminated'
  return {
    InstanceId: instance.id,
    ImageId: instance.imageId,
    State: stateOf(shown),
    StateTransitionReason: reason ? `User initiated (${gmt(instance.stateSince)})` : '',
    ...(stateReason ? { StateReason: { Code: stateReason.code, Message: stateReason.message } } : {}),
    PublicDnsName: '',
    PrivateDnsName: gone ? '' : privateDnsName(region, instance.privateIp),
    ...(instance.keyPair ? { KeyName: instance.keyPair.name } : {}),
    AmiLaunchIndex: instance.launchIndex,
    ProductCodes: [],
    InstanceType: instance.type,
    LaunchTime: new Date(instance.launchTime),
    Placement: { AvailabilityZone: instance.availabilityZone, GroupName: '', Tenancy: 'default' },
    Monitoring: { State: instance.monitoring ? 'enabled' : 'disabled' },
    ...(gone ? {} : network(instance)),
    Architecture: architectureOf(instance.type),
    RootDeviceType: 'ebs',
    RootDeviceName: instance.volumes[0]?.device ?? '/dev/xvda',
    BlockDeviceMappings: gone ? [] : instance.volumes.map((volume) => mapping(instance, volume)),
    VirtualizationType: 'hvm',
    ClientToken: instance.clientToken ?? '',
    ...(Object.keys(instance.tags).length > 0 ? { Tags: tagList(instance.tags) } : {}),
    // EC2 says so of Nitro instances as well.
    Hypervisor: 'xen',
    EbsOptimized: instance.ebsOptimized,
    EnaSupport: true,
    ...(association ? { IamInstanceProfile: { Arn: association.profileArn, Id: association.profileId } } : {}),
    ...cpuOptions(instance),
    CapacityReservationSpecification: { CapacityReservationPreference: 'open' },
    HibernationOptions: { Configured: false },
    MetadataOptions: describeMetadataOptions(instance.metadataOptions, shown === 'pending' ? 'pending' : 'applied'),
    EnclaveOptions: { Enabled: false },
    MaintenanceOptions: { AutoRecovery: 'default' },
    PlatformDetails: 'Linux/UNIX',
    UsageOperation: 'RunInstances',
    PrivateDnsNameOptions: {
      HostnameType: 'ip-name',
      EnableResourceNameDnsARecord: false,
      EnableResourceNameDnsAAAARecord: false,
    },
    ...(gone ? {} : { SourceDestCheck: instance.sourceDestCheck }),
  }
}

/** Of a type whose facts are not kept, only what the launch asked for. */
function cpuOptions({ type, cpuOptions: asked }: InstanceRecord): Pick<Instance, 'CpuOptions'> {
  if (asked) return { CpuOptions: { CoreCount: asked.coreCount, ThreadsPerCore: asked.threadsPerCore } }
  const facts = instanceTypeFacts(type)
  return facts ? { CpuOptions: { CoreCount: coresOf(facts), ThreadsPerCore: facts.threadsPerCore } } : {}
}

export const describeMetadataOptions = (
  options: MetadataOptions,
  state: 'pending' | 'applied',
): InstanceMetadataOptionsResponse => ({
  State: state,
  HttpTokens: options.httpTokens,
  HttpPutResponseHopLimit: options.httpPutResponseHopLimit,
  HttpEndpoint: options.httpEndpoint,
  HttpProtocolIpv6: options.httpProtocolIpv6,
  InstanceMetadataTags: options.instanceMetadataTags,
})

function network(instance: InstanceRecord): Partial<Instance> {
  const net = defaultNetwork(instance.account, instance.region)
  const subnet = subnetOfZone(net, instance.availabilityZone)
  const groups = securityGroupsOf(instance).map(({ id, name }) => ({ GroupId: id, GroupName: name }))
  const dns = privateDnsName(instance.region, instance.privateIp)
  return {
    PrivateIpAddress: instance.privateIp,
    SubnetId: subnet.id,
    VpcId: net.vpcId,
    SecurityGroups: groups,
    NetworkInterfaces: [
      {
        NetworkInterfaceId: instance.networkInterfaceId,
        SubnetId: subnet.id,
        VpcId: net.vpcId,
        Description: '',
        OwnerId: instance.account,
        Status: 'in-use',
        InterfaceType: 'interface',
        MacAddress: instance.mac,
        PrivateIpAddress: instance.privateIp,
        PrivateDnsName: dns,
        SourceDestCheck: instance.sourceDestCheck,
        Groups: groups,
        Attachment: {
          AttachmentId: instance.attachmentId,
          DeviceIndex: 0,
          NetworkCardIndex: 0,
          Status: 'attached',
          AttachTime: new Date(instance.launchTime),
          DeleteOnTermination: true,
        },
        PrivateIpAddresses: [{ PrivateIpAddress: instance.privateIp, PrivateDnsName: dns, Primary: true }],
        Ipv6Addresses: [],
      },
    ],
  }
}

const mapping = (instance: InstanceRecord, volume: InstanceRecord['volumes'][number]): InstanceBlockDeviceMapping => ({
  DeviceName: volume.device,
  Ebs: {
    VolumeId: volume.id,
    Status: 'attached',
    AttachTime: new Date(instance.launchTime),
    DeleteOnTermination: volume.deleteOnTermination,
  },
})

const gmt = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} GMT`
