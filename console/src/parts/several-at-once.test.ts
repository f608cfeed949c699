import assert from 'node:assert/strict'
import { test } from 'node:test'
import { severalAtOnce } from './several-at-once.ts'

test('several are worked on at once, each once, and no more after a stop', async () => {
  const stop = new AbortController()
  const done: number[] = []
  let at = 0
  let most = 0
  await severalAtOnce([1, 2, 3, 4, 5, 6, 7], { atOnce: 3, signal: stop.signal }, async (item) => {
    at += 1
    most = Math.max(most, at)
    await new Promise(setImmediate)
    at -= 1
    done.push(item)
    if (item === 4) stop.abort()
  })
  assert.equal(most, 3)
  assert.deepEqual(new Set(done).size, done.length)
  assert.ok(done.includes(4) && !done.includes(7))
})

test('a failure is the failure of all', async () => {
  const { signal } = new AbortController()
  const failing = severalAtOnce([1, 2], { atOnce: 2, signal }, () => Promise.reject(new Error('refused')))
  await assert.rejects(failing, { message: 'refused' })
})
