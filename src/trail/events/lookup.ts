import type { CallOutline } from '../kept-call.ts'
import { eventSourceOf, isReadOnly, usernameOf } from './event-facts.ts'
import { resourcesOf } from './resources.ts'

/** What LookupEvents takes, but EventId, which finds a call without a search. */
export const LOOKUP_KEYS = [
  'EventName',
  'ReadOnly',
  'Username',
  'ResourceType',
  'ResourceName',
  'EventSource',
  'AccessKeyId',
] as const
export type LookupKey = (typeof LOOKUP_KEYS)[number]

/** Which calls are looked up. Times are milliseconds since 1970, both included. */
export interface Lookup {
  readonly account: string
  readonly from?: number
  readonly to?: number
  readonly attribute?: { readonly key: LookupKey; readonly value: string }
}

/** Whether a lookup finds the call. */
export function isFound({ account, from, to, attribute }: Lookup, call: CallOutline): boolean {
  if (from !== undefined && call.time < from) return false
  if (to !== undefined && call.time > to) return false
  return isOf(account, call) && (!attribute || MATCHES[attribute.key](call, attribute.value))
}

/** An account sees its own callers' calls, and those of callers without an account on what is its own. */
export const isOf = (account: string, call: CallOutline): boolean =>
  call.account === account ||
  (call.account === '' && call.verdicts.some(({ request }) => request.resourceAccount === account))

const MATCHES: Readonly<Record<LookupKey, (call: CallOutline, value: string) => boolean>> = {
  EventName: ({ operation }, value) => operation === value,
  ReadOnly: (call, value) => String(isReadOnly(call)) === value,
  Username: (call, value) => usernameOf(call) === value,
  ResourceType: (call, value) => resourcesOf(call).some(({ type }) => type === value),
  ResourceName: (call, value) => resourcesOf(call).some(({ name, arn }) => name === value || arn === value),
  EventSource: (call, value) => eventSourceOf(call) === value,
  AccessKeyId: ({ accessKeyId }, value) => accessKeyId === value,
}
