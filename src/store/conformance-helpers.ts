import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { FeedTxn } from './feed.ts'
import {
  type Change,
  type Item,
  type Rev,
  type Store,
  StoreError,
  type StoreErrorReason,
  type StoreOp,
} from './store.ts'

export const bytes = (value: string): Uint8Array => new TextEncoder().encode(value)
export const text = (value: Uint8Array | undefined): string => new TextDecoder().decode(value)
export const put = (key: string, value: string): StoreOp => ({ put: key, value: bytes(value) })

/** Commits without preconditions and answers the revision. */
export async function committed(store: Store, ...ops: readonly StoreOp[]): Promise<Rev> {
  const result = await store.commit({ opId: randomUUID(), checks: [], ops })
  assert.ok(result.ok, 'a transaction without checks cannot conflict')
  return result.rev
}

/** Asserts that the work ends with a StoreError of that reason. */
export async function refused(reason: StoreErrorReason, work: () => Promise<unknown>): Promise<void> {
  await assert.rejects(work, (error) => {
    assert.ok(error instanceof StoreError, `expected a StoreError, got ${error}`)
    assert.equal(error.reason, reason, error.message)
    return true
  })
}

export async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const one of source) all.push(one)
  return all
}

/** Keys and values, in the order of the items. */
export const image = (items: readonly Item[]): Map<string, Uint8Array> =>
  new Map(items.map((item) => [item.key, item.value]))

/** What the store holds below the prefix. */
export const contents = async (store: Store, prefix?: string): Promise<Map<string, Uint8Array>> =>
  image(await collect((await store.snapshot(prefix)).items))

export function applyChanges(state: Map<string, Uint8Array>, changes: readonly Change[]): void {
  for (const { key, value } of changes) {
    if (value) state.set(key, value)
    else state.delete(key)
  }
}

/**
 * Watches from `after` on. `watched` fills with transactions; `stop(rev)` waits until the feed has come to `rev` and ends
 * the watch, or throws what the watch threw.
 */
export async function follow(store: Store, after: Rev, epoch?: string) {
  const abort = new AbortController()
  const watched: FeedTxn[] = []
  const cursor = { rev: after }
  const arrived = { at: (_rev: Rev) => {} }
  const events = store.watch({ after, epoch: epoch ?? (await store.info()).epoch, signal: abort.signal })
  const running = (async () => {
    for await (const event of events) {
      if (event.type === 'txn') {
        assert.ok(event.rev > cursor.rev, `revision ${event.rev} came after ${cursor.rev}`)
        watched.push(event)
      }
      cursor.rev = event.rev
      arrived.at(event.rev)
    }
  })()
  const stop = async (rev: Rev) => {
    const there = new Promise<void>((resolve) => {
      arrived.at = (now) => now >= rev && resolve()
      arrived.at(cursor.rev)
    })
    await Promise.race([there, running])
    abort.abort()
    await running
  }
  // A watch that fails before stop() is asked for is reported there.
  running.catch(() => undefined)
  return { watched, stop }
}

/** Numbers in [0, 1) that the seed decides (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
