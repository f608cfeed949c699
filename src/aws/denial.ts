import { decide } from '../policy/decide.ts'
import { deniedSentence } from '../policy/messages.ts'
import type { Verdict } from './authorize.ts'
import type { Caller } from './caller.ts'
import { commonError, type ErrorFamily } from './common-errors.ts'
import type { AwsError } from './error.ts'
import type { ServiceName } from './operation.ts'
import { authorizationIdOf } from './record.ts'

/** Seals a verdict into the message that EC2 appends to a denial and that sts:DecodeAuthorizationMessage opens. */
export type EncodeDenial = (caller: Caller, verdict: Verdict) => string

/** How this server words its denials. */
export interface DenialOptions {
  readonly encode: EncodeDenial
  /** Where the console is, as `https://host:port`: IAM's denials then link to the page that explains them. */
  readonly consoleOrigin?: (() => string | undefined) | undefined
}

export interface DeniedCall {
  readonly service: ServiceName
  readonly family: ErrorFamily
  readonly requestId: string
  readonly caller: Caller
}

/** STS gives no reason when a role may not be assumed, whatever the cause. Recorded on AWS. */
const WITHOUT_REASON = new Set(['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'])

/** The refusal of a denied call in the words of its service. */
export function denialError(call: DeniedCall, verdict: Verdict, options: DenialOptions): AwsError {
  const { family, caller } = call
  const { check, request } = verdict
  const decision = decide(request)
  const sentence = (style: 'iam' | 's3' | 'sts:AssumeRole') =>
    deniedSentence({
      callerArn: caller.arn,
      action: check.action,
      resource: check.shownAs ?? check.resource,
      decision,
      style,
    })
  if (family === 's3') {
    // Callers of other accounts learn nothing about the bucket.
    const outside = caller.kind === 'anonymous' || (check.resourceAccount ?? caller.account) !== caller.account
    return commonError('denied', family, { message: outside ? 'Access Denied' : sentence('s3') })
  }
  if (family === 'ec2') {
    const message =
      `You are not authorized to perform this operation. ${sentence('iam')}. ` +
      `Encoded authorization failure message: ${options.encode(caller, verdict)}`
    return commonError('denied', family, { message })
  }
  const message = sentence(WITHOUT_REASON.has(check.action) ? 'sts:AssumeRole' : 'iam')
  return commonError('denied', family, {
    message: call.service === 'iam' ? `${message}. ${whereToLook(call.requestId, options.consoleOrigin?.())}` : message,
  })
}

/**
 * What IAM appends to its denials; without a console the part that links to it is left out.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
function whereToLook(requestId: string, consoleOrigin: string | undefined): string {
  const id = authorizationIdOf(requestId)
  const page = `${consoleOrigin}/iam/home?region=us-east-1#/authorization-details/${id}`
  const details =
    consoleOrigin === undefined ? 'For complete details, call' : `Go to ${page} for complete details, or call`
  return `${details} the GetRequestAuthorizationDetails API with the following authorization id: ${id}`
}
