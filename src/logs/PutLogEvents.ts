import type { InputLogEvent, RejectedLogEventsInfo } from '../aws/generated/logs.ts'
import { type Fail, operation } from '../aws/operation.ts'
import { EVENT_OVERHEAD_BYTES, type EventLog } from './event-log.ts'
import { placeOf, requireGroup, streamCheck } from './log-group.ts'
import { fromEventLog } from './storage-failure.ts'
import { sequenceToken } from './tokens.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
const LIMITS = { batchBytes: 1_048_576, eventBytes: 1_048_576, span: DAY, future: 2 * HOUR, past: 14 * DAY } as const

/** Sequence tokens are ignored, as AWS ignores them; `entity` is accepted and not kept. */
export const PutLogEvents = (log: EventLog) =>
  operation('logs', 'PutLogEvents', {
    authorization: {
      kind: 'permissions',
      check: (call) => {
        const { logGroupName, logStreamName } = call.input
        return [streamCheck('logs:PutLogEvents', placeOf(call, logGroupName), logStreamName, call.state)]
      },
    },
    async read(call) {
      const { input, state, now, fail } = call
      refuseSizes(input.logEvents, fail)
      if (input.logEvents.some(({ timestamp }, index, all) => index > 0 && timestamp < all[index - 1]!.timestamp))
        fail('InvalidParameterException', 'Log events in a single PutLogEvents request must be in chronological order.')
      const group = requireGroup(state, placeOf(call, input.logGroupName), fail)
      const retention = group.retentionInDays === undefined ? undefined : group.retentionInDays * DAY
      const { accepted, rejected } = sort(input.logEvents, now, retention)
      const span = (accepted.at(-1)?.timestamp ?? 0) - (accepted[0]?.timestamp ?? 0)
      if (span > LIMITS.span)
        fail(
          'InvalidParameterException',
          'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
        )
      const batch = { group: group.id, stream: input.logStreamName, events: accepted, ingestedAt: now }
      const stored = await fromEventLog(log.append(batch), fail)
      if (stored.result === 'no stream')
        return fail('ResourceNotFoundException', 'The specified log stream does not exist.')
      return { nextSequenceToken: sequenceToken(stored.seq), rejectedLogEventsInfo: rejected }
    },
  })

function refuseSizes(events: readonly InputLogEvent[], fail: Fail<'InvalidParameterException'>): void {
  let total = 0
  for (const { message } of events) {
    const bytes = Buffer.byteLength(message) + EVENT_OVERHEAD_BYTES
    if (bytes > LIMITS.eventBytes)
      fail('InvalidParameterException', `Log event too large: ${bytes} bytes exceeds limit of ${LIMITS.eventBytes}`)
    total += bytes
  }
  if (total > LIMITS.batchBytes)
    fail('InvalidParameterException', `Upload too large: ${total} bytes exceeds limit of ${LIMITS.batchBytes}`)
}

interface Sorted {
  readonly accepted: readonly InputLogEvent[]
  readonly rejected: RejectedLogEventsInfo | undefined
}

/** Of events in order of time, the ones that are kept; the others are told by their index. */
function sort(events: readonly InputLogEvent[], now: number, retention: number | undefined): Sorted {
  const firstFrom = (time: number): number => {
    const index = events.findIndex(({ timestamp }) => timestamp >= time)
    return index < 0 ? events.length : index
  }
  const tooOldEnd = firstFrom(now - LIMITS.past)
  const expiredEnd = retention === undefined ? 0 : firstFrom(now - retention)
  const tooNewStart = firstFrom(now + LIMITS.future + 1)
  const accepted = events.slice(Math.max(tooOldEnd, expiredEnd), tooNewStart)
  if (accepted.length === events.length) return { accepted, rejected: undefined }
  const rejected = {
    tooNewLogEventStartIndex: tooNewStart < events.length ? tooNewStart : undefined,
    tooOldLogEventEndIndex: tooOldEnd > 0 ? tooOldEnd : undefined,
    expiredLogEventEndIndex: expiredEnd > 0 ? expiredEnd : undefined,
  }
  return { accepted, rejected }
}
