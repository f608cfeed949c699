/** An event of the trail, as far as the lesson reads it. */
import type { Facts } from './facts.ts'

export interface LessonEvent {
  readonly name: string
  /** Its page in the trail. */
  readonly id: string | undefined
  readonly outcome: string | undefined
  readonly action: string | undefined
  readonly time: Date
  readonly invokedBy: string | undefined
  readonly issued: { readonly keyId: string; readonly expires: Date; readonly sessionArn: string } | undefined
  /** The record, to be shown; it never holds a secret. */
  readonly text: string
}

interface EventRecord {
  readonly eventName?: string
  readonly eventTime?: string
  readonly userIdentity?: { readonly invokedBy?: string }
  readonly requestParameters?: { readonly roleArn?: string; readonly roleSessionName?: string } | null
  readonly responseElements?: {
    readonly credentials?: { readonly accessKeyId?: string; readonly expiration?: string }
    readonly assumedRoleUser?: { readonly arn?: string }
  } | null
  readonly additionalEventData?: {
    readonly authorizationId?: string
    readonly outcome?: string
    readonly action?: string
  }
}

export function readEvent(text: string): LessonEvent {
  // CloudTrail's format, of which every field may be missing.
  const record = JSON.parse(text) as EventRecord
  const { credentials, assumedRoleUser } = record.responseElements ?? {}
  return {
    name: record.eventName ?? '',
    id: record.additionalEventData?.authorizationId,
    outcome: record.additionalEventData?.outcome,
    action: record.additionalEventData?.action,
    time: new Date(record.eventTime ?? 0),
    invokedBy: record.userIdentity?.invokedBy,
    issued:
      credentials?.accessKeyId === undefined
        ? undefined
        : {
            keyId: credentials.accessKeyId,
            expires: utc(credentials.expiration ?? ''),
            sessionArn: assumedRoleUser?.arn ?? sessionOf(record),
          },
    text: JSON.stringify(record, undefined, 2),
  }
}

/** `Nov 24, 2026, 9:42:27 PM`, which STS's records write without saying that it is UTC. */
const utc = (text: string): Date => new Date(`${text} UTC`)

const sessionOf = ({ requestParameters }: EventRecord): string => {
  const [, account = '', role = ''] =
    /^arn:[^:]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(requestParameters?.roleArn ?? '') ?? []
  return `arn:aws:sts::${account}:assumed-role/${role}/${requestParameters?.roleSessionName}`
}

/** The credentials that EC2 got for an instance by this event; undefined: it is another event. */
export function assumptionIn({ name, time, invokedBy, issued }: LessonEvent): Facts['vended'] {
  if (name !== 'AssumeRole' || invokedBy === undefined || !issued) return undefined
  return { ...issued, at: time, askedBy: invokedBy }
}
