import { type Fail, operation } from '../aws/operation.ts'
import type { EventLog, Position } from './event-log.ts'
import { compileFilterPattern } from './filter-pattern/compile.ts'
import { FilterPatternError } from './filter-pattern/error.ts'
import { groupCheck, placeOfInput, requireGroup, requireOneName } from './log-group.ts'
import { fromEventLog } from './storage-failure.ts'
import { eventId, pageToken, parsePageToken } from './tokens.ts'

const PAGE_SIZE = 10_000

/** Events of all streams come in order of time, interleaved; a page may be empty and still have a nextToken. */
export const FilterLogEvents = (log: EventLog) =>
  operation('logs', 'FilterLogEvents', {
    authorization: {
      kind: 'permissions',
      check: (call) => [groupCheck('logs:FilterLogEvents', placeOfInput(call, call.input), call.state)],
    },
    async read(call) {
      const { input, state, fail } = call
      requireOneName(input)
      if (input.logStreamNames && input.logStreamNamePrefix !== undefined)
        fail('InvalidParameterException', 'logStreamNames and logStreamNamePrefix are mutually exclusive parameters.')
      refusePattern(input.filterPattern, fail)
      const group = requireGroup(state, placeOfInput(call, input), fail)
      const order = input.startFromHead === false ? 'descending' : 'ascending'
      const page = await fromEventLog(
        log.read({
          group: group.id,
          streams: input.logStreamNames,
          streamPrefix: input.logStreamNamePrefix,
          from: input.startTime,
          to: input.endTime,
          order,
          after: input.nextToken === undefined ? undefined : placeOfToken(order, input.nextToken, fail),
          limit: input.limit ?? PAGE_SIZE,
          pattern: input.filterPattern,
        }),
        fail,
      )
      if ('missingStream' in page) return fail('ResourceNotFoundException', 'The specified log stream does not exist.')
      return {
        events: page.events.map((event) => ({
          logStreamName: event.stream,
          timestamp: event.timestamp,
          message: event.message,
          ingestionTime: event.ingestedAt,
          eventId: eventId(event),
        })),
        // AWS fills this in no more.
        searchedLogStreams: [],
        nextToken: page.next && pageToken(order, { timestamp: page.next.timestamp, seq: page.next.seq }),
      }
    },
  })

function refusePattern(pattern: string | undefined, fail: Fail<'InvalidParameterException'>): void {
  try {
    compileFilterPattern(pattern ?? '')
  } catch (error) {
    if (!(error instanceof FilterPatternError)) throw error
    fail('InvalidParameterException', error.message)
  }
}

function placeOfToken(order: string, token: string, fail: Fail<'InvalidParameterException'>): Position {
  const place = parsePageToken(order, token)
  const timestamp = place?.['timestamp']
  const seq = place?.['seq']
  if (typeof timestamp !== 'number' || typeof seq !== 'number')
    return fail('InvalidParameterException', 'The specified nextToken is invalid.')
  return { timestamp, seq }
}
