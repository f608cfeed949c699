import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allowedVerdict } from '../aws/verdict-for-tests.ts'
import { callWith } from './call-for-tests.ts'
import { memoryTrail } from './memory-trail.ts'
import { Trail } from './trail.ts'

test('the newest calls are kept in memory, the oldest go first, and the bound holds', async () => {
  const store = memoryTrail(10)
  for (let i = 0; i < 100; i += 1) store.add(callWith({ requestId: String(i) }))
  const kept = await store.newest({}, 1_000)
  assert.ok(kept.length <= 11)
  assert.deepEqual(
    kept.map(({ requestId }) => Number(requestId)),
    kept.map((_, index) => 99 - index),
  )
})

test('calls on very many items are forgotten earlier, so that few of them do not fill the memory', async () => {
  const store = memoryTrail(10)
  const verdict = allowedVerdict({ action: 'a:b', resource: '*' })
  for (let i = 0; i < 10; i += 1) {
    store.add(callWith({ requestId: String(i), verdicts: Array.from({ length: 40 }, () => verdict) }))
    const kept = await store.newest({}, 1_000)
    assert.ok(kept.length <= 2, `${kept.length} calls are kept`)
    assert.equal(kept[0]?.requestId, String(i))
  }
})

test('who follows is told of each call from then on, until it stops', () => {
  const trail = new Trail(memoryTrail(), assert.fail)
  const call = (requestId: string) => ({ ...callWith({ requestId }), verdicts: [] })
  trail.record(call('before'))
  const seen: string[] = []
  const stop = trail.follow(({ requestId }) => seen.push(requestId))
  trail.record(call('while'))
  stop()
  trail.record(call('after'))
  assert.deepEqual(seen, ['while'])
})

test('no call fails by its record', () => {
  const failures: string[] = []
  const broken = { ...memoryTrail(), add: () => assert.fail('broken') }
  const trail = new Trail(broken, (requestId) => failures.push(requestId))
  trail.record({ ...callWith({ requestId: 'one' }), verdicts: [] })
  assert.deepEqual(failures, ['one'])
})
