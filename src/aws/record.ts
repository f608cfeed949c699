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
