import { operation } from '../aws/operation.ts'
import { stopDryRun } from './ec2-errors.ts'
import { type FilterFields, filtered, page } from './filters.ts'
import { describeCheck } from './instance-check.ts'
import { describeModification } from './ModifyVolume.ts'
import { type AttachedVolume, askedVolumes } from './volumes.ts'

/** The last modification of each volume that ever was modified. */
export const DescribeVolumesModifications = operation('ec2', 'DescribeVolumesModifications', {
  authorization: { kind: 'permissions', check: (call) => [describeCheck('ec2:DescribeVolumesModifications', call)] },
  read(call) {
    const { input, state, fail } = call
    const ids = input.VolumeIds ?? []
    const modified = askedVolumes(state, ids, call).filter(({ volume }) => volume.modification)
    const unchanged = ids.find((id) => !modified.some(({ volume }) => volume.id === id))
    if (unchanged !== undefined) {
      fail('InvalidVolumeModification.NotFound', `Modification for volume '${unchanged}' does not exist.`)
    }
    const matching = filtered(modified, input.Filters, FILTERS, fail)
    stopDryRun(input.DryRun)
    const { items, next } = page(matching, ({ volume }) => volume.id, input, fail)
    return {
      VolumesModifications: items.map(({ volume }) => describeModification(volume, 'completed')),
      NextToken: next,
    }
  },
})

const FILTERS: FilterFields<AttachedVolume> = {
  'modification-state': () => ['completed'],
  'original-size': ({ volume }) => [volume.modification?.size],
  'original-volume-type': ({ volume }) => [volume.modification?.type],
  'start-time': ({ volume }) => [new Date(volume.modification?.start ?? 0).toISOString()],
  'target-size': ({ volume }) => [volume.size],
  'target-volume-type': ({ volume }) => [volume.type],
  'volume-id': ({ volume }) => [volume.id],
}
