import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pageToken, placeOf } from './page-token.ts'

test('a token says where the next page begins, and nothing else is a token', () => {
  assert.equal(placeOf(undefined), 0)
  assert.equal(placeOf(pageToken(1000)), 1000)
  for (const text of ['', 'x', pageToken(-1), pageToken(1.5), Buffer.from('groups/1').toString('base64url')]) {
    assert.equal(placeOf(text), undefined, text)
  }
})
