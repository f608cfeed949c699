import { type Fail, operation } from '../aws/operation.ts'
import type { EventLog, Position } from './event-log.ts'
import { compileFilterPattern } from './filter-pattern/compile.ts'
import { FilterPatternError } from './filter-pattern/error.ts'
import { groupCheck, placeOfInput, requireGroup, requireOneName, unmaskChecks } from './log-group.ts'
import { fromEventLog } from './storage-failure.ts'
import { eventId, pageToken, parsePageToken } from './tokens.ts'

const PAGE_SIZE = 10_000
/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
const NEWEST_FIRST_SINCE = Date.UTC(2024, 0, 1)

/** Events of all streams come in order of time, interleaved; a page may be empty and still have a nextToken. */
export const FilterLogEvents = (log: EventLog) =>
  operation('logs', 'FilterLogEvents', {
    authorization: {
      kind: 'permissions',
      check: (call) => {
        const place = placeOfInput(call, call.input)
        return [
          groupCheck('logs:FilterLogEvents', place, call.state),
          ...unmaskChecks(call.input.unmask, place, call.state),
        ]
      },
    },
    async read(call) {
      const { input, state, fail } = call
      requireOneName(input)
      if (input.logStreamNames && input.logStreamNamePrefix !== undefined)
        fail('InvalidParameterException', 'logStreamNames and logStreamNamePrefix are mutually exclusive parameters.')
      refusePattern(input.filterPattern, fail)
      const group = requireGroup(state, placeOfInput(call, input), fail)
      const { order, after } = startOf(input, fail)
      const page = await fromEventLog(
        log.read({
          group: group.id,
          streams: input.logStreamNames,
          streamPrefix: input.logStreamNamePrefix,
          from: input.startTime,
          // Unlike GetLogEvents, this includes events of the end time itself.
          to: input.endTime === undefined ? undefined : input.endTime + 1,
          order,
          after,
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

interface Paging {
  readonly startTime?: number | undefined
  readonly startFromHead?: boolean | undefined
  readonly nextToken?: string | undefined
}

/** Where the page begins; a token keeps the direction that it was given for. */
function startOf(
  { startTime, startFromHead, nextToken }: Paging,
  fail: Fail<'InvalidParameterException'>,
): { order: 'ascending' | 'descending'; after: Position | undefined } {
  if (startFromHead === false && startTime !== undefined && startTime < NEWEST_FIRST_SINCE)
    fail(
      'InvalidParameterException',
      'Setting startFromHead to false is supported only when startTime is on or after Jan 1, 2024 00:00:00 UTC.',
    )
  if (nextToken === undefined) return { order: startFromHead === false ? 'descending' : 'ascending', after: undefined }
  for (const order of ['ascending', 'descending'] as const) {
    const place = parsePageToken(order, nextToken)
    const timestamp = place?.['timestamp']
    const seq = place?.['seq']
    if (typeof timestamp === 'number' && typeof seq === 'number') return { order, after: { timestamp, seq } }
  }
  return fail('InvalidParameterException', 'The specified nextToken is invalid.')
}
