import type { Database } from '../../bulk/database.ts'
import type { Bounds, WrittenBlock } from './calls.ts'
import { keyOf, packKeys, unpackKeys } from './keys.ts'
import { pack } from './packing.ts'

/** Blocks that one sweep deletes at most; more would keep readers and writers waiting. */
const SWEEP_BLOCKS = 256
/** Gaps that are told of; older ones are forgotten. */
const GAPS = 100

export function trailWriter(database: Database) {
  const addPolicy = database.prepare('INSERT OR IGNORE INTO policies (hash, blocks, text) VALUES (?, 0, ?)')
  const usePolicy = database.prepare('UPDATE policies SET blocks = blocks + 1 WHERE hash = ? RETURNING number')
  const addBlock = database.prepare(
    'INSERT INTO blocks (time, denied, policies, keys, body) VALUES (?, ?, ?, ?, ?) RETURNING seq',
  )
  const addCall = database.prepare('INSERT OR IGNORE INTO calls (key, block) VALUES (?, ?)')
  const sameBlock = database.prepare('SELECT 1 FROM calls JOIN blocks ON seq = block WHERE key = ? AND body = ?')
  const addGap = database.prepare('INSERT INTO gaps (since, until, allowed, denied, why) VALUES (?, ?, ?, ?, ?)')
  const dropGaps = database.prepare(`DELETE FROM gaps WHERE rowid <= (SELECT max(rowid) FROM gaps) - ${GAPS}`)
  const oldest = database.prepare(`SELECT seq, time, policies, keys FROM blocks ORDER BY seq LIMIT ${SWEEP_BLOCKS}`)
  const dropBlock = database.prepare('DELETE FROM blocks WHERE seq = ?')
  const dropCall = database.prepare('DELETE FROM calls WHERE key = ? AND block = ?')
  const leavePolicy = database.prepare('UPDATE policies SET blocks = blocks - 1 WHERE number = ?')
  const dropPolicies = database.prepare('DELETE FROM policies WHERE blocks <= 0')
  const dropOldGaps = database.prepare('DELETE FROM gaps WHERE until < ?')
  const pages = (pragma: 'page_count' | 'freelist_count' | 'page_size') => {
    const statement = database.prepare(`PRAGMA ${pragma}`)
    return () => Number(statement.get()?.[pragma])
  }
  const [count, free, size] = [pages('page_count'), pages('freelist_count'), pages('page_size')]
  const usedBytes = (): number => (count() - free()) * size()

  return {
    append({ text, documents, authorizationIds, denied, time, gap }: WrittenBlock): null {
      const keys = authorizationIds.map(keyOf)
      const body = pack(text)
      // A thread that died after it had written is sent the block a second time.
      if (keys[0] !== undefined && sameBlock.get(keys[0], body)) return null
      const policies = documents.map(([hash, document]) => {
        addPolicy.run(hash, document)
        return Number(usePolicy.get(hash)?.['number'])
      })
      const seq = Number(addBlock.get(time, denied, JSON.stringify(policies), packKeys(keys), body)?.['seq'])
      for (const key of keys) addCall.run(key, seq)
      if (gap) {
        addGap.run(gap.from, gap.to, gap.allowed, gap.denied, gap.why)
        dropGaps.run()
      }
      return null
    },
    sweep({ since, maxBytes }: Bounds): boolean {
      const tooMuch = usedBytes() > maxBytes
      const blocks = oldest.all()
      let deleted = 0
      for (const { seq, time, policies, keys } of blocks) {
        if (Number(time) >= since && !(tooMuch && deleted < blocks.length / 2)) break
        for (const key of unpackKeys(keys)) dropCall.run(key, Number(seq))
        // `append` wrote the list.
        for (const number of JSON.parse(String(policies)) as number[]) leavePolicy.run(number)
        dropBlock.run(Number(seq))
        deleted += 1
      }
      if (deleted === 0) return false
      dropPolicies.run()
      dropOldGaps.run(since)
      database.exec('PRAGMA incremental_vacuum(4096)')
      return deleted === SWEEP_BLOCKS || usedBytes() > maxBytes
    },
  }
}
