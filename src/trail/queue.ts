import { BlockBuilder } from './block.ts'
import { isFound } from './events/lookup.ts'
import { matches, passes } from './filter.ts'
import { type CallOutline, type CallSummary, isDenied, type KeptCall, outcomeOf } from './kept-call.ts'
import { at, callOf, outlineAt, parseBlock, summaryAt } from './read-block.ts'
import { StrangerBudget } from './stranger-budget.ts'
import { bothOf, type CallFilter, type Gap, type LookupQuery } from './trail-store.ts'

export interface QueueBounds {
  /** Calls that share a block. */
  readonly blockCalls: number
  /** Characters that share a block. */
  readonly blockCharacters: number
  /** Characters that wait altogether; beyond, calls that were allowed are given up, then the oldest denied ones. */
  readonly characters: number
}

const BOUNDS: QueueBounds = { blockCalls: 512, blockCharacters: 512 * 1024, characters: 16 * 1024 * 1024 }

const FROM_STRANGERS = 'Unknown and anonymous callers called more often than is kept of them.'

/** What is recorded and not yet written: blocks, the last of which still fills. Bounded; what it gives up, it counts. */
export class TrailQueue {
  readonly #bounds: QueueBounds
  /** Oldest first. */
  readonly #blocks: BlockBuilder[] = []
  #taken: BlockBuilder | undefined
  #gap: Gap | undefined
  readonly #strangers = new StrangerBudget()

  constructor(bounds: Partial<QueueBounds> = {}) {
    this.#bounds = { ...BOUNDS, ...bounds }
  }

  /** What was given up and is not written yet. */
  get gap(): Gap | undefined {
    return this.#gap
  }

  get isEmpty(): boolean {
    return this.#blocks.length === 0
  }

  /** Whether a whole block waits. */
  get isFull(): boolean {
    const [first] = this.#blocks
    return first !== undefined && (this.#blocks.length > 1 || this.#isWhole(first))
  }

  /** `why` is the reason should something have to be given up for it. */
  add(call: KeptCall, why: string): void {
    if (!this.#strangers.admits(call)) {
      const denied = Number(isDenied(outcomeOf(call)))
      this.addGap({ from: call.time, to: call.time, allowed: 1 - denied, denied, why: FROM_STRANGERS })
      return
    }
    const open = this.#blocks.at(-1)
    const usable = open && open !== this.#taken && !this.#isWhole(open)
    const block = usable ? open : new BlockBuilder()
    if (!usable) this.#blocks.push(block)
    block.add(call)
    if (this.#characters() > this.#bounds.characters) this.#makeRoom(call.time, why)
  }

  /** The oldest block, to be written; it stays in the queue until `written` or, after `failed`, is taken again. */
  take(): BlockBuilder | undefined {
    this.#taken = this.#blocks[0]
    return this.#taken
  }

  written(): void {
    if (this.#taken) this.#blocks.shift()
    this.#taken = undefined
  }

  failed(): void {
    this.#taken = undefined
  }

  /** Takes the gap, to be written; `addGap` gives it back. */
  takeGap(): Gap | undefined {
    const gap = this.#gap
    this.#gap = undefined
    return gap
  }

  addGap(gap: Gap | undefined): void {
    const other = this.#gap
    this.#gap = gap && other ? bothOf(gap, other) : (gap ?? other)
  }

  /** The newest call whose authorization id begins so. */
  find(authorizationId: string): KeptCall | undefined {
    for (const block of this.#blocks.toReversed()) {
      const index = block.calls.findLastIndex((call) => matches(call, authorizationId))
      if (index >= 0) return callOf(parseBlock(block.text()), index, (number) => at(block.documents, number))
    }
    return undefined
  }

  /** Newest first. */
  newest(filter: CallFilter, limit: number): readonly CallSummary[] {
    const found: CallSummary[] = []
    for (const builder of this.#blocks.toReversed()) {
      // Reading a block costs more than looking for it.
      if (found.length >= limit) break
      const block = parseBlock(builder.text())
      for (let index = block.calls.length - 1; index >= 0 && found.length < limit; index -= 1) {
        const summary = summaryAt(block, index)
        if (passes(filter, summary)) found.push(summary)
      }
    }
    return found
  }

  /** The newest calls that the lookup finds; undefined when the call to go on after does not wait here. */
  lookUp({ lookup, limit, after }: LookupQuery): readonly CallOutline[] | undefined {
    const found: CallOutline[] = []
    let begun = after === undefined
    for (const builder of this.#blocks.toReversed()) {
      const end = begun ? builder.calls.length : builder.calls.findLastIndex(({ requestId }) => requestId === after)
      if (end < 0) continue
      begun = true
      // Reading a block costs more than looking for it.
      if (end === 0 || found.length >= limit) continue
      const block = parseBlock(builder.text())
      for (let index = end - 1; index >= 0 && found.length < limit; index -= 1) {
        const call = outlineAt(block, index)
        if (isFound(lookup, call)) found.push(call)
      }
    }
    return begun ? found : undefined
  }

  /** The request ids of all that waits. */
  requestIds(): ReadonlySet<string> {
    return new Set(this.#blocks.flatMap(({ calls }) => calls.map(({ requestId }) => requestId)))
  }

  #isWhole(block: BlockBuilder): boolean {
    return block.calls.length >= this.#bounds.blockCalls || block.characters >= this.#bounds.blockCharacters
  }

  #characters(): number {
    let sum = 0
    for (const { characters } of this.#blocks) sum += characters
    return sum
  }

  /** Frees a tenth at least, so that it is not done again for each call. The block that is being written stays. */
  #makeRoom(now: number, why: string): void {
    const enough = this.#bounds.characters * 0.9
    let [allowed, denied] = [0, 0]
    const waiting = this.#blocks.splice(this.#taken ? 1 : 0)
    for (const block of waiting) allowed += block.dropAllowed()
    this.#blocks.push(...waiting.filter(({ calls }) => calls.length > 0))
    const first = this.#taken ? 1 : 0
    while (this.#characters() > enough && this.#blocks.length > first) {
      denied += this.#blocks.splice(first, 1)[0]?.calls.length ?? 0
    }
    this.addGap({ from: now, to: now, allowed, denied, why })
  }
}
