import assert from 'node:assert/strict'
import { test } from 'node:test'
import { counted } from './counted.ts'

test('one is one, and all others are many', () => {
  assert.deepEqual(
    [0, 1, 2, 1234].map((count) => counted(count, 'object')),
    ['0 objects', '1 object', '2 objects', '1,234 objects'],
  )
  assert.equal(counted(1, 'user is', 'users are'), '1 user is')
  assert.equal(counted(3, 'user is', 'users are'), '3 users are')
})
