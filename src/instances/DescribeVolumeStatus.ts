import { operation } from '../aws/operation.ts'
import { stopDryRun } from './ec2-errors.ts'
import { type FilterFields, filtered, page, refusePagedIds } from './filters.ts'
import { describeCheck } from './instance-check.ts'
import { type AttachedVolume, askedVolumes } from './volumes.ts'

/** A volume is as healthy as the server that answers for it. */
export const DescribeVolumeStatus = operation('ec2', 'DescribeVolumeStatus', {
  authorization: { kind: 'permissions', check: (call) => [describeCheck('ec2:DescribeVolumeStatus', call)] },
  read(call) {
    const { input, state, fail } = call
    const ids = input.VolumeIds ?? []
    refusePagedIds(ids, 'volumeSet', input, fail)
    const matching = filtered(askedVolumes(state, ids, call), input.Filters, FILTERS, fail)
    stopDryRun(input.DryRun)
    const { items, next } = page(matching, ({ volume }) => volume.id, input, fail)
    return {
      VolumeStatuses: items.map(({ volume, instance }) => ({
        VolumeId: volume.id,
        AvailabilityZone: instance.availabilityZone,
        VolumeStatus: {
          Status: 'ok',
          Details: [
            { Name: 'io-enabled', Status: 'passed' },
            { Name: 'io-performance', Status: 'not-applicable' },
          ],
        },
        Actions: [],
        Events: [],
      })),
      NextToken: next,
    }
  },
})

const FILTERS: FilterFields<AttachedVolume> = {
  'availability-zone': ({ instance }) => [instance.availabilityZone],
  'volume-status.details-name': () => ['io-enabled', 'io-performance'],
  'volume-status.details-status': () => ['passed', 'not-applicable'],
  'volume-status.status': () => ['ok'],
}
