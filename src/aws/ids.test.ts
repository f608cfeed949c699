import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountOfAccessKeyId, randomIds } from './ids.ts'

// https://medium.com/@TalBeerySec/a-short-note-on-aws-key-id-f88cc4317489
test('the account that AWS packed into a published key id is read from it', () => {
  assert.equal(accountOfAccessKeyId('ASIAQNZGKIQY56JQ7WML'), '029608264753')
})

test('a key id carries its account, the smallest and the largest too', () => {
  const ids = randomIds()
  for (const account of ['000000000000', '000000000001', '123456789012', '549755813888', '999999999999']) {
    for (const prefix of ['AKIA', 'ASIA'] as const) {
      const id = ids.accessKeyId(prefix, account)
      assert.match(id, new RegExp(`^${prefix}[A-Z2-7]{16}$`))
      assert.equal(accountOfAccessKeyId(id), account)
    }
  }
})

test('what is no key id carries no account', () => {
  for (const text of [
    '',
    'AKIA',
    'AKIAIOSFODNN7EXAMPL',
    'AKIAIOSFODNN7EXAMPLE0',
    'akiaiosfodnn7example',
    'AKIA0189AAAAAAAAAAAA',
  ])
    assert.equal(accountOfAccessKeyId(text), undefined)
})

test('ids have the shapes that AWS gives them', () => {
  const ids = randomIds()
  assert.match(ids.unique('AROA'), /^AROA[A-Z2-7]{17}$/)
  assert.match(ids.secretAccessKey(), /^[A-Za-z0-9+/]{40}$/)
  assert.match(ids.hex(17), /^[0-9a-f]{17}$/)
})

test('ids drawn in great number, of any length, are never the same', () => {
  const seen = new Set<string>()
  for (let n = 0; n < 2000; n += 1) seen.add(randomIds().unique('AROA')).add(randomIds().secretAccessKey())
  assert.equal(seen.size, 4000)
  const long = randomIds().bytes(10_000)
  assert.equal(long.length, 10_000)
  assert.ok(long.subarray(-64).some((byte) => byte !== 0))
})

test('a plan that runs again draws the same ids, and a longer one goes on from there', () => {
  const ids = randomIds()
  const draw = () => [ids.unique('AIDA'), ids.secretAccessKey(), ids.hex(8), ids.accessKeyId('AKIA', '123456789012')]
  const first = draw()
  ids.rewind()
  assert.deepEqual(draw(), first)
  assert.equal(new Set([...first, ids.unique('AIDA')]).size, 5)
})
