import { operation } from '../aws/operation.ts'
import type { EventLog } from './event-log.ts'
import { placeOf, requireGroup, streamCheck } from './log-group.ts'
import { fromEventLog } from './storage-failure.ts'

export const CreateLogStream = (log: EventLog) =>
  operation('logs', 'CreateLogStream', {
    authorization: {
      kind: 'permissions',
      check: (call) => {
        const { logGroupName, logStreamName } = call.input
        return [streamCheck('logs:CreateLogStream', placeOf(call, logGroupName), logStreamName, call.state)]
      },
    },
    // Streams live beside the events, which are no identity state.
    async read(call) {
      const { input, state, now, fail } = call
      const group = requireGroup(state, placeOf(call, input.logGroupName), fail)
      const stream = { group: group.id, stream: input.logStreamName, createdAt: now }
      const result = await fromEventLog(log.createStream(stream), fail)
      if (result === 'exists') fail('ResourceAlreadyExistsException', 'The specified log stream already exists')
    },
  })
