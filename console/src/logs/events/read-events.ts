import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { noteFailure } from '../../aws/client.ts'
import { logs } from '../../aws/logs.ts'
import { ALL_STREAMS } from '../addresses.ts'
import type { ReadEvents } from './event-feed.ts'

/** Before it FilterLogEvents does not answer the newest first, and this server has no events. */
const EARLIEST = Date.UTC(2024, 0, 1)

/** Reads the events of one stream or of all that match a filter pattern. */
export const readEventsOf =
  (logGroupName: string, stream: string, filterPattern: string): ReadEvents =>
  async ({ order, start, end, token, limit }, abortSignal) => {
    const question = new FilterLogEventsCommand({
      logGroupName,
      startTime: Math.max(start, EARLIEST),
      startFromHead: order === 'oldest first',
      nextToken: token,
      limit,
      ...(end !== undefined && { endTime: end }),
      ...(stream !== ALL_STREAMS && { logStreamNames: [stream] }),
      ...(filterPattern !== '' && { filterPattern }),
    })
    try {
      const { events = [], nextToken } = await logs().send(question, { abortSignal })
      return {
        events: events.map(({ eventId = '', logStreamName = '', timestamp = 0, message = '' }) => ({
          id: eventId,
          stream: logStreamName,
          timestamp,
          message,
        })),
        next: nextToken,
      }
    } catch (error) {
      noteFailure(error)
      throw error
    }
  }
