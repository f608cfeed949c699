import { operation } from '../aws/operation.ts'
import { groupCheck, logGroups, placeOf, requireGroup } from './log-group.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const

export const PutRetentionPolicy = operation('logs', 'PutRetentionPolicy', {
  authorization: {
    kind: 'permissions',
    check: (call) => [groupCheck('logs:PutRetentionPolicy', placeOf(call, call.input.logGroupName), call.state)],
  },
  handle(call) {
    const { retentionInDays, logGroupName } = call.input
    if (!DAYS.some((days) => days === retentionInDays))
      call.fail(
        'InvalidParameterException',
        `1 validation error detected: Value '${retentionInDays}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${DAYS.join(', ')}]`,
      )
    const group = requireGroup(call.tx, placeOf(call, logGroupName), call.fail)
    call.tx.put(logGroups, { ...group, retentionInDays })
  },
})

export const DeleteRetentionPolicy = operation('logs', 'DeleteRetentionPolicy', {
  authorization: {
    kind: 'permissions',
    check: (call) => [groupCheck('logs:DeleteRetentionPolicy', placeOf(call, call.input.logGroupName), call.state)],
  },
  handle(call) {
    const { retentionInDays: _, ...group } = requireGroup(call.tx, placeOf(call, call.input.logGroupName), call.fail)
    call.tx.put(logGroups, group)
  },
})
