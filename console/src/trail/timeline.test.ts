import assert from 'node:assert/strict'
import { test } from 'node:test'
import { callWith } from './call-for-tests.ts'
import { before, MOST_HELD, newerThan, OVERLAP_MS, withNewer, withOlder } from './timeline.ts'

const at = (second: number, id = `c${second}`) => callWith({ id, time: new Date(second * 1000) })
const ids = ({ calls }: { readonly calls: readonly { readonly id: string }[] }) => calls.map(({ id }) => id)

test('a poll adds what it finds in the order of time, each call once', () => {
  const known = { calls: [at(50), at(40)], older: { token: 'x' } }
  assert.deepEqual(newerThan(known), { from: new Date(50_000 - OVERLAP_MS) })
  // c45 took long, so that its record came after c50's.
  const after = withNewer(known, { calls: [at(60), at(50), at(45), at(40)], next: undefined })
  assert.deepEqual(ids(after), ['c60', 'c50', 'c45', 'c40'])
  assert.deepEqual(after.older, { token: 'x' })
})

test('a poll that does not reach what was known leaves no hole', () => {
  const next = { to: new Date(89_000) }
  const met = withNewer({ calls: [at(50), at(40)], older: undefined }, { calls: [at(90), at(50)], next })
  assert.deepEqual(ids(met), ['c90', 'c50', 'c40'])
  assert.equal(met.older, undefined)
  const after = withNewer({ calls: [at(50)], older: undefined }, { calls: [at(90), at(88)], next })
  assert.deepEqual(ids(after), ['c90', 'c88'])
  assert.deepEqual(after.older, next)
})

test('a poll that finds nothing changes nothing', () => {
  const known = { calls: [at(50)], older: undefined }
  assert.equal(withNewer(known, { calls: [at(50)], next: undefined }), known)
})

test('older calls go below, and those of the same second are not lost', () => {
  const next = { token: 'y' }
  const after = withOlder({ calls: [at(50)], older: { token: 'x' } }, { calls: [at(50), at(50, 'twin'), at(3)], next })
  assert.deepEqual(ids(after), ['c50', 'twin', 'c3'])
  assert.deepEqual(after.older, next)
  assert.deepEqual(before([at(3)]), { to: new Date(4_000) })
})

test('the page does not grow without end', () => {
  const many = Array.from({ length: MOST_HELD }, (_, n) => at(MOST_HELD - n))
  const after = withNewer({ calls: many, older: undefined }, { calls: [at(MOST_HELD + 1)], next: undefined })
  assert.equal(after.calls.length, MOST_HELD)
  assert.equal(after.calls[0]?.id, `c${MOST_HELD + 1}`)
  assert.deepEqual(after.older, { to: new Date(3_000) })
})
