import assert from 'node:assert/strict'
import { test } from 'node:test'
import { randomIds } from './ids.ts'

test('ids drawn in great number, of any length, are never the same', () => {
  const seen = new Set<string>()
  for (let n = 0; n < 2000; n += 1) seen.add(randomIds().unique('AROA')).add(randomIds().secretAccessKey())
  assert.equal(seen.size, 4000)
  const long = randomIds().bytes(10_000)
  assert.equal(long.length, 10_000)
  assert.ok(long.subarray(-64).some((byte) => byte !== 0))
})

test('a plan that runs again draws the same ids', () => {
  const ids = randomIds()
  const first = [ids.unique('AIDA'), ids.secretAccessKey(), ids.hex(17)]
  ids.rewind()
  assert.deepEqual([ids.unique('AIDA'), ids.secretAccessKey(), ids.hex(17)], first)
})
