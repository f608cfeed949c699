import type { Verdict } from './authorize.ts'

/** One call as it ended: who, what, from where, how it was decided and answered. Never a secret, never a body. */
export interface CallRecord {
  readonly time: number
  readonly requestId: string
  readonly service: string
  readonly operation: string
  readonly region: string
  readonly account: string
  /** '' when the caller could not be authenticated. */
  readonly callerArn: string
  /** aws:userid: AIDA..., AROA...:session, the account of its root user; '' when the caller could not be authenticated. */
  readonly userId: string
  readonly accessKeyId: string | undefined
  readonly sourceIp: string
  readonly userAgent: string | undefined
  readonly status: number
  readonly errorCode: string | undefined
  readonly errorMessage: string | undefined
  readonly verdicts: readonly Verdict[]
}

/**
 * The authorization id of a call, by which its decisions are found: its request id in lower case, without what is neither
 * letter nor digit. https://docs.aws.amazon.com/iam-toolbox/latest/APIReference/API_GetRequestAuthorizationDetails.html
 */
export const authorizationIdOf = (requestId: string): string => requestId.toLowerCase().replace(/[^0-9a-z]/g, '')
