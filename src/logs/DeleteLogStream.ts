import { operation } from '../aws/operation.ts'
import type { EventLog } from './event-log.ts'
import { placeOf, requireGroup, streamCheck } from './log-group.ts'
import { fromEventLog } from './storage-failure.ts'

export const DeleteLogStream = (log: EventLog) =>
  operation('logs', 'DeleteLogStream', {
    authorization: {
      kind: 'permissions',
      check: (call) => {
        const { logGroupName, logStreamName } = call.input
        return [streamCheck('logs:DeleteLogStream', placeOf(call, logGroupName), logStreamName, call.state)]
      },
    },
    async read(call) {
      const { input, state, fail } = call
      const group = requireGroup(state, placeOf(call, input.logGroupName), fail)
      if (group.deletionProtected)
        fail(
          'ValidationException',
          'The log group has deletion protection enabled. Disable deletion protection and try again.',
        )
      const result = await fromEventLog(log.deleteStream({ group: group.id, stream: input.logStreamName }), fail)
      if (result === 'no stream') fail('ResourceNotFoundException', 'The specified log stream does not exist.')
    },
  })
