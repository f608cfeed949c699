import { hash } from 'node:crypto'
import { join } from 'node:path'
import { authorizationIdOf } from '../../aws/record.ts'
import { BulkError } from '../../bulk/bulk-error.ts'
import { EngineThread, threadEntry } from '../../bulk/engine-thread.ts'
import { periodically } from '../../bulk/periodically.ts'
import type { PolicyDocument } from '../../policy/document.ts'
import type { BlockBuilder } from '../block.ts'
import { isSought } from '../filter.ts'
import { type QueueBounds, TrailQueue } from '../queue.ts'
import { callOf, documentsFrom, parseBlock } from '../read-block.ts'
import { type Gap, pageOf, type TrailStore } from '../trail-store.ts'
import type { TrailCalls, WrittenBlock } from './calls.ts'

export interface SqliteTrailOptions {
  /** The folder of `trail.db`, made when missing. */
  readonly directory: string
  /** How long a call is kept, and how much the calls may take together. */
  readonly maxAgeMs: number
  readonly maxBytes: number
  /** Milliseconds since 1970. */
  readonly clock: () => number
  /** Told once when calls can no longer be written, and once when they can again. */
  readonly onChange: (sentence: string) => void
  readonly queue?: Partial<QueueBounds>
  /** How long a call waits for company before it is written. Default 100 ms. */
  readonly delayMs?: number
  /** How long the trail waits before it tries again what failed. Default 1 s. */
  readonly retryMs?: number
}

/** One in so many blocks is followed by a look at what may stay. */
const SWEEP_EVERY = 16

/** The trail in one SQLite file, which a thread of its own writes in the background. */
export function sqliteTrail(options: SqliteTrailOptions): TrailStore {
  const { delayMs = 100, retryMs = 1_000 } = options
  const thread = new EngineThread<TrailCalls>({
    entry: threadEntry(import.meta.url, 'thread'),
    path: join(options.directory, 'trail.db'),
    // The trail keeps its bound itself, by forgetting; the file must not refuse what is new.
    maxBytes: undefined,
  })
  const queue = new TrailQueue(options.queue)
  let failure: string | undefined
  let retry = retryMs
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> | undefined
  let written = 0
  let closing = false

  function begin(): void {
    clearTimeout(timer)
    timer = undefined
    writing ??= write().finally(() => {
      writing = undefined
      if (!queue.isEmpty && !closing) later()
    })
  }

  function later(): void {
    timer ??= setTimeout(begin, failure === undefined ? delayMs : retry).unref()
  }

  /** The oldest block, and those after it that are whole; the rest waits for company. */
  async function write(): Promise<void> {
    do {
      const block = queue.take()
      if (!block) return
      const gap = queue.takeGap()
      try {
        await thread.call('append', messageOf(block, gap))
        queue.written()
        succeed()
      } catch (error) {
        queue.failed()
        queue.addGap(gap)
        fail(error)
        return
      }
      if (written % SWEEP_EVERY === 0) await sweep().catch(fail)
      written += 1
    } while (queue.isFull || closing)
  }

  function succeed(): void {
    if (failure !== undefined) options.onChange('the trail is written again')
    failure = undefined
    retry = retryMs
  }

  function fail(error: unknown): void {
    const reason = reasonOf(error)
    if (failure === undefined) {
      options.onChange(`the trail cannot be written: ${reason} Calls go on; their records wait in memory.`)
    }
    failure = reason
    retry = Math.min(retry * 2, retryMs * MAX_BACKOFF)
  }

  async function sweep(): Promise<void> {
    // Each step is short, so that readers get their turn.
    while (await thread.call('sweep', { since: options.clock() - options.maxAgeMs, maxBytes: options.maxBytes }));
  }

  const sweeps = periodically({
    everyMs: 10 * 60_000,
    onError: fail,
    // The thread stays asleep for as long as nothing has been recorded.
    work: async () => {
      if (thread.started) await sweep()
    },
  })

  return {
    add(call) {
      queue.add(call, failure ?? 'More calls came than could be written.')
      if (failure === undefined && queue.isFull) begin()
      else if (!writing) later()
    },
    async find(authorizationId) {
      if (!isSought(authorizationId)) return undefined
      const waiting = queue.find(authorizationId)
      if (waiting) return waiting
      const found = await thread.call('find', authorizationId)
      return found ? callOf(parseBlock(found.block), found.index, documentsFrom(found.documents)) : undefined
    },
    async newest(filter, limit) {
      // In one go, so that no block is written between the two.
      const waiting = queue.newest(filter, limit)
      const first = waiting.length < limit ? thread.call('page', { filter, limit, before: undefined }) : undefined
      const calls = new Map(waiting.map((call) => [call.requestId, call]))
      try {
        for (let page = await first; page; ) {
          for (const call of page.calls) if (calls.size < limit) calls.set(call.requestId, call)
          const { next } = page
          page =
            next === undefined || calls.size >= limit
              ? undefined
              : await thread.call('page', { filter, limit, before: next })
        }
      } catch (error) {
        // What waits in memory is all that there is to read.
        fail(error)
      }
      return [...calls.values()]
    },
    async lookUp(query) {
      const { limit } = query
      // One call more than the page takes says whether there is another page.
      const wanted = { ...query, limit: limit + 1 }
      // In one go, so that no block is written between the two.
      const waiting = queue.lookUp(wanted)
      const known = queue.requestIds()
      const found = [...(waiting ?? [])]
      if (found.length > limit) return pageOf(found, limit)
      let after = waiting ? undefined : query.after
      for (let step = 1; ; step += 1) {
        try {
          const page = await thread.call('lookUp', { ...wanted, limit: wanted.limit - found.length, after })
          // A place of the client's own must be there; what was there a step ago has been forgotten, and all before it.
          if (!page) return step === 1 ? undefined : pageOf(found, limit)
          for (const call of page.calls) if (!known.has(call.requestId)) found.push(call)
          if (found.length > limit || page.next === undefined || step === LOOKUP_STEPS)
            return pageOf(found, limit, page.next)
          after = page.next
        } catch (error) {
          // What waits in memory is all that there is to read.
          fail(error)
          return pageOf(found, limit)
        }
      }
    },
    async health() {
      let gaps: readonly Gap[] = []
      try {
        gaps = await thread.call('gaps', null)
        // What could not be read can be read again, and nothing waits to be written.
        if (queue.isEmpty) succeed()
      } catch (error) {
        fail(error)
      }
      return { failure, gaps: queue.gap ? [...gaps, queue.gap] : gaps }
    },
    async close() {
      closing = true
      clearTimeout(timer)
      await sweeps.stop()
      await writing
      await write()
      if (!queue.isEmpty) options.onChange('the last records of the trail are lost: they could not be written')
      await thread.close()
    },
  }
}

/** Steps after which a lookup tells what it has found so far: about a hundred thousand calls. */
const LOOKUP_STEPS = 32

/** How many times longer than at first the trail waits at most before it tries again. */
const MAX_BACKOFF = 30

const reasonOf = (error: unknown): string => (error instanceof BulkError ? error.message : String(error))

const hashes = new WeakMap<PolicyDocument, string>()

/** Documents live as long as the policies that carry them: each text is hashed once. */
function hashOf(document: PolicyDocument): string {
  let known = hashes.get(document)
  if (known === undefined) {
    known = hash('sha256', document.text, 'base64url')
    hashes.set(document, known)
  }
  return known
}

const messageOf = (block: BlockBuilder, gap: Gap | undefined): WrittenBlock => ({
  text: block.text(),
  documents: block.documents.map((document) => [hashOf(document), document.text]),
  authorizationIds: block.calls.map(({ requestId }) => authorizationIdOf(requestId)),
  denied: block.calls.reduce((sum, { denied }) => sum + Number(denied), 0),
  time: block.time,
  gap,
})
