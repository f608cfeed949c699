import { operation } from '../aws/operation.ts'
import { groupCheck, logGroups, placeOfInput, requireGroup } from './log-group.ts'

export const PutLogGroupDeletionProtection = operation('logs', 'PutLogGroupDeletionProtection', {
  authorization: {
    kind: 'permissions',
    check: (call) => [groupCheck('logs:PutLogGroupDeletionProtection', placeOfInput(call, call.input), call.state)],
  },
  handle(call) {
    const { input, tx, fail } = call
    const group = requireGroup(tx, placeOfInput(call, input), fail)
    tx.put(logGroups, { ...group, deletionProtected: input.deletionProtectionEnabled })
  },
})
