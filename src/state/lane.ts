import { randomUUID } from 'node:crypto'
import { type Rev, STORE_LIMITS, type StoreCheck, StoreError, type StoreOp, type Txn } from '../store/store.ts'
import { encodeRecord, headKey, storeKeyOf } from './encoding.ts'
import type { LiveState } from './live-state.ts'
import type { Tx } from './table.ts'
import { Overlay, type OverlayChange } from './tables.ts'

/** A synchronous description of one call's writes; it runs again when another node wrote first. */
export type Plan<T> = (tx: Tx) => T

interface Entry {
  readonly callId: string
  readonly plan: Plan<unknown>
  readonly settle: (outcome: Outcome) => void
  outcome: Outcome
  changes: readonly OverlayChange[]
  ops: ReadonlyMap<string, StoreOp>
}

type Outcome = { readonly value: unknown } | { readonly error: unknown }

const CONFLICT_TRIES = 20
const UNKNOWN_OUTCOME_TRIES = 5
/** One op of each transaction is the account's head. */
const OPS_FOR_CALLS = STORE_LIMITS.ops - 1
/** Keys and framing count too; leave them room below the store's total. */
const BYTES_FOR_CALLS = STORE_LIMITS.totalBytes - 64 * 1024

/**
 * The one write lane that a node has for an account. Calls are planned one after another over what is applied plus
 * what is pending, merged into one store transaction under one head check, and answered once that transaction is
 * durable and applied. A call that only failed, or changed nothing, is answered in its turn too, because what it saw
 * may still be undone by a conflict.
 *
 * The head's value names the calls that its transaction holds, so that a merged transaction can be mapped back.
 */
export class WriteLane {
  readonly #live: LiveState
  readonly #head: string
  #overlay: Overlay
  /**
   * The revisions of the head and of global keys that the pending plans rest on: noted when a plan first ran, never later,
   * so that what another lane or node wrote in between is a conflict.
   */
  #basis = new Map<string, Rev | undefined>()
  #queue: Entry[] = []
  #running = false
  #conflicts = 0

  constructor(account: string, live: LiveState) {
    this.#live = live
    this.#head = headKey(account)
    this.#overlay = new Overlay(live.tables)
  }

  /**
   * Plans the call now and resolves with its result once durable. Rejects with what the plan threw, or with StoreError
   * `too_large`, `full` or `unavailable`; then nothing of the call was written.
   */
  submit<T>(callId: string, plan: Plan<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const entry: Entry = {
        callId,
        plan,
        // The outcome's value comes from this plan.
        settle: (outcome) => ('error' in outcome ? reject(outcome.error) : resolve(outcome.value as T)),
        outcome: { value: undefined },
        changes: [],
        ops: new Map(),
      }
      this.#run(entry)
      this.#queue.push(entry)
      if (!this.#running) {
        this.#running = true
        setImmediate(() => void this.#drain())
      }
    })
  }

  /** Runs the plan over the pending overlay; what it wrote becomes visible to the plans after it. */
  #run(entry: Entry): void {
    this.#note(this.#head)
    const overlay = new Overlay(this.#overlay)
    entry.changes = []
    entry.ops = new Map()
    try {
      entry.outcome = { value: entry.plan(overlay) }
      const changes = overlay.changes()
      entry.ops = toOps(changes)
      for (const key of entry.ops.keys()) if (isGlobal(key)) this.#note(key)
      entry.changes = changes
      this.#overlay.absorb(changes)
    } catch (error) {
      entry.outcome = { error }
    }
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      const batch = this.#nextBatch()
      try {
        const rev = await this.#commit(batch)
        if (rev === 'conflict') this.#replan()
        else this.#settle(batch, rev)
      } catch (error) {
        // Nothing of this batch was written: its calls fail, those behind it plan again without it.
        for (const entry of batch) entry.outcome = 'error' in entry.outcome ? entry.outcome : { error }
        this.#settle(batch, undefined)
        this.#replan()
      }
    }
    this.#running = false
  }

  /** As many calls from the front of the queue as fit into one transaction. */
  #nextBatch(): Entry[] {
    const batch: Entry[] = []
    const keys = new Set<string>()
    let bytes = 0
    for (const entry of this.#queue) {
      let added = 0
      for (const [key, op] of entry.ops) {
        if (!keys.has(key)) added += 1
        bytes += 'value' in op ? op.value.length : 0
      }
      if (batch.length > 0 && (keys.size + added > OPS_FOR_CALLS || bytes > BYTES_FOR_CALLS)) break
      for (const key of entry.ops.keys()) keys.add(key)
      batch.push(entry)
    }
    return batch
  }

  /**
   * The revision once durable and applied, undefined when there was nothing to write; or `conflict`, once this node's
   * picture has what another wrote first.
   */
  async #commit(batch: readonly Entry[]): Promise<Rev | undefined | 'conflict'> {
    const ops = new Map<string, StoreOp>()
    for (const entry of batch) for (const [key, op] of entry.ops) ops.set(key, op)
    if (ops.size === 0) return undefined
    const calls = batch.filter((entry) => entry.ops.size > 0).map((entry) => entry.callId)
    const result = await this.#commitOnce({
      opId: randomUUID(),
      checks: [this.#head, ...[...ops.keys()].filter(isGlobal)].map((key) => this.#check(key)),
      ops: [{ put: this.#head, value: encodeRecord({ calls }) }, ...ops.values()],
    })
    if (result.ok) {
      await this.#live.reached(result.rev)
      return result.rev
    }
    await this.#live.reached(result.at)
    this.#conflicts += 1
    if (this.#conflicts <= CONFLICT_TRIES) return 'conflict'
    this.#conflicts = 0
    throw new StoreError('unavailable', 'the account is written by too many nodes at once')
  }

  /** Settles a lost answer by the operation id: the transaction is in the store, or it is safe to send again. */
  async #commitOnce(txn: Txn) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#live.store.commit(txn)
      } catch (error) {
        if (!(error instanceof StoreError) || error.reason !== 'unavailable' || attempt === UNKNOWN_OUTCOME_TRIES)
          throw error
        const rev = await this.#live.store.resolve(txn.opId).catch(() => null)
        if (rev !== null) return { ok: true as const, rev }
      }
    }
  }

  #note(key: string): void {
    if (!this.#basis.has(key)) this.#basis.set(key, this.#live.modified(key))
  }

  #check(key: string): StoreCheck {
    const mod = this.#basis.get(key)
    return mod === undefined ? { key, absent: true } : { key, mod }
  }

  /** Answers the batch's calls. Those behind it stay as they were planned, unless somebody else wrote after this batch. */
  #settle(batch: readonly Entry[], rev: Rev | undefined): void {
    this.#queue.splice(0, batch.length)
    if (rev !== undefined) {
      this.#conflicts = 0
      this.#basis.set(this.#head, rev)
      for (const { ops } of batch) {
        for (const [key, op] of ops) if (isGlobal(key)) this.#basis.set(key, 'put' in op ? rev : undefined)
      }
    }
    const moved = [...this.#basis].some(([key, mod]) => this.#live.modified(key) !== mod)
    if (moved || this.#queue.length === 0) this.#replan()
    else {
      this.#overlay = new Overlay(this.#live.tables)
      for (const entry of this.#queue) this.#overlay.absorb(entry.changes)
    }
    for (const entry of batch) entry.settle(entry.outcome)
  }

  #replan(): void {
    this.#overlay = new Overlay(this.#live.tables)
    this.#basis.clear()
    for (const entry of this.#queue) this.#run(entry)
  }
}

const isGlobal = (key: string): boolean => key.startsWith('g/')

/** INVARIANT: a call's writes fit into one transaction; a call that may not must split itself before it comes here. */
function toOps(changes: readonly OverlayChange[]): ReadonlyMap<string, StoreOp> {
  const ops = new Map<string, StoreOp>()
  let bytes = 0
  for (const { table, partition, id, record } of changes) {
    const key = storeKeyOf(table, partition, id)
    const value = record ? encodeRecord(record) : undefined
    if (value && value.length > STORE_LIMITS.valueBytes) {
      throw new StoreError('too_large', `a ${table.name} record of ${value.length} bytes is over the store's limit`)
    }
    bytes += value?.length ?? 0
    ops.set(key, value ? { put: key, value } : { del: key })
  }
  if (ops.size > OPS_FOR_CALLS || bytes > BYTES_FOR_CALLS) {
    throw new StoreError('too_large', `one call writes ${ops.size} records of ${bytes} bytes, over the store's limit`)
  }
  return ops
}
