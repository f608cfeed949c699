import type { Verdict } from './authorize.ts'
import type { Session } from './caller.ts'

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
  /** What the caller's session is of; absent without one. */
  readonly session?: RecordedSession
  /** The credentials that STS handed out for the call. */
  readonly issued?: IssuedKey
  readonly sourceIp: string
  readonly userAgent: string | undefined
  readonly status: number
  readonly errorCode: string | undefined
  readonly errorMessage: string | undefined
  readonly verdicts: readonly Verdict[]
}

/** The session of a caller. Times are milliseconds since 1970. */
export interface RecordedSession {
  /** The ARN of the role or user, with its path. */
  readonly issuerArn: string
  readonly issuedAt: number
  readonly mfa: boolean
  /** `1.0` or `2.0`: the version of IMDS that handed it to an instance. */
  readonly roleDelivery?: '1.0' | '2.0'
}

/** Credentials by what may be told of them: never the secret, never the token. */
export interface IssuedKey {
  readonly accessKeyId: string
  /** Milliseconds since 1970. */
  readonly expiresAt: number
  /** The ARN of the role's session; absent for GetSessionToken's. */
  readonly arn?: string
}

/** What the caller's session is of, as a record has it. */
export function recordedSession(session: Session | undefined): RecordedSession | undefined {
  if (!session) return undefined
  const { issuerArn, issuedAt, mfaAt, instance } = session
  return { issuerArn, issuedAt, mfa: mfaAt !== undefined, ...(instance && { roleDelivery: instance.roleDelivery }) }
}

/** The credentials in an answer of STS; undefined where there are none. */
export function issuedIn(output: Readonly<Record<string, unknown>> | undefined): IssuedKey | undefined {
  const credentials = fieldsOf(output?.['Credentials'])
  const { AccessKeyId: accessKeyId, Expiration: expiration } = credentials
  if (typeof accessKeyId !== 'string' || !(expiration instanceof Date)) return undefined
  const { Arn: arn } = fieldsOf(output?.['AssumedRoleUser'])
  return { accessKeyId, expiresAt: expiration.getTime(), ...(typeof arn === 'string' && { arn }) }
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {}

/**
 * The authorization id of a call, by which its decisions are found: its request id in lower case, without what is neither
 * letter nor digit. https://docs.aws.amazon.com/iam-toolbox/latest/APIReference/API_GetRequestAuthorizationDetails.html
 */
export const authorizationIdOf = (requestId: string): string => requestId.toLowerCase().replace(/[^0-9a-z]/g, '')
