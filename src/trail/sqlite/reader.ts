import { authorizationIdOf } from '../../aws/record.ts'
import type { Database, Row } from '../../bulk/database.ts'
import { isFound } from '../events/lookup.ts'
import { matches, passes } from '../filter.ts'
import type { CallOutline, CallSummary } from '../kept-call.ts'
import { outlineAt, parseBlock, summaryAt } from '../read-block.ts'
import type { Gap, LookupPage, LookupQuery } from '../trail-store.ts'
import type { CallsPage, FoundCall, PageQuery } from './calls.ts'
import { keysOf } from './keys.ts'
import { unpack } from './packing.ts'

/** Blocks that one page looks at; more would keep the writers waiting. */
const PAGE_BLOCKS = 64
/** Calls after which a page ends with its block, so that none is long on its way between the threads. */
const PAGE_CALLS = 1_000

/** Blocks that one step of a lookup looks at, and calls after which it ends with its block. */
const LOOKUP_BLOCKS = 512
const LOOKED_UP = 4_096
/** A block says when its last call began, and calls are recorded when they end. */
const LONGEST_CALL = 24 * 60 * 60_000

export function trailReader(database: Database) {
  const blocksOf = database.prepare(
    `SELECT DISTINCT seq, policies, body FROM calls JOIN blocks ON seq = block
      WHERE key BETWEEN ? AND ? ORDER BY seq DESC`,
  )
  const policyText = database.prepare('SELECT text FROM policies WHERE number = ?')
  const page = (which: string) =>
    database.prepare(`SELECT seq, body FROM blocks WHERE seq < ? ${which} ORDER BY seq DESC LIMIT ${PAGE_BLOCKS}`)
  const pages = { all: page(''), denied: page('AND denied > 0') }
  const lookedUp = database.prepare(
    `SELECT seq, time, body FROM blocks WHERE seq <= ? ORDER BY seq DESC LIMIT ${LOOKUP_BLOCKS}`,
  )
  const gaps = database.prepare('SELECT since, until, allowed, denied, why FROM gaps ORDER BY rowid')

  /** The block and the place in it of the newest call whose authorization id begins so. */
  function locate(authorizationId: string) {
    const { first, last } = keysOf(authorizationId)
    for (const row of blocksOf.iterate(first, last)) {
      const block = textOf(row)
      const { calls } = parseBlock(block)
      const index = calls.findLastIndex(([, requestId]) => matches({ requestId }, authorizationId))
      if (index >= 0) return { row, block, index }
    }
    return undefined
  }

  return {
    find(authorizationId: string): FoundCall | null {
      const found = locate(authorizationId)
      if (!found) return null
      const { row, block, index } = found
      // The writer wrote the list.
      const numbers = JSON.parse(String(row['policies'])) as number[]
      return { block, index, documents: numbers.map((number) => String(policyText.get(number)?.['text'])) }
    },
    /** One step: it may end before its limit. */
    lookUp({ lookup, limit, after }: LookupQuery): LookupPage | null {
      const start = after === undefined ? undefined : locate(authorizationIdOf(after))
      if (after !== undefined && !start) return null
      const from = lookup.from ?? Number.MIN_SAFE_INTEGER
      const first = start ? Number(start.row['seq']) : Number.MAX_SAFE_INTEGER
      const calls: CallOutline[] = []
      let [blocks, looked, next] = [0, 0, after]
      for (const row of lookedUp.iterate(first)) {
        blocks += 1
        const time = Number(row['time'])
        if (time < from - LONGEST_CALL) return { calls, next: undefined }
        const block = parseBlock(textOf(row))
        let index = start && Number(row['seq']) === first ? start.index : block.calls.length
        if (time < from) {
          next = block.calls[0]?.[1] ?? next
          continue
        }
        for (index -= 1; index >= 0; index -= 1) {
          const call = outlineAt(block, index)
          next = call.requestId
          looked += 1
          if (isFound(lookup, call)) calls.push(call)
          if (calls.length === limit) return { calls, next }
        }
        if (looked >= LOOKED_UP) return { calls, next }
      }
      return { calls, next: blocks === LOOKUP_BLOCKS ? next : undefined }
    },
    page({ filter, limit, before }: PageQuery): CallsPage {
      const rows = (filter.denied ? pages.denied : pages.all).all(before ?? Number.MAX_SAFE_INTEGER)
      const calls: CallSummary[] = []
      for (const row of rows) {
        const block = parseBlock(textOf(row))
        for (let index = block.calls.length - 1; index >= 0; index -= 1) {
          const summary = summaryAt(block, index)
          if (passes(filter, summary)) calls.push(summary)
          if (calls.length === limit) return { calls, next: undefined }
        }
        if (calls.length >= PAGE_CALLS) return { calls, next: Number(row['seq']) }
      }
      return { calls, next: rows.length === PAGE_BLOCKS ? Number(rows.at(-1)?.['seq']) : undefined }
    },
    gaps: (): readonly Gap[] =>
      gaps.all().map((row) => ({
        from: Number(row['since']),
        to: Number(row['until']),
        allowed: Number(row['allowed']),
        denied: Number(row['denied']),
        why: String(row['why']),
      })),
  }
}

function textOf({ body }: Row): string {
  if (!(body instanceof Uint8Array)) throw new Error('a block of the trail has no body')
  return unpack(body)
}
