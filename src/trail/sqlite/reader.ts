import type { Database, Row } from '../../bulk/database.ts'
import { matches, passes } from '../filter.ts'
import type { CallSummary } from '../kept-call.ts'
import { parseBlock, summaryAt } from '../read-block.ts'
import type { Gap } from '../trail-store.ts'
import type { CallsPage, FoundCall, PageQuery } from './calls.ts'
import { keysOf } from './keys.ts'
import { unpack } from './packing.ts'

/** Blocks that one page looks at; more would keep the writers waiting. */
const PAGE_BLOCKS = 64
/** Calls after which a page ends with its block, so that none is long on its way between the threads. */
const PAGE_CALLS = 1_000

export function trailReader(database: Database) {
  const blocksOf = database.prepare(
    `SELECT DISTINCT seq, policies, body FROM calls JOIN blocks ON seq = block
      WHERE key BETWEEN ? AND ? ORDER BY seq DESC`,
  )
  const policyText = database.prepare('SELECT text FROM policies WHERE number = ?')
  const page = (which: string) =>
    database.prepare(`SELECT seq, body FROM blocks WHERE seq < ? ${which} ORDER BY seq DESC LIMIT ${PAGE_BLOCKS}`)
  const pages = { all: page(''), denied: page('AND denied > 0') }
  const gaps = database.prepare('SELECT since, until, allowed, denied, why FROM gaps ORDER BY rowid')

  return {
    find(authorizationId: string): FoundCall | null {
      const { first, last } = keysOf(authorizationId)
      for (const row of blocksOf.iterate(first, last)) {
        const block = textOf(row)
        const { calls } = parseBlock(block)
        const index = calls.findLastIndex(([, requestId]) => matches({ requestId }, authorizationId))
        if (index < 0) continue
        // The writer wrote the list.
        const numbers = JSON.parse(String(row['policies'])) as number[]
        return { block, index, documents: numbers.map((number) => String(policyText.get(number)?.['text'])) }
      }
      return null
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
