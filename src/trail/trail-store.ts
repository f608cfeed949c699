import type { Lookup } from './events/lookup.ts'
import type { CallOutline, CallSummary, KeptCall } from './kept-call.ts'

/** Which calls a reader wants; what is absent does not limit. */
export interface CallFilter {
  /** Only calls of which something was denied. */
  readonly denied?: boolean
  /** An ARN, or the name of a user, role or session in it: `alice`, `user/alice`, `web-server`. */
  readonly principal?: string
  /** As the trail names it: `iam`, `s3`. */
  readonly service?: string
}

/** Calls that are not kept, and why. Times are milliseconds since 1970. */
export interface Gap {
  readonly from: number
  readonly to: number
  readonly allowed: number
  readonly denied: number
  readonly why: string
}

/** Two gaps as one, with the reason of the first. */
export const bothOf = (one: Gap, other: Gap): Gap => ({
  from: Math.min(one.from, other.from),
  to: Math.max(one.to, other.to),
  allowed: one.allowed + other.allowed,
  denied: one.denied + other.denied,
  why: one.why,
})

/** How the trail fares. */
export interface TrailHealth {
  /** Why nothing is written at present; undefined: all is well. */
  readonly failure: string | undefined
  /** Newest last. */
  readonly gaps: readonly Gap[]
}

/** One page of a lookup. */
export interface LookupQuery {
  readonly lookup: Lookup
  readonly limit: number
  /** The request id of the last call of the page before: calls that came since are not told. */
  readonly after: string | undefined
}

export interface LookupPage {
  /** Newest first, at most `limit`. */
  readonly calls: readonly CallOutline[]
  /** Where the next page goes on; undefined: that was all. A page may end before its limit, so that nobody waits for it. */
  readonly next: string | undefined
}

/** The page of which one call more than its limit was looked for. */
export const pageOf = (found: readonly CallOutline[], limit: number, next?: string): LookupPage =>
  found.length > limit ? { calls: found.slice(0, limit), next: found[limit - 1]?.requestId } : { calls: found, next }

/** Where records go. None of its methods fails a call: what cannot be kept is counted. */
export interface TrailStore {
  /** Takes the record at once; it is found from then on. */
  add(call: KeptCall): void
  /** The newest call whose authorization id is this, or begins with it; undefined when the trail does not hold one (any more). */
  find(authorizationId: string): Promise<KeptCall | undefined>
  /** The newest calls that pass the filter, newest first, at most `limit`. */
  newest(filter: CallFilter, limit: number): Promise<readonly CallSummary[]>
  /** The calls that the lookup finds, a page at a time; undefined when `after` is not kept (any more). */
  lookUp(query: LookupQuery): Promise<LookupPage | undefined>
  health(): Promise<TrailHealth>
  /** Writes what is not written yet, and closes. */
  close(): Promise<void>
}
