import type { Context } from '../aws/caller.ts'
import type { Fail } from '../aws/operation.ts'
import type { State } from '../state/table.ts'
import { defaultNetwork, subnetOfZone } from './default-network.ts'
import { requireIdForm } from './ec2-errors.ts'
import { visibleInstances } from './find-instances.ts'
import { ec2Arn, type InstanceRecord, type InstanceVolume, type Place } from './records.ts'

export interface AttachedVolume {
  readonly volume: InstanceVolume
  readonly instance: InstanceRecord
}

/** What a volume is apart from its name. */
export type VolumePlan = Omit<InstanceVolume, 'id' | 'tags' | 'modification'>

export const VOLUME_TYPES: readonly string[] = ['gp2', 'gp3', 'io1', 'io2', 'sc1', 'st1', 'standard']

/** The volumes with these ids, or all. Errors: InvalidVolumeID.Malformed, InvalidVolume.NotFound. */
export function askedVolumes(state: State, ids: readonly string[], where: Where): readonly AttachedVolume[] {
  requireIdForm(ids, 'vol', 'InvalidVolumeID.Malformed', where.fail)
  const all = attachedVolumes(state, where)
  const missing = ids.find((id) => !all.some(({ volume }) => volume.id === id))
  if (missing !== undefined) where.fail('InvalidVolume.NotFound', `The volume '${missing}' does not exist.`)
  return all.filter(({ volume }) => ids.length === 0 || ids.includes(volume.id))
}

/** Every volume of the account and region. */
export const attachedVolumes = (state: State, where: Omit<Where, 'fail'>): readonly AttachedVolume[] =>
  visibleInstances(state, where)
    .filter((instance) => instance.state !== 'terminated')
    .flatMap((instance) => instance.volumes.map((volume): AttachedVolume => ({ volume, instance })))

interface Where {
  readonly caller: { readonly account: string }
  readonly region: string
  readonly now: number
  readonly fail: Fail<string>
}

/** Rates that gp3 has unless others are asked for. https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html */
const GP3 = { iops: 3000, throughput: 125 } as const

/** What the volume does a second: I/O operations and MiB. undefined: its type has none that are set. */
export function ratesOf({ type, iops, throughput }: VolumePlan) {
  const isGp3 = type === 'gp3'
  return {
    iops: iops ?? (isGp3 ? GP3.iops : undefined),
    throughput: throughput ?? (isGp3 ? GP3.throughput : undefined),
  }
}

/** What EC2 says about a volume that is there. */
export const attachedVolumeContext = ({ volume, instance }: AttachedVolume): Context => ({
  'ec2:AvailabilityZone': instance.availabilityZone,
  'ec2:AvailabilityZoneId': subnetOfZone(defaultNetwork(instance.account, instance.region), instance.availabilityZone)
    .availabilityZoneId,
  'ec2:VolumeID': volume.id,
  ...volumeContext(volume, instance),
})

/** What EC2 says about a volume, be it still to be made. */
export const volumeContext = (volume: VolumePlan, place: Place): Context => ({
  'ec2:Encrypted': String(volume.encrypted),
  'ec2:ParentSnapshot': volume.snapshotId && ec2Arn(place, 'snapshot', volume.snapshotId),
  'ec2:VolumeSize': String(volume.size),
  'ec2:VolumeType': volume.type,
  'ec2:VolumeIops': volume.iops === undefined ? undefined : String(volume.iops),
  'ec2:VolumeThroughput': volume.throughput === undefined ? undefined : String(volume.throughput),
})
