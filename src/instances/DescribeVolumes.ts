import { type Fail, operation } from '../aws/operation.ts'
import type { State } from '../state/table.ts'
import { requireIdForm, stopDryRun } from './ec2-errors.ts'
import { type FilterFields, filtered, page, refusePagedIds } from './filters.ts'
import { visibleInstances } from './find-instances.ts'
import { describeCheck } from './instance-check.ts'
import type { InstanceRecord, InstanceVolume } from './records.ts'
import { tagList } from './tags.ts'

export interface AttachedVolume {
  readonly volume: InstanceVolume
  readonly instance: InstanceRecord
}

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

/** The volumes with these ids, or all. Errors: InvalidVolumeID.Malformed, InvalidVolume.NotFound. */
export function askedVolumes(state: State, ids: readonly string[], where: Where): readonly AttachedVolume[] {
  requireIdForm(ids, 'vol', 'InvalidVolumeID.Malformed', where.fail)
  const all = visibleInstances(state, where)
    .filter((instance) => instance.state !== 'terminated')
    .flatMap((instance) => instance.volumes.map((volume): AttachedVolume => ({ volume, instance })))
  const missing = ids.find((id) => !all.some(({ volume }) => volume.id === id))
  if (missing !== undefined) where.fail('InvalidVolume.NotFound', `The volume '${missing}' does not exist.`)
  return all.filter(({ volume }) => ids.length === 0 || ids.includes(volume.id))
}

interface Where {
  readonly caller: { readonly account: string }
  readonly region: string
  readonly now: number
  readonly fail: Fail<string>
}

/** Rates that gp3 has unless others are asked for. https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html */
const GP3 = { iops: 3000, throughput: 125 } as const

function describe({ volume, instance }: AttachedVolume) {
  const isGp3 = volume.type === 'gp3'
  return {
    VolumeId: volume.id,
    Size: volume.size,
    VolumeType: volume.type,
    Iops: volume.iops ?? (isGp3 ? GP3.iops : undefined),
    Throughput: volume.throughput ?? (isGp3 ? GP3.throughput : undefined),
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
