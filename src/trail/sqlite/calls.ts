import type { CallSummary } from '../kept-call.ts'
import type { CallFilter, Gap, LookupPage, LookupQuery } from '../trail-store.ts'

/** A block on its way to the disk. */
export interface WrittenBlock {
  /** JSON of `Block`. */
  readonly text: string
  /** The block's documents by number: SHA-256 of the text (base64url), and the text. */
  readonly documents: readonly (readonly [hash: string, text: string])[]
  /** Of its calls, in their order. */
  readonly authorizationIds: readonly string[]
  /** How many of them were denied. */
  readonly denied: number
  /** Milliseconds since 1970: none of its calls began later. */
  readonly time: number
  /** What was lost before it. */
  readonly gap: Gap | undefined
}

/** Where a reader goes on: before this block. */
export type Position = number

export interface PageQuery {
  readonly filter: CallFilter
  readonly limit: number
  readonly before: Position | undefined
}

export interface CallsPage {
  /** Newest first. */
  readonly calls: readonly CallSummary[]
  /** undefined: that was all. */
  readonly next: Position | undefined
}

/** A call in its block, with the texts of the block's documents by number. */
export interface FoundCall {
  readonly block: string
  readonly index: number
  readonly documents: readonly string[]
}

/** What may stay: nothing older (milliseconds since 1970), and no more bytes. */
export interface Bounds {
  readonly since: number
  readonly maxBytes: number
}

/** What the main thread asks of the thread that owns the trail's file. */
export type TrailCalls = {
  append: { input: WrittenBlock; output: null }
  find: { input: string; output: FoundCall | null }
  /** null: the call to go on after is not kept. */
  lookUp: { input: LookupQuery; output: LookupPage | null }
  page: { input: PageQuery; output: CallsPage }
  gaps: { input: null; output: readonly Gap[] }
  /** Deletes the oldest calls that may not stay; true: there is more to do. */
  sweep: { input: Bounds; output: boolean }
}
