import type { FeedTxn } from '../feed.ts'
import { keyOf } from '../limits.ts'
import {
  type Change,
  type CommitResult,
  type Item,
  type Rev,
  StoreError,
  type StoreErrorReason,
  type StoreInfo,
  type Txn,
} from '../store.ts'

/** An error as it crosses between the threads; class and prototype do not. */
export interface Failure {
  readonly reason: StoreErrorReason
  readonly message: string
  readonly cause: string
}

/** How one transaction of a batch ended. `missing` are the deleted keys that were not there. */
export type Settled =
  | { readonly result: CommitResult; readonly missing: readonly string[] }
  | { readonly failure: Failure }

/** What the transaction changed, for the feed. As in etcd, deleting what is not there is no change. */
export const changesOf = (txn: Txn, missing: readonly string[]): Change[] =>
  txn.ops
    .filter((op) => !missing.includes(keyOf(op)))
    .map((op) => ({ key: keyOf(op), value: 'put' in op ? op.value : null }))

/** What the main thread asks of the thread that owns the database. */
export interface Calls {
  open: { input: { readonly directory: string }; output: StoreInfo }
  commit: { input: readonly Txn[]; output: readonly Settled[] }
  resolve: { input: string; output: Rev | null }
  get: { input: string; output: Item | null }
  /** A page of the feed after a revision; never empty while there is something. */
  log: { input: Rev; output: readonly FeedTxn[] }
  snapshot: { input: string; output: { readonly id: number; readonly rev: Rev; readonly epoch: string } }
  /** The next page of a snapshot; an empty one ends and releases it. */
  page: { input: number; output: readonly Item[] }
  release: { input: number; output: null }
  compact: { input: Rev; output: null }
  info: { input: null; output: StoreInfo }
  close: { input: null; output: null }
}

export type CallName = keyof Calls

export type Request = {
  [C in CallName]: { readonly id: number; readonly call: C; readonly input: Calls[C]['input'] }
}[CallName]

export type Reply =
  | { readonly id: number; readonly output: Calls[CallName]['output'] }
  | { readonly id: number; readonly failure: Failure }

export function toFailure(error: unknown): Failure {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
  return error instanceof StoreError
    ? { reason: error.reason, message: error.message, cause }
    : { reason: 'unavailable', message: 'The store failed.', cause }
}

export const fromFailure = ({ reason, message, cause }: Failure): StoreError =>
  new StoreError(reason, message, { cause: new Error(cause) })
