import assert from 'node:assert/strict'
import { test } from 'node:test'
import { standsAt } from './stands-at.ts'

test('it answers as startsWith does, whatever the length, at the beginning and elsewhere', () => {
  // Two letters in an order that repeats only after a while, so that parts are often alike and rarely the same.
  const text = Array.from({ length: 140 }, (_, index) => ((index * index * 7 + index) % 11 < 5 ? 'a' : 'b')).join('')
  for (let length = 0; length <= 70; length += 1) {
    for (let at = 0; at <= 80; at += 1) {
      const held = text.slice(at, at + length)
      assert.equal(standsAt(text, held, at), true, `${length} at ${at}`)
      for (const other of [
        `${held}c`,
        `c${held.slice(1)}`,
        `${held.slice(0, -1)}c`,
        text.slice(at + 1, at + 1 + length),
      ])
        assert.equal(standsAt(text, other, at), text.startsWith(other, at), `${other} at ${at}`)
    }
  }
  // Held at the first place and at the next as well.
  assert.equal(standsAt('a'.repeat(60), 'a'.repeat(20), 0), true)
  assert.equal(standsAt('a'.repeat(60), 'a'.repeat(50), 3), true)
  assert.equal(standsAt('ab', 'b', 2), false)
  assert.equal(standsAt('ab', 'ab', 1), false)
})
