import type { Event } from '@aws-sdk/client-cloudtrail'
import type { QuestionJson } from 'rolecall/policy'

export const OUTCOMES = ['allowed', 'denied', 'partly denied', 'failed'] as const
/** `partly denied`: it succeeded without some of its items. `failed`: refused for another reason than a permission. */
export type Outcome = (typeof OUTCOMES)[number]

/** One call of the trail, as CloudTrail's event tells it. */
export interface Call {
  /** The authorization id: what `/trail/:id` finds it by. */
  readonly id: string
  readonly time: Date
  /** '' when nobody was authenticated. */
  readonly principal: string
  /** The service as its endpoint is called: `iam`, `monitoring`. */
  readonly service: string
  /** `CreateRole`. */
  readonly operation: string
  /** What was asked of the policies, such as `iam:PassRole`; the operation where nothing was. */
  readonly action: string
  readonly resource: string | undefined
  readonly outcome: Outcome
  readonly sourceIp: string
  readonly region: string
  readonly requestId: string
  readonly accessKeyId: string | undefined
  readonly userAgent: string | undefined
  readonly errorCode: string | undefined
  readonly errorMessage: string | undefined
  /** What was asked of the policies, the refused questions first; undefined for who may not see the policies. */
  readonly questions: Questions | undefined
}

interface Verdict {
  readonly allowed: boolean
  readonly request: QuestionJson
}

export interface Questions {
  /** How many there were; a call on a thousand objects does not tell all of them. */
  readonly asked: number
  readonly verdicts: readonly Verdict[]
  /** Of questions about another account's resource what the policies of the caller's account come to. */
  readonly ownSide: readonly Verdict[]
  /** ARNs by the unique ids that policies name, of users and roles that there still are. */
  readonly principals: Readonly<Record<string, string>>
}

/** The parts of CloudTrail's record that are read here. */
interface EventRecord {
  readonly userIdentity: { readonly arn?: string; readonly invokedBy?: string }
  readonly eventTime: string
  readonly eventSource: string
  readonly eventName: string
  readonly awsRegion: string
  readonly sourceIPAddress: string
  readonly userAgent?: string
  readonly errorCode?: string
  readonly errorMessage?: string
  readonly requestID: string
  readonly additionalEventData: {
    readonly authorizationId: string
    readonly outcome: Outcome
    readonly action?: string
    readonly resource?: string
    readonly authorization?: Questions
  }
}

/** The call that an event of LookupEvents tells. */
export function callOf({ CloudTrailEvent = '', EventTime, AccessKeyId }: Event): Call {
  // The server writes every event of the trail in this form.
  const event = JSON.parse(CloudTrailEvent) as EventRecord
  const { userIdentity, additionalEventData: decided } = event
  const service = event.eventSource.replace(/\.amazonaws\.com$/, '')
  return {
    id: decided.authorizationId,
    time: EventTime ?? new Date(event.eventTime),
    principal: userIdentity.arn ?? userIdentity.invokedBy ?? '',
    service,
    operation: event.eventName,
    action: decided.action ?? `${service}:${event.eventName}`,
    resource: decided.resource,
    outcome: decided.outcome,
    sourceIp: event.sourceIPAddress,
    region: event.awsRegion,
    requestId: event.requestID,
    accessKeyId: AccessKeyId,
    userAgent: event.userAgent,
    errorCode: event.errorCode,
    errorMessage: event.errorMessage,
    questions: decided.authorization,
  }
}
