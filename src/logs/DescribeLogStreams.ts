import { type Fail, operation } from '../aws/operation.ts'
import type { EventLog, StreamsCursor } from './event-log.ts'
import { groupCheck, logStreamArn, placeOfInput, requireGroup, requireOneName } from './log-group.ts'
import { fromEventLog } from './storage-failure.ts'
import { pageToken, parsePageToken, sequenceToken } from './tokens.ts'

const PAGE_SIZE = 50

export const DescribeLogStreams = (log: EventLog) =>
  operation('logs', 'DescribeLogStreams', {
    authorization: {
      kind: 'permissions',
      check: (call) => [groupCheck('logs:DescribeLogStreams', placeOfInput(call, call.input), call.state)],
    },
    async read(call) {
      const { input, state, fail } = call
      requireOneName(input)
      const byTime = input.orderBy === 'LastEventTime'
      if (byTime && input.logStreamNamePrefix !== undefined)
        fail('InvalidParameterException', 'Cannot order by LastEventTime with a logStreamNamePrefix.')
      const group = requireGroup(state, placeOfInput(call, input), fail)
      const page = await fromEventLog(
        log.streams({
          group: group.id,
          prefix: input.logStreamNamePrefix,
          orderBy: byTime ? 'last event' : 'name',
          descending: input.descending ?? false,
          after: input.nextToken === undefined ? undefined : cursorOf(input.nextToken, fail),
          limit: input.limit ?? PAGE_SIZE,
        }),
        fail,
      )
      return {
        logStreams: page.streams.map((stream) => ({
          logStreamName: stream.name,
          creationTime: stream.createdAt,
          firstEventTimestamp: stream.firstEvent,
          lastEventTimestamp: stream.lastEvent,
          lastIngestionTime: stream.lastIngested,
          uploadSequenceToken: sequenceToken(stream.seq),
          arn: logStreamArn(group, stream.name),
          // AWS counts a stream's bytes no more; the group's are in DescribeLogGroups.
          storedBytes: 0,
        })),
        nextToken: page.next && pageToken('streams', { name: page.next.name, lastEvent: page.next.lastEvent }),
      }
    },
  })

function cursorOf(token: string, fail: Fail<'InvalidParameterException'>): StreamsCursor {
  const place = parsePageToken('streams', token)
  const name = place?.['name']
  const lastEvent = place?.['lastEvent']
  if (typeof name !== 'string' || typeof lastEvent !== 'number')
    return fail('InvalidParameterException', 'The specified nextToken is invalid.')
  return { name, lastEvent }
}
