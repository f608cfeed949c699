import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { applyChanges, collect, follow, image, random, text } from '../../src/store/conformance-helpers.ts'
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts'
import type { Rev, Store } from '../../src/store/store.ts'
import { writeUntilKilled } from './write-until-killed.ts'

const KILLS = 200
const CHECK_EVERY = 25
/** The longest that a writer lives, in milliseconds: most from when it has opened the store, some from their start. */
const LONGEST_LIFE = { opened: 60, started: 150 }
const WRITER = new URL('./store-writer.ts', import.meta.url).pathname
const SEED = 20261123

const skip = process.env['ROLECALL_QUICK'] === '1' ? 'killing writers takes longer than a quick run allows' : false

test(`${KILLS} kills of a process that commits lose nothing acknowledged and leave no half transaction`, {
  skip,
}, async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'rolecall-crash-'))
  t.after(() => rm(directory, { recursive: true, force: true }))
  const next = random(SEED)
  const acked = new Map<string, Rev>()
  let wrote = 0
  for (let kill = 1; kill <= KILLS; kill++) {
    const before = acked.size
    const from = next() < 0.15 ? 'started' : 'opened'
    await writeUntilKilled([WRITER, directory, `run${kill}`], { from, life: next() * LONGEST_LIFE[from] }, (line) => {
      const [, opId, rev] = /^ack (\S+) (\d+)$/.exec(line) ?? []
      if (opId && rev) acked.set(opId, BigInt(rev))
    })
    if (acked.size > before) wrote += 1
    if (kill % CHECK_EVERY === 0) await verify(directory, acked)
  }
  // Most of the writers must have died at work, or nothing was tried.
  assert.ok(wrote > KILLS / 2, `only ${wrote} of ${KILLS} writers came to write`)
  t.diagnostic(`${KILLS} kills, ${acked.size} acknowledged transactions`)
})

async function verify(directory: string, acked: ReadonlyMap<string, Rev>): Promise<void> {
  const store = await openSqliteStore({ directory })
  try {
    await verifyStore(store, acked)
  } finally {
    await store.close()
  }
}

async function verifyStore(store: Store, acked: ReadonlyMap<string, Rev>): Promise<void> {
  const { rev, items } = await store.snapshot()
  const held = await collect(items)
  for (const { key, value, mod } of held) {
    const first = held.find((item) => item.key === key.replace(/.$/, 'a'))
    assert.deepEqual(
      [text(value), mod],
      [text(first?.value), first?.mod],
      `${key} is of another transaction than its group`,
    )
  }
  assert.equal(held.length % 4, 0)
  const { watched, stop } = await follow(store, 0n)
  await stop(rev)
  const written = new Map(watched.map((event) => [event.opId, event.rev]))
  for (const [opId, at] of acked) assert.equal(written.get(opId), at, `${opId} was acknowledged at ${at} and is lost`)
  const state = new Map<string, Uint8Array>()
  for (const event of watched) {
    assert.equal(event.changes.length, 4)
    assert.ok(event.changes.every((change) => text(change.value ?? undefined).split(' ')[0] === event.opId))
    applyChanges(state, event.changes)
  }
  assert.deepEqual(new Map([...state].sort(([a], [b]) => (a < b ? -1 : 1))), image(held))
}
