import { BulkError, type BulkErrorReason } from './bulk-error.ts'

/** What may be asked of an engine's thread: names with input and output, all of them structured-cloneable. */
export type Calls = Record<string, { input: unknown; output: unknown }>

/**
 * What answers them in the thread. Writes that arrive together share one transaction and are answered when it is durable.
 * INVARIANT: a handler keeps no state outside the database, since its transaction may be rolled back and run again.
 */
export type Handlers<C extends Calls> = {
  readonly [N in keyof C]: { readonly kind: 'read' | 'write'; readonly run: (input: C[N]['input']) => C[N]['output'] }
}

/** What a thread is started with. */
export interface ThreadData {
  readonly path: string | undefined
  readonly maxBytes: number | undefined
}

export interface CallMessage {
  readonly id: number
  readonly name: string
  readonly input: unknown
}

/** An error as it crosses between the threads; class and prototype do not. */
export interface Failure {
  readonly reason: BulkErrorReason
  readonly message: string
  readonly cause: string
}

export type Answer =
  | { readonly id: number; readonly output: unknown }
  | { readonly id: number; readonly failure: Failure }
  | { readonly openFailure: Failure }

export function toFailure(error: unknown): Failure {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
  return error instanceof BulkError
    ? { reason: error.reason, message: error.message, cause }
    : { reason: 'unavailable', message: 'The storage failed.', cause }
}

export const fromFailure = ({ reason, message, cause }: Failure): BulkError =>
  new BulkError(reason, message, { cause: new Error(cause) })
