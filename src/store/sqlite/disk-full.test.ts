import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { applyChanges, contents, follow } from '../conformance-helpers.ts'
import { StoreError, type Txn } from '../store.ts'
import { openSqliteStore } from './sqlite-store.ts'

const disk = smallDisk(8)

test('a full disk refuses whole transactions, loses none, and the store goes on when there is space', {
  skip: disk ? false : 'a small disk needs root and mount',
}, async (t) => {
  const root = disk ?? ''
  const ballast = join(root, 'ballast')
  writeFileSync(ballast, new Uint8Array(2 * 1024 * 1024))
  const directory = join(root, 'data')
  let store = await openSqliteStore({ directory })
  t.after(async () => {
    await store.close()
    execFileSync('umount', [root])
  })

  const acked = new Map<string, bigint>()
  const refused: string[] = []
  const attempt = async (opId: string, size: number) => {
    const value = new Uint8Array(size).fill(opId.length)
    const txn: Txn = { opId, checks: [], ops: ['a', 'b', 'c'].map((part) => ({ put: `g/${opId}/${part}`, value })) }
    try {
      const result = await store.commit(txn)
      assert.ok(result.ok)
      acked.set(opId, result.rev)
    } catch (error) {
      assert.ok(error instanceof StoreError && error.reason === 'full', String(error))
      refused.push(opId)
    }
  }
  for (let round = 0; refused.length < 20; round++) {
    assert.ok(round < 1000, 'the disk never filled')
    await Promise.all(Array.from({ length: 8 }, (_, n) => attempt(`r${round}-${n}`, 4000 + 3000 * n)))
  }
  for (const opId of refused) assert.equal(await store.resolve(opId), null)

  await rm(ballast)
  await attempt('after', 20_000)
  assert.ok(acked.has('after'), 'the store goes on')
  const verify = async () => {
    const held = await contents(store)
    assert.equal(held.size, acked.size * 3)
    for (const [opId, rev] of acked) assert.equal(await store.resolve(opId), rev)
    const { watched, stop } = await follow(store, 0n)
    await stop((await store.info()).rev)
    assert.deepEqual(
      watched.map((event) => event.opId),
      [...acked].sort(([, a], [, b]) => Number(a - b)).map(([opId]) => opId),
    )
    const state = new Map<string, Uint8Array>()
    for (const event of watched) applyChanges(state, event.changes)
    assert.deepEqual(new Map([...state].sort(([a], [b]) => (a < b ? -1 : 1))), held)
  }
  await verify()
  await store.close()
  store = await openSqliteStore({ directory })
  await verify()
})

/** A tmpfs of so many MiB, or undefined where this process may not mount one. */
function smallDisk(size: number): string | undefined {
  const path = mkdtempSync(join(tmpdir(), 'rolecall-disk-'))
  process.on('exit', () => rmSync(path, { recursive: true, force: true }))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}m`, 'tmpfs', path], { stdio: 'ignore' })
    return path
  } catch {
    return undefined
  }
}
