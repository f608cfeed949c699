import { deepEqual, equal, notEqual, throws } from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { describe, test } from 'node:test'
import { deriveSigningKey, equalInConstantTime, hmacKey, hmacSha256, hmacSha256Hex } from './hmac.ts'
import { SigningKeyCache } from './signing-key-cache.ts'

test('HMAC agrees with the RFC 4231 cases', () => {
  const repeat = (byte: number, count: number) => Buffer.alloc(count, byte)
  const cases: readonly [Uint8Array | string, Uint8Array | string, string][] = [
    [repeat(0x0b, 20), 'Hi There', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
    ['Jefe', 'what do ya want for nothing?', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
    [repeat(0xaa, 20), repeat(0xdd, 50), '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe'],
  ]
  for (const [key, message, hex] of cases) equal(hmacSha256Hex(hmacKey(key), message), hex)
})

test('HMAC agrees with Node over all lengths of key and message', () => {
  for (const keyLength of [0, 1, 63, 64, 65, 200]) {
    const key = Buffer.alloc(keyLength, 0x61)
    for (const length of [0, 1, 63, 64, 4096, 8127, 8128, 8129, 20_000]) {
      const message = Buffer.alloc(length, 0x7a)
      const expected = createHmac('sha256', key).update(message).digest()
      deepEqual(hmacSha256(hmacKey(key), message), expected)
      deepEqual(hmacSha256(hmacKey(key), message.toString()), expected)
    }
  }
  const wide = 'ключ é 🗝'
  equal(hmacSha256Hex(hmacKey(wide), wide), createHmac('sha256', wide).update(wide).digest('hex'))
})

test('a signing key is the documented one', () => {
  // IAM User Guide, "Examples of how to derive a signing key": the padded key signs as the raw one does.
  const raw = Buffer.from('c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9', 'hex')
  const derived = deriveSigningKey('wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', '20150830', 'us-east-1', 'iam')
  deepEqual(derived, hmacKey(raw))
})

test('comparison in constant time tells texts apart', () => {
  equal(equalInConstantTime('abc', 'abc'), true)
  for (const other of ['abd', 'ab', 'abcd', '', 'äbc']) equal(equalInConstantTime('abc', other), false)
})

describe('the cache of signing keys', () => {
  const name = { accessKeyId: 'AKIA', secretVersion: '1', date: '20261123', region: 'us-east-1', service: 'sts' }

  test('derives once', () => {
    const cache = new SigningKeyCache()
    let asked = 0
    const secret = () => {
      asked += 1
      return 'secret'
    }
    equal(cache.get(name, secret), cache.get(name, secret))
    equal(asked, 1)
  })

  test('keeps every part of the name apart', () => {
    const cache = new SigningKeyCache()
    const first = cache.get(name, () => 'one')
    for (const part of ['accessKeyId', 'secretVersion', 'date', 'region', 'service'] as const) {
      notEqual(
        cache.get({ ...name, [part]: 'other' }, () => 'two'),
        first,
      )
    }
  })

  test('never holds more than its limit, and drops what was used longest ago', () => {
    const cache = new SigningKeyCache(2)
    const asked: string[] = []
    const get = (service: string) =>
      cache.get({ ...name, service }, () => {
        asked.push(service)
        return 'secret'
      })
    for (const service of ['a', 'b', 'a', 'c', 'a', 'b']) get(service)
    deepEqual(asked, ['a', 'b', 'c', 'b'])
    equal(cache.size, 2)
    throws(() => new SigningKeyCache(0), RangeError)
  })
})
