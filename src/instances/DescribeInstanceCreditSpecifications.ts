import { operation } from '../aws/operation.ts'
import { stopDryRun } from './ec2-errors.ts'
import { type FilterFields, filtered, page, refusePagedIds } from './filters.ts'
import { requireInstances, visibleInstances } from './find-instances.ts'
import { describeCheck } from './instance-check.ts'
import { isBurstable } from './instance-types.ts'
import type { InstanceRecord } from './records.ts'

/** Of the instances that are asked for, those with CPU credits; without ids those with `unlimited`, as EC2 does. */
export const DescribeInstanceCreditSpecifications = operation('ec2', 'DescribeInstanceCreditSpecifications', {
  authorization: {
    kind: 'permissions',
    check: (call) => [describeCheck('ec2:DescribeInstanceCreditSpecifications', call)],
  },
  read(call) {
    const { input, state, fail } = call
    refusePagedIds(input.InstanceIds, 'instancesSet', input, fail)
    const asked = input.InstanceIds?.length
      ? requireInstances(state, input.InstanceIds, call)
      : visibleInstances(state, call).filter(({ cpuCredits }) => cpuCredits === 'unlimited')
    const burstable = asked.filter(({ type }) => isBurstable(type))
    const matching = filtered(burstable, input.Filters, FILTERS, fail)
    stopDryRun(input.DryRun)
    const { items, next } = page(matching, ({ id }) => id, input, fail)
    return {
      InstanceCreditSpecifications: items.map(({ id, cpuCredits }) => ({ InstanceId: id, CpuCredits: cpuCredits })),
      NextToken: next,
    }
  },
})

const FILTERS: FilterFields<InstanceRecord> = { 'instance-id': ({ id }) => [id] }
