import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { sqliteTrail } from '../../src/trail/sqlite/sqlite-trail.ts'
import { slow } from '../tools.ts'
import { writeUntilKilled } from './write-until-killed.ts'

const KILLS = 10
const WRITER = new URL('./trail-writer.ts', import.meta.url).pathname

test(`${KILLS} kills of a process that records calls cost each of them its last calls alone`, {
  skip: slow,
}, async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'rolecall-crash-'))
  t.after(() => rm(directory, { recursive: true, force: true }))
  for (let kill = 1; kill <= KILLS; kill++) {
    const life = 40 + ((kill * 37) % 160)
    await writeUntilKilled([WRITER, directory, `${kill}`], { from: 'opened', life }, (line) => assert.fail(line))
  }
  const said: string[] = []
  const trail = sqliteTrail({
    directory,
    maxAgeMs: Number.MAX_SAFE_INTEGER,
    maxBytes: Number.MAX_SAFE_INTEGER,
    clock: Date.now,
    onChange: (sentence) => said.push(sentence),
  })
  const kept = await trail.newest({}, 1_000_000)
  assert.equal((await trail.health()).failure, undefined)
  for (let kill = 1; kill <= KILLS; kill++) {
    const head = `${kill}`.padStart(8, '0')
    const numbers = kept
      .filter(({ requestId }) => requestId.startsWith(head))
      .map(({ time }) => time)
      .reverse()
    // From the first on without a gap: what a kill took was the end.
    assert.deepEqual(
      numbers,
      numbers.map((_, n) => n),
      `run ${kill}`,
    )
  }
  assert.ok(kept.length > KILLS, `only ${kept.length} calls were kept`)
  const [newest] = kept
  assert.equal((await trail.find(newest?.authorizationId ?? ''))?.requestId, newest?.requestId)
  await trail.close()
  assert.deepEqual(said, [])
  t.diagnostic(`${KILLS} kills, ${kept.length} calls kept`)
})
