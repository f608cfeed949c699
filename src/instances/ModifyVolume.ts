import type { ModifyVolumeRequest, VolumeModification } from '../aws/generated/ec2.ts'
import { type Fail, operation } from '../aws/operation.ts'
import { stopDryRun } from './ec2-errors.ts'
import { ec2Arn, type InstanceVolume, instances, placeOf } from './records.ts'
import { askedVolumes, attachedVolumeContext, attachedVolumes, ratesOf, VOLUME_TYPES } from './volumes.ts'

/** https://docs.aws.amazon.com/ebs/latest/userguide/modify-volume-requirements.html */
const BETWEEN_MODIFICATIONS_MS = 6 * 60 * 60 * 1000

const ATTRIBUTES = ['Size', 'VolumeType', 'Iops', 'Throughput'] as const

/** A volume grows, or changes its type or rates, while it is in use. */
export const ModifyVolume = operation('ec2', 'ModifyVolume', {
  authorization: {
    kind: 'permissions',
    check: (call) => {
      const { input, region, state } = call
      const place = placeOf(call)
      const found = attachedVolumes(state, call).find(({ volume }) => volume.id === input.VolumeId)
      const asked = ATTRIBUTES.filter((name) => input[name] !== undefined)
      return [
        {
          action: 'ec2:ModifyVolume',
          resource: ec2Arn(place, 'volume', input.VolumeId),
          resourceTags: found?.volume.tags,
          context: {
            'ec2:Region': region,
            'ec2:VolumeID': input.VolumeId,
            'ec2:Attribute': asked.length > 0 ? asked : undefined,
            ...Object.fromEntries(asked.map((name) => [`ec2:Attribute/${name}`, String(input[name])])),
            ...(found ? attachedVolumeContext(found) : {}),
          },
        },
      ]
    },
  },
  handle(call) {
    const { input, now, tx, fail } = call
    const { volume, instance } = askedVolumes(tx, [input.VolumeId], call)[0]!
    if (volume.modification && now - volume.modification.start < BETWEEN_MODIFICATIONS_MS) {
      fail(
        'VolumeModificationRateExceeded',
        "You've reached the maximum modification rate per volume limit. Wait at least 6 hours between modifications per EBS volume.",
      )
    }
    const changed = { ...volume, ...changes(volume, input, fail), modification: { ...shapeOf(volume), start: now } }
    stopDryRun(input.DryRun)
    const volumes = instance.volumes.map((other) => (other.id === volume.id ? changed : other))
    tx.put(instances, { ...instance, volumes })
    return { VolumeModification: describeModification(changed, 'modifying') }
  },
})

function changes(volume: InstanceVolume, input: ModifyVolumeRequest, fail: Fail<string>): Partial<InstanceVolume> {
  const { Size: size = volume.size, VolumeType: type = volume.type } = input
  if (input.MultiAttachEnabled) fail('UnsupportedOperation', 'The parameter MultiAttachEnabled is not supported.')
  if (!VOLUME_TYPES.includes(type)) fail('InvalidParameterValue', `Invalid volume type: ${type}`)
  if (size < volume.size) fail('InvalidParameterValue', 'New size cannot be smaller than existing size')
  if (size > 65536) fail('InvalidParameterValue', `Volume of ${size}GiB is too large. The maximum is 65536GiB.`)
  // Rates belong to the type that they were set for.
  const kept = type === volume.type ? volume : { iops: undefined, throughput: undefined }
  return { size, type, iops: input.Iops ?? kept.iops, throughput: input.Throughput ?? kept.throughput }
}

const shapeOf = ({ size, type, iops, throughput }: InstanceVolume) => ({ size, type, iops, throughput })

/** The volume's last modification, as it begins or as it is when it is looked at: done. */
export function describeModification(volume: InstanceVolume, state: 'modifying' | 'completed'): VolumeModification {
  const before = volume.modification ?? { ...shapeOf(volume), start: 0 }
  const target = ratesOf(volume)
  const original = ratesOf({ ...volume, ...before })
  const start = new Date(before.start)
  return {
    VolumeId: volume.id,
    ModificationState: state,
    TargetSize: volume.size,
    TargetVolumeType: volume.type,
    TargetIops: target.iops,
    TargetThroughput: target.throughput,
    TargetMultiAttachEnabled: false,
    OriginalSize: before.size,
    OriginalVolumeType: before.type,
    OriginalIops: original.iops,
    OriginalThroughput: original.throughput,
    OriginalMultiAttachEnabled: false,
    StartTime: start,
    ...(state === 'completed' ? { Progress: 100, EndTime: start } : { Progress: 0 }),
  }
}
