import { type Fail, operation } from '../aws/operation.ts'
import type { EventLog, LoggedEvent, Position } from './event-log.ts'
import { placeOfInput, requireGroup, requireOneName, streamCheck, unmaskChecks } from './log-group.ts'
import { fromEventLog } from './storage-failure.ts'
import { parseStreamToken, type StreamToken, streamToken } from './tokens.ts'

const PAGE_SIZE = 10_000

export const GetLogEvents = (log: EventLog) =>
  operation('logs', 'GetLogEvents', {
    authorization: {
      kind: 'permissions',
      check: (call) => [
        streamCheck('logs:GetLogEvents', placeOfInput(call, call.input), call.input.logStreamName, call.state),
        ...unmaskChecks(call.input.unmask, placeOfInput(call, call.input), call.state),
      ],
    },
    async read(call) {
      const { input, state, fail } = call
      requireOneName(input)
      const token = input.nextToken === undefined ? undefined : readToken(input.nextToken, fail)
      const group = requireGroup(state, placeOfInput(call, input), fail)
      const forward = token ? token.direction === 'f' : (input.startFromHead ?? false)
      const page = await fromEventLog(
        log.read({
          group: group.id,
          streams: [input.logStreamName],
          from: input.startTime,
          to: input.endTime,
          order: forward ? 'ascending' : 'descending',
          after: token,
          limit: input.limit ?? PAGE_SIZE,
        }),
        fail,
      )
      if ('missingStream' in page) return fail('ResourceNotFoundException', 'The specified log stream does not exist.')
      const events = forward ? page.events : page.events.toReversed()
      const tokens = tokensAround(events, token ?? { timestamp: input.startTime ?? 0, seq: 0 })
      return {
        events: events.map(({ timestamp, message, ingestedAt }) => ({ timestamp, message, ingestionTime: ingestedAt })),
        // At the end the token that was sent comes back: that is how clients know.
        nextForwardToken: events.length === 0 && token?.direction === 'f' ? input.nextToken : tokens.forward,
        nextBackwardToken: events.length === 0 && token?.direction === 'b' ? input.nextToken : tokens.backward,
      }
    },
  })

function readToken(token: string, fail: Fail<'InvalidParameterException'>): StreamToken {
  return parseStreamToken(token) ?? fail('InvalidParameterException', 'The specified nextToken is invalid.')
}

/** An empty page has the place that was asked for on both its sides, so that turning round finds the events there again. */
function tokensAround(events: readonly LoggedEvent[], place: Position): { forward: string; backward: string } {
  const first = events[0]
  const last = events.at(-1)
  return {
    forward: streamToken('f', last ?? { ...place, seq: Math.max(0, place.seq - 1) }),
    backward: streamToken('b', first ?? { ...place, seq: place.seq + 1 }),
  }
}
