import { operation } from '../aws/operation.ts'
import type { EventLog } from './event-log.ts'
import { groupCheck, logGroups, placeOf, requireGroup } from './log-group.ts'

export const DeleteLogGroup = (log: EventLog) =>
  operation('logs', 'DeleteLogGroup', {
    authorization: {
      kind: 'permissions',
      check: (call) => [groupCheck('logs:DeleteLogGroup', placeOf(call, call.input.logGroupName), call.state)],
    },
    handle(call) {
      const { input, tx, fail, afterCommit } = call
      const group = requireGroup(tx, placeOf(call, input.logGroupName), fail)
      if (group.deletionProtected)
        fail(
          'ValidationException',
          'The log group has deletion protection enabled. Disable deletion protection and try again.',
        )
      tx.delete(logGroups, group)
      // The group is gone whatever happens here: nobody finds its id any more, and the sweep frees what is left.
      afterCommit(() => log.deleteGroup(group.id).catch(() => {}))
    },
  })
