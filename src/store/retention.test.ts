import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OpIdRetention } from './retention.ts'

const HOUR = 60 * 60 * 1000

test('operation ids may go an hour after the compaction that covered them, and not before', () => {
  let now = 1000
  const retention = new OpIdRetention(() => now)
  assert.equal(retention.compacted(10n), 0n)
  now += HOUR / 2
  assert.equal(retention.compacted(20n), 0n)
  now += HOUR / 2 - 1
  assert.equal(retention.compacted(25n), 0n)
  now += 1
  assert.equal(retention.compacted(30n), 10n)
  now += HOUR / 2
  assert.equal(retention.compacted(40n), 20n)
})
