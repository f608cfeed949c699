import { authorizationIdOf } from '../../aws/record.ts'

/** What follows in an event id when the request id is S3's, which is half as long. */
const FILL = '0'.repeat(16)

/** The id of a call's event: its request id as a UUID. AWS draws one of its own. */
export const eventIdOf = (requestId: string): string =>
  authorizationIdOf(requestId)
    .padEnd(32, '0')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** The authorization id of the call with this event id, request id or authorization id. */
export function authorizationIdOfEvent(eventId: string): string {
  const id = authorizationIdOf(eventId)
  return id.length === 32 && id.endsWith(FILL) ? id.slice(0, -FILL.length) : id
}
