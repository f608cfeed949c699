import { authorizationIdOf, type CallRecord } from '../aws/record.ts'
import type { DecisionRequest } from '../policy/request.ts'

/** A question to the policy engine as the trail keeps it: it can be asked again, and explained. */
export interface KeptVerdict {
  readonly request: DecisionRequest
  readonly allowed: boolean
}

/** A call as the trail keeps it; every record of the pipeline is one. */
export interface KeptCall extends Omit<CallRecord, 'verdicts'> {
  /** In the order in which they were asked. */
  readonly verdicts: readonly KeptVerdict[]
}

/**
 * How a call ended: `denied` when a permission was missing, `partly denied` when it succeeded without some of its items,
 * `failed` for every other error, such as a wrong signature or a resource that does not exist.
 */
export type Outcome = 'allowed' | 'denied' | 'partly denied' | 'failed'

/** One line of the trail: the call without its policies and contexts. */
export interface CallSummary extends Omit<CallRecord, 'verdicts' | 'userId' | 'userAgent' | 'session' | 'issued'> {
  readonly authorizationId: string
  readonly outcome: Outcome
  /** What the decision that counted asked. Absent: no permission was asked for. */
  readonly action?: string
  readonly resource?: string
}

/** What each protocol calls a missing permission. `Forbidden` is S3's to HEAD. */
const DENIAL_CODES: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedOperation',
  'Forbidden',
])

export function outcomeOf({
  errorCode,
  verdicts,
}: Pick<KeptCall, 'errorCode'> & { verdicts: readonly Asked[] }): Outcome {
  if (errorCode !== undefined) return DENIAL_CODES.has(errorCode) ? 'denied' : 'failed'
  return verdicts.some(({ allowed }) => !allowed) ? 'partly denied' : 'allowed'
}

export const isDenied = (outcome: Outcome): boolean => outcome === 'denied' || outcome === 'partly denied'

/** What was asked of the engine, without what it was decided by. */
export interface Asked {
  readonly allowed: boolean
  readonly request: Pick<DecisionRequest, 'action' | 'resource' | 'resourceAccount'>
}

/** A call with what was asked, without what it was decided by. */
export interface CallOutline extends Omit<CallRecord, 'verdicts'> {
  readonly verdicts: readonly Asked[]
}

/** The decision that counted: the first that was refused, else the last. */
export const toldVerdict = ({ verdicts }: Pick<CallOutline, 'verdicts'>): Asked | undefined =>
  verdicts.find(({ allowed }) => !allowed) ?? verdicts.at(-1)

export function summaryOf(call: CallOutline): CallSummary {
  const { time, requestId, service, operation, region, account, callerArn, accessKeyId, sourceIp } = call
  const { status, errorCode, errorMessage } = call
  const told = toldVerdict(call)
  return {
    ...{ time, requestId, service, operation, region, account, callerArn, accessKeyId, sourceIp },
    ...{ status, errorCode, errorMessage },
    authorizationId: authorizationIdOf(call.requestId),
    outcome: outcomeOf(call),
    ...(told && { action: told.request.action, resource: told.request.resource }),
  }
}
