/**
 * The store contract: revisioned atomic transactions with preconditions and a change feed of whole transactions.
 * It has the shape and the limits of etcd; every engine enforces them and passes `conformance.ts`.
 */

/** Strictly increasing within an epoch, never dense: an engine may skip numbers. */
export type Rev = bigint

/** One key at one revision. `create` is the revision that created the key, `mod` the one that last wrote it. */
export interface Item {
  readonly key: string
  readonly value: Uint8Array
  readonly create: Rev
  readonly mod: Rev
}

/** A precondition: the key stands at exactly this revision, the key is absent, or no key begins with the prefix. */
export type StoreCheck =
  | { readonly key: string; readonly mod: Rev }
  | { readonly key: string; readonly absent: true }
  | { readonly prefix: string; readonly empty: true }

export type StoreOp = { readonly put: string; readonly value: Uint8Array } | { readonly del: string }

/**
 * One transaction. All checks hold and all ops are written, or nothing is.
 * `opId` is written with it, so that a reply that was lost can be settled: committing the same `opId` again answers
 * the first result with `replayed`.
 */
export interface Txn {
  readonly opId: string
  readonly checks: readonly StoreCheck[]
  readonly ops: readonly StoreOp[]
}

export type CommitResult =
  | { readonly ok: true; readonly rev: Rev; readonly replayed?: true }
  | { readonly ok: false; readonly reason: 'conflict'; readonly at: Rev }

export interface Change {
  readonly key: string
  /** `null` when the key was deleted. */
  readonly value: Uint8Array | null
}

/** `txn` is one whole transaction; `alive` says that everything up to `rev` has been delivered. */
export type FeedEvent =
  | { readonly type: 'txn'; readonly rev: Rev; readonly opId: string; readonly changes: readonly Change[] }
  | { readonly type: 'alive'; readonly rev: Rev }

export interface Snapshot {
  readonly rev: Rev
  readonly epoch: string
  readonly items: AsyncIterable<Item>
}

export interface StoreInfo {
  /** Random id of this history of revisions; a restored backup has another one. */
  readonly epoch: string
  readonly rev: Rev
  readonly compacted: Rev
  readonly engine: string
  readonly version: string
}

/** What every engine refuses identically; room is left below etcd's 128 operations for the lane's own keys. */
export const STORE_LIMITS = {
  ops: 60,
  checks: 60,
  valueBytes: 512 * 1024,
  totalBytes: 1024 * 1024,
  keyBytes: 512,
} as const

/**
 * `unavailable`: not now, retry (the outcome of a commit may be unknown: `resolve` its opId).
 * `invalid`: the call breaks the contract. `too_large`: over STORE_LIMITS. `full`: the disk is full; nothing was written.
 * `compacted`: the feed no longer holds that revision; take a snapshot. `epoch`: another history; take a snapshot.
 * `locked`: another process owns this data directory.
 */
export type StoreErrorReason = 'unavailable' | 'invalid' | 'too_large' | 'full' | 'compacted' | 'epoch' | 'locked'

/** The only error that leaves a store; an engine translates its driver's errors into it and keeps them as `cause`. */
export class StoreError extends Error {
  readonly reason: StoreErrorReason
  constructor(reason: StoreErrorReason, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StoreError'
    this.reason = reason
  }
}

export interface WatchOptions {
  readonly after: Rev
  readonly epoch: string
  readonly signal: AbortSignal
}

export interface Store {
  /** Resolves once durable. Throws StoreError `unavailable`, `full`, `invalid` or `too_large`. */
  commit(txn: Txn): Promise<CommitResult>
  /** The revision that `opId` was committed at, or null when it was not. Linearizable; kept for at least an hour. */
  resolve(opId: string): Promise<Rev | null>
  /** Everything below `prefix` at one revision, in bytewise key order. Linearizable. */
  snapshot(prefix?: string): Promise<Snapshot>
  /** Every transaction after `after`, whole, once, in order. Throws StoreError `compacted` or `epoch`. */
  watch(options: WatchOptions): AsyncIterable<FeedEvent>
  /** One key. Linearizable; for administration and repair, not for the way of a request. */
  get(key: string): Promise<Item | null>
  /** Forgets the feed up to and including `keepAfter`. */
  compact(keepAfter: Rev): Promise<void>
  info(): Promise<StoreInfo>
  close(): Promise<void>
}
