import { decide } from '../policy/decide.ts'
import { deniedSentence } from '../policy/messages.ts'
import type { Verdict } from './authorize.ts'
import type { Caller } from './caller.ts'
import { commonError, type ErrorFamily } from './common-errors.ts'
import type { AwsError } from './error.ts'

/** Seals a verdict into the message that EC2 appends to a denial and that sts:DecodeAuthorizationMessage opens. */
export type EncodeDenial = (caller: Caller, verdict: Verdict) => string

/** STS gives no reason when a role may not be assumed, whatever the cause. Recorded on AWS. */
const WITHOUT_REASON = new Set(['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'])

/** The refusal of a denied call in the words of its protocol family. */
export function denialError(family: ErrorFamily, caller: Caller, verdict: Verdict, encode: EncodeDenial): AwsError {
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
      `Encoded authorization failure message: ${encode(caller, verdict)}`
    return commonError('denied', family, { message })
  }
  return commonError('denied', family, {
    message: sentence(WITHOUT_REASON.has(check.action) ? 'sts:AssumeRole' : 'iam'),
  })
}
