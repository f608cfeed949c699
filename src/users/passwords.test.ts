import assert from 'node:assert/strict'
import { scryptSync } from 'node:crypto'
import { test } from 'node:test'
import { Passwords, PasswordsBusy } from './passwords.ts'

const CHEAP = { cost: 1024, blockSize: 8, parallelization: 1 }

test('a password matches its own hash and no other, and each hash has its own salt', async () => {
  const passwords = new Passwords(CHEAP)
  const [one, two] = await Promise.all([passwords.hash('grün 7 Äpfel'), passwords.hash('grün 7 Äpfel')])
  assert.notEqual(one.salt, two.salt)
  assert.notEqual(one.hash, two.hash)
  assert.equal(await passwords.matches('grün 7 Äpfel', one), true)
  assert.equal(await passwords.matches('grün 7 äpfel', one), false)
  const expected = scryptSync('grün 7 Äpfel', Buffer.from(one.salt, 'base64'), 32, { N: 1024, r: 8, p: 1 })
  assert.equal(one.hash, expected.toString('base64'))
})

test('where there is no password none matches, and an emptied hash matches nothing', async () => {
  const passwords = new Passwords(CHEAP)
  assert.equal(await passwords.matches('', undefined), false)
  assert.equal(await passwords.matches('', { ...CHEAP, salt: '', hash: '' }), false)
})

test('a hash is compared with what it was made with, whatever passwords are made with now', async () => {
  const old = await new Passwords(CHEAP).hash('secret')
  assert.equal(await new Passwords({ ...CHEAP, cost: 2048 }).matches('secret', old), true)
})

test('the parameters that the server uses are taken by scrypt', async () => {
  const passwords = new Passwords()
  const hash = await passwords.hash('secret')
  assert.deepEqual([hash.cost, hash.blockSize, hash.parallelization], [32768, 8, 3])
  assert.equal(await passwords.matches('secret', hash), true)
})

test('beyond those who wait nobody is let in, and all who wait are answered', async () => {
  const passwords = new Passwords(CHEAP)
  const known = await passwords.hash('secret')
  const ended = await Promise.allSettled(Array.from({ length: 100 }, () => passwords.matches('secret', known)))
  const busy = ended.filter((one) => one.status === 'rejected' && one.reason instanceof PasswordsBusy).length
  assert.equal(busy, 100 - 2 - 32)
  assert.equal(ended.filter((one) => one.status === 'fulfilled' && one.value).length, 34)
  assert.equal(await passwords.matches('secret', known), true)
})
