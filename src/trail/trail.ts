import type { CallRecord } from '../aws/record.ts'
import type { CallSummary, KeptCall } from './kept-call.ts'
import type { CallFilter, LookupPage, LookupQuery, TrailHealth, TrailStore } from './trail-store.ts'

/** What happened: every call with its decisions, told to who follows and kept by a store. */
export class Trail {
  readonly #store: TrailStore
  readonly #onFailure: (requestId: string, error: unknown) => void
  readonly #followers = new Map<(record: CallRecord) => void, () => void>()

  /** `onFailure` is told of a failure of ours; no call fails by its record. */
  constructor(store: TrailStore, onFailure: (requestId: string, error: unknown) => void) {
    this.#store = store
    this.#onFailure = onFailure
  }

  readonly record = (record: CallRecord): void => {
    try {
      this.#store.add(record)
      for (const follower of this.#followers.keys()) follower(record)
    } catch (error) {
      this.#onFailure(record.requestId, error)
    }
  }

  /** Calls `follower` for each call from now on, and `ended` when there will be no more; answers how to stop. */
  follow(follower: (record: CallRecord) => void, ended: () => void = () => {}): () => void {
    this.#followers.set(follower, ended)
    return () => this.#followers.delete(follower)
  }

  /**
   * The call with this authorization id, or the newest one whose id begins with these 8 characters or more. It is found
   * from the moment it was answered; undefined when it is not kept.
   */
  find(authorizationId: string): Promise<KeptCall | undefined> {
    return this.#store.find(authorizationId)
  }

  /** The newest calls that pass the filter, newest first. */
  newest(filter: CallFilter, limit: number): Promise<readonly CallSummary[]> {
    return this.#store.newest(filter, limit)
  }

  /** The calls that a lookup finds, newest first, a page at a time. */
  lookUp(query: LookupQuery): Promise<LookupPage | undefined> {
    return this.#store.lookUp(query)
  }

  health(): Promise<TrailHealth> {
    return this.#store.health()
  }

  close(): Promise<void> {
    for (const ended of this.#followers.values()) ended()
    this.#followers.clear()
    return this.#store.close()
  }
}
