import type { Event } from '@aws-sdk/client-cloudtrail'
import { callIdOf } from '../aws/failure.ts'

/** What the trail says of EC2's taking a role for an instance: a set of credentials, or a refusal. */
export type RoleIssue = { readonly roleArn: string; readonly at: Date; readonly callId: string } & (
  | { readonly kind: 'issued'; readonly accessKeyId: string; readonly expires: Date }
  | { readonly kind: 'refused' }
)

export type IssuedSet = Extract<RoleIssue, { kind: 'issued' }>

/** The next set is there after five hours: docs/metadata.md. */
const ROTATION_MS = 5 * 3_600_000
/** From when on a request finds another set. */
export const rotationOf = ({ at }: IssuedSet): Date => new Date(at.getTime() + ROTATION_MS)

/** The issues among the events, newest first, up to the event that began another set. */
export function issuesOf(events: readonly Event[]): readonly RoleIssue[] {
  const begin = events.findIndex(beginsAnew)
  return events.slice(0, begin < 0 ? events.length : begin).flatMap((event) => issueOf(event) ?? [])
}

/** After these nothing that was issued before is handed out. */
const BEGINNINGS = new Set([
  'AssociateIamInstanceProfile',
  'DisassociateIamInstanceProfile',
  'ReplaceIamInstanceProfileAssociation',
  'StartInstances',
])

/** Whether the event is one of these, and not refused. */
export const beginsAnew = (event: Event): boolean =>
  BEGINNINGS.has(event.EventName ?? '') && contentOf(event)?.errorCode === undefined

/** The members of a trail's record that are read here. */
interface EventContent {
  readonly errorCode?: string
  readonly requestID?: string
  readonly userIdentity?: { readonly invokedBy?: string }
  readonly requestParameters?: { readonly roleArn?: string } | null
  readonly responseElements?: {
    readonly credentials?: { readonly accessKeyId?: string; readonly expiration?: string }
  } | null
}

function issueOf(event: Event): RoleIssue | undefined {
  const content = contentOf(event)
  const roleArn = content?.requestParameters?.roleArn
  if (event.EventName !== 'AssumeRole' || content?.userIdentity?.invokedBy !== 'ec2.amazonaws.com') return undefined
  if (!event.EventTime || roleArn === undefined) return undefined
  const issue = { roleArn, at: event.EventTime, callId: callIdOf(content.requestID ?? '') }
  if (content.errorCode !== undefined) return { kind: 'refused', ...issue }
  const { accessKeyId, expiration } = content.responseElements?.credentials ?? {}
  const expires = expiration === undefined ? undefined : momentOf(expiration)
  return accessKeyId === undefined || !expires ? undefined : { kind: 'issued', ...issue, accessKeyId, expires }
}

function contentOf({ CloudTrailEvent }: Event): EventContent | undefined {
  try {
    // Every member is optional, and each is looked at before it is used.
    return CloudTrailEvent === undefined ? undefined : (JSON.parse(CloudTrailEvent) as EventContent)
  } catch {
    return undefined
  }
}

/** `Nov 24, 2026, 9:42:27 PM`, which is UTC and does not say so; newer records of AWS have ISO 8601. */
function momentOf(text: string): Date | undefined {
  const ms = Date.parse(/Z$|UTC$/.test(text) ? text : `${text.replace(/[\u00a0\u202f]/g, ' ')} UTC`)
  return Number.isNaN(ms) ? undefined : new Date(ms)
}
