import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Position } from '../../src/logs/event-log.ts'
import { sqliteEventLog } from '../../src/logs/sqlite/event-log.ts'
import { writeUntilKilled } from './write-until-killed.ts'

const KILLS = 20
const WRITER = new URL('./event-log-writer.ts', import.meta.url).pathname

const skip = process.env['ROLECALL_QUICK'] === '1' ? 'killing writers takes longer than a quick run allows' : false

test(`${KILLS} kills of a process that appends lose no acknowledged batch and leave no half one`, {
  skip,
}, async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'rolecall-crash-'))
  t.after(() => rm(directory, { recursive: true, force: true }))
  const acked = new Set<string>()
  for (let kill = 1; kill <= KILLS; kill++) {
    const life = (kill * 37) % 60
    await writeUntilKilled([WRITER, directory, `run${kill}`], { from: 'opened', life }, (line) => {
      const batch = /^ack (\S+)$/.exec(line)?.[1]
      if (batch) acked.add(batch)
    })
  }
  const stored = await storedParts(directory)
  for (const [batch, parts] of stored) assert.equal(parts, '123', `${batch} is half stored`)
  for (const batch of acked) assert.ok(stored.has(batch), `${batch} was acknowledged and is lost`)
  assert.ok(acked.size > KILLS, `only ${acked.size} batches were acknowledged`)
  t.diagnostic(`${KILLS} kills, ${acked.size} acknowledged batches`)
})

async function storedParts(directory: string): Promise<ReadonlyMap<string, string>> {
  const log = sqliteEventLog({ directory })
  const parts = new Map<string, string>()
  let after: Position | undefined
  do {
    const page = await log.read({ group: 'g', order: 'ascending', limit: 10_000, after })
    assert.ok(!('missingStream' in page))
    for (const { message } of page.events) {
      const [batch = '', part = ''] = message.split(' ')
      parts.set(batch, (parts.get(batch) ?? '') + part)
    }
    after = page.next
  } while (after)
  await log.close()
  return parts
}
