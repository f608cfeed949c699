import type { OutputOf } from '../../aws/operation.ts'
import { authorizationIdOf } from '../../aws/record.ts'
import { type CallOutline, outcomeOf, toldVerdict } from '../kept-call.ts'
import { eventSourceOf, isManagement, isReadOnly, usernameOf } from './event-facts.ts'
import { eventIdOf } from './event-id.ts'
import type { QuestionsJson } from './questions.ts'
import { type EventResource, isAssumptionByEc2, resourcesOf } from './resources.ts'
import { toTheSecond, userIdentityOf } from './user-identity.ts'

type Event = NonNullable<OutputOf<'cloudtrail', 'LookupEvents'>['Events']>[number]

/** Resources that an event names: DeleteObjects has a thousand. */
const SHOWN = 100

/** A call as LookupEvents answers it; `questions` are told only to who may see every policy of the account. */
export function eventOf(call: CallOutline, account: string, questions?: QuestionsJson): Event {
  const username = usernameOf(call)
  const resources = resourcesOf(call).slice(0, SHOWN)
  return {
    EventId: eventIdOf(call.requestId),
    EventName: call.operation,
    ReadOnly: String(isReadOnly(call)),
    AccessKeyId: call.accessKeyId,
    EventTime: new Date(call.time),
    EventSource: eventSourceOf(call),
    Username: username === '' ? undefined : username,
    Resources: resources.map(({ type, name }) => ({
      ResourceType: type === '' ? undefined : type,
      ResourceName: name,
    })),
    CloudTrailEvent: JSON.stringify(contentOf(call, account, resources, questions)),
  }
}

/**
 * The record in the form of AWS's trail. Of what a request asked and was answered, it holds what the trail keeps: of
 * STS the role and the key, of all others nothing.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
const contentOf = (
  call: CallOutline,
  account: string,
  resources: readonly EventResource[],
  questions: QuestionsJson | undefined,
) => ({
  eventVersion: '1.11',
  userIdentity: userIdentityOf(call),
  eventTime: toTheSecond(call.time),
  eventSource: eventSourceOf(call),
  eventName: call.operation,
  awsRegion: call.region,
  // As AWS has it for what a service does by itself.
  sourceIPAddress: isAssumptionByEc2(call) ? call.callerArn : call.sourceIp,
  userAgent: call.userAgent,
  errorCode: call.errorCode,
  errorMessage: call.errorMessage,
  requestParameters: parametersOf(call),
  responseElements: responseOf(call),
  additionalEventData: additionalDataOf(call, questions),
  requestID: call.requestId,
  eventID: eventIdOf(call.requestId),
  readOnly: isReadOnly(call),
  resources: resources.flatMap(({ arn, account: accountId, type }) =>
    arn === undefined ? [] : [{ accountId, ...(type !== '' && { type }), ARN: arn }],
  ),
  eventType: isSignIn(call) ? 'AwsConsoleSignIn' : 'AwsApiCall',
  managementEvent: isManagement(call),
  recipientAccountId: account,
  eventCategory: isManagement(call) ? 'Management' : 'Data',
})

/**
 * Whether it is a sign-in to the console, which is no call of an API.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 */
const isSignIn = ({ service }: CallOutline): boolean => service === 'signin'

/** What AWS's record leaves to the service: how the call was decided. */
function additionalDataOf(call: CallOutline, questions: QuestionsJson | undefined) {
  const told = toldVerdict(call)?.request
  return {
    authorizationId: authorizationIdOf(call.requestId),
    outcome: outcomeOf(call),
    action: told?.action,
    resource: told?.resource,
    ...(isSignIn(call) && { MFAUsed: 'No' }),
    ...(questions && { authorization: questions }),
  }
}

function parametersOf(call: CallOutline) {
  const asked = call.verdicts[0]?.request
  if (call.service !== 'sts' || call.operation !== 'AssumeRole' || !asked) return null
  const sessionName = isAssumptionByEc2(call) ? call.userId : call.issued?.arn?.split('/').at(-1)
  return { roleArn: asked.resource, roleSessionName: sessionName }
}

function responseOf(call: CallOutline) {
  const { issued, errorCode } = call
  if (isSignIn(call)) return { ConsoleLogin: errorCode === undefined ? 'Success' : 'Failure' }
  if (!issued) return null
  return {
    credentials: { accessKeyId: issued.accessKeyId, expiration: expirationOf(issued.expiresAt) },
    ...(issued.arn !== undefined && { assumedRoleUser: { arn: issued.arn } }),
  }
}

/** `Nov 24, 2026, 9:42:27 PM`, in UTC: as STS's records write it, with plain spaces. */
const expirationOf = (time: number): string => EXPIRATION.format(time).replace('\u202f', ' ')
const EXPIRATION = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' })
