import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RecentlyUsed } from './recently-used.ts'

test('what is kept never weighs more than the limit', () => {
  const kept = new RecentlyUsed<number, string>(100)
  for (let key = 0; key < 1000; key += 1) {
    kept.set(key, `value ${key}`, key % 23)
    assert.ok(kept.weight <= 100, `${kept.weight} after ${key}`)
    kept.get(Math.floor(key / 2))
    assert.ok(kept.weight <= 100, `${kept.weight} after looking up`)
  }
})

test('what is asked for again and again stays, and what nobody asks for goes', () => {
  const kept = new RecentlyUsed<string, number>(20)
  kept.set('wanted', 1, 1)
  kept.set('forgotten', 2, 1)
  for (let n = 0; n < 100; n += 1) {
    kept.set(`other ${n}`, n, 1)
    assert.equal(kept.get('wanted'), 1)
  }
  assert.equal(kept.get('forgotten'), undefined)
})

test('a key has the value that it was given last', () => {
  const kept = new RecentlyUsed<string, string>(10)
  kept.set('a', 'first', 4)
  kept.set('b', 'other', 4)
  kept.set('a', 'second', 2)
  assert.equal(kept.get('a'), 'second')
  assert.equal(kept.weight, 6)
})

test('what is heavier than half of the limit is not kept, and what the key had before is gone', () => {
  const kept = new RecentlyUsed<string, string>(10)
  kept.set('a', 'light', 1)
  kept.set('a', 'heavy', 6)
  assert.equal(kept.get('a'), undefined)
  assert.equal(kept.weight, 0)
})
