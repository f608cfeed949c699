import { operation } from '../aws/operation.ts'
import { stopDryRun } from './ec2-errors.ts'
import { type FilterFields, filtered, page, refusePagedIds } from './filters.ts'
import { describeCheck } from './instance-check.ts'
import { tagList } from './tags.ts'
import { type AttachedVolume, askedVolumes, ratesOf } from './volumes.ts'

/** Volumes are what instances were launched with; they end with their instance. */
export const DescribeVolumes = operation('ec2', 'DescribeVolumes', {
  authorization: { kind: 'permissions', check: (call) => [describeCheck('ec2:DescribeVolumes', call)] },
  read(call) {
    const { input, state, fail } = call
    const ids = input.VolumeIds ?? []
    refusePagedIds(ids, 'volumeSet', input, fail)
    const asked = askedVolumes(state, ids, call)
    const matching = filtered(asked, input.Filters, FILTERS, fail, ({ volume }) => volume.tags)
    stopDryRun(input.DryRun)
    const { items, next } = page(matching, ({ volume }) => volume.id, input, fail)
    return { Volumes: items.map(describe), NextToken: next }
  },
})

function describe({ volume, instance }: AttachedVolume) {
  const { iops, throughput } = ratesOf(volume)
  return {
    VolumeId: volume.id,
    Size: volume.size,
    VolumeType: volume.type,
    Iops: iops,
    Throughput: throughput,
    Encrypted: volume.encrypted,
    State: 'in-use',
    SnapshotId: volume.snapshotId ?? '',
    AvailabilityZone: instance.availabilityZone,
    CreateTime: new Date(instance.launchTime),
    MultiAttachEnabled: false,
    ...(Object.keys(volume.tags).length > 0 ? { Tags: tagList(volume.tags) } : {}),
    Attachments: [
      {
        VolumeId: volume.id,
        InstanceId: instance.id,
        Device: volume.device,
        State: 'attached',
        AttachTime: new Date(instance.launchTime),
        DeleteOnTermination: volume.deleteOnTermination,
      },
    ],
  }
}

const FILTERS: FilterFields<AttachedVolume> = {
  'attachment.delete-on-termination': ({ volume }) => [volume.deleteOnTermination],
  'attachment.device': ({ volume }) => [volume.device],
  'attachment.instance-id': ({ instance }) => [instance.id],
  'attachment.status': () => ['attached'],
  'availability-zone': ({ instance }) => [instance.availabilityZone],
  encrypted: ({ volume }) => [volume.encrypted],
  size: ({ volume }) => [volume.size],
  'snapshot-id': ({ volume }) => [volume.snapshotId],
  status: () => ['in-use'],
  'volume-id': ({ volume }) => [volume.id],
  'volume-type': ({ volume }) => [volume.type],
}
