import { operation } from '../aws/operation.ts'
import { defaultNetwork, securityGroupsOf, subnetOfZone } from './default-network.ts'
import { stopDryRun } from './ec2-errors.ts'
import { requireInstance } from './find-instances.ts'
import { instanceCheck } from './instance-check.ts'
import { isBurstable } from './instance-types.ts'
import type { InstanceRecord } from './records.ts'
import { isUserTag, tagList } from './tags.ts'

/** What a launch template would say for instances like this one. */
export const GetLaunchTemplateData = operation('ec2', 'GetLaunchTemplateData', {
  authorization: {
    kind: 'permissions',
    check: (call) => [instanceCheck('ec2:GetLaunchTemplateData', call.input.InstanceId, call)],
  },
  read(call) {
    const instance = requireInstance(call.state, call.input.InstanceId, call)
    stopDryRun(call.input.DryRun)
    return { LaunchTemplateData: dataOf(instance) }
  },
})

function dataOf(instance: InstanceRecord) {
  const { association, metadataOptions, volumes, keyPair, userData } = instance
  const network = defaultNetwork(instance.account, instance.region)
  const tags = tagList(instance.tags).filter(({ Key }) => isUserTag(Key))
  return {
    ImageId: instance.imageId,
    InstanceType: instance.type,
    ...(keyPair ? { KeyName: keyPair.name } : {}),
    ...(association ? { IamInstanceProfile: { Arn: association.profileArn } } : {}),
    EbsOptimized: instance.ebsOptimized,
    Monitoring: { Enabled: instance.monitoring },
    Placement: { AvailabilityZone: instance.availabilityZone, GroupName: '', Tenancy: 'default' },
    DisableApiTermination: instance.disableApiTermination,
    DisableApiStop: instance.disableApiStop,
    InstanceInitiatedShutdownBehavior: instance.shutdownBehavior,
    ...(userData === undefined ? {} : { UserData: userData }),
    ...(tags.length > 0 ? { TagSpecifications: [{ ResourceType: 'instance', Tags: tags }] } : {}),
    ...(isBurstable(instance.type) ? { CreditSpecification: { CpuCredits: instance.cpuCredits } } : {}),
    MetadataOptions: {
      State: 'applied',
      HttpTokens: metadataOptions.httpTokens,
      HttpPutResponseHopLimit: metadataOptions.httpPutResponseHopLimit,
      HttpEndpoint: metadataOptions.httpEndpoint,
      HttpProtocolIpv6: metadataOptions.httpProtocolIpv6,
      InstanceMetadataTags: metadataOptions.instanceMetadataTags,
    },
    BlockDeviceMappings: volumes.map((volume) => ({
      DeviceName: volume.device,
      Ebs: {
        DeleteOnTermination: volume.deleteOnTermination,
        Encrypted: volume.encrypted,
        VolumeSize: volume.size,
        VolumeType: volume.type,
        Iops: volume.iops,
        Throughput: volume.throughput,
        SnapshotId: volume.snapshotId,
      },
    })),
    NetworkInterfaces: [
      {
        DeviceIndex: 0,
        NetworkCardIndex: 0,
        DeleteOnTermination: true,
        Description: '',
        InterfaceType: 'interface',
        SubnetId: subnetOfZone(network, instance.availabilityZone).id,
        Groups: securityGroupsOf(instance).map(({ id }) => id),
      },
    ],
  }
}
