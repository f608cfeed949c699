import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { LiveState } from '../../src/state/live-state.ts'
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts'
import { ACCOUNT, notes } from './lane-notes.ts'
import { writeUntilKilled } from './write-until-killed.ts'

const KILLS = 20
const WRITER = new URL('./lane-writer.ts', import.meta.url).pathname
const skip = process.env['ROLECALL_QUICK'] === '1' ? 'killing writers takes longer than a quick run allows' : false

test(`${KILLS} kills of a process whose calls share one write lane lose no answered call and leave none half done`, {
  skip,
}, async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'rolecall-lane-'))
  t.after(() => rm(directory, { recursive: true, force: true }))
  const answered = new Map<string, number>()
  for (let kill = 1; kill <= KILLS; kill++) {
    await writeUntilKilled([WRITER, directory, `run${kill}`], { from: 'opened', life: (kill * 37) % 120 }, (line) => {
      const [, callId, count] = /^ack (\S+) (\d+)$/.exec(line) ?? []
      if (callId && count) answered.set(callId, Number(count))
    })
  }
  const store = await openSqliteStore({ directory })
  const live = await LiveState.open(store, [notes])
  t.after(async () => {
    await live.close()
    await store.close()
  })
  assert.ok(answered.size > KILLS, `only ${answered.size} calls were answered`)
  for (const [callId, count] of answered) {
    for (const twin of ['a', 'b']) {
      assert.equal(
        live.tables.get(notes, ACCOUNT, `${callId}-${twin}`)?.count,
        count,
        `${callId} was answered and is lost`,
      )
    }
  }
  const kept = live.tables.list(notes, ACCOUNT).filter((note) => note.id !== 'counter')
  const counts = kept.filter((note) => note.id.endsWith('-a')).map((note) => note.count)
  assert.equal(kept.length, counts.length * 2, 'a call left one of its two records')
  // Each call read the counter that the call before it wrote: none was planned on a picture that was undone.
  assert.deepEqual(
    counts.sort((a, b) => a - b),
    Array.from({ length: counts.length }, (_, i) => i + 1),
  )
  assert.equal(live.tables.get(notes, ACCOUNT, 'counter')?.count, counts.length)
  t.diagnostic(`${KILLS} kills, ${answered.size} answered calls, ${counts.length} kept`)
})
