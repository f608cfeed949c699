import { authorizationIdOf } from '../aws/record.ts'
import { type CallSummary, isDenied } from './kept-call.ts'
import type { CallFilter } from './trail-store.ts'

/** Whether a reader wants the call. */
export function passes({ denied, principal, service }: CallFilter, call: CallSummary): boolean {
  if (denied && !isDenied(call.outcome)) return false
  if (service !== undefined && call.service !== service) return false
  return principal === undefined || isOf(principal, call.callerArn)
}

/** `alice` and `user/alice` are the end of an ARN or a whole part of it; a path may stand between. */
function isOf(principal: string, arn: string): boolean {
  if (arn === principal) return true
  const name = arn.split(':').slice(5).join(':')
  return name === principal || `/${name}/`.includes(`/${principal}/`)
}

/** Characters of an authorization id that are enough to look for a call. */
const SOUGHT = 8

/** Whether the text is an authorization id, or enough of one. */
export const isSought = (authorizationId: string): boolean => authorizationId.length >= SOUGHT

/** Whether the call has the authorization id, or one that begins with it. */
export const matches = ({ requestId }: { readonly requestId: string }, authorizationId: string): boolean =>
  authorizationIdOf(requestId).startsWith(authorizationId)
