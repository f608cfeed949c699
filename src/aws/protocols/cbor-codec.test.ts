import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cbor as smithy } from '@smithy/core/cbor'
import { CborDouble, CborError, decodeCbor, encodeCbor } from './cbor-codec.ts'

test("what is encoded here is read by the AWS SDK's codec, and the reverse", () => {
  const values: unknown[] = [
    null,
    true,
    false,
    '',
    'ä€😹',
    'x'.repeat(70_000),
    [0, 23, 24, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER],
    [-1, -24, -25, -256, -257, -65_537, -(2 ** 32) - 1, Number.MIN_SAFE_INTEGER],
    [0.5, -1.25e300, Number.POSITIVE_INFINITY],
    { a: { b: [{ c: 1 }] }, 'long key that is more than twenty-three bytes': [] },
    Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`k${index}`, index])),
  ]
  for (const value of values) {
    assert.deepEqual(smithy.deserialize(encodeCbor(value)), value)
    assert.deepEqual(decodeCbor(smithy.serialize(value)), value)
  }
})

test('bytes, doubles and times have their own encodings', () => {
  assert.equal(encodeCbor(new Uint8Array([1, 2])).toString('hex'), '420102')
  assert.equal(encodeCbor(new CborDouble(1)).toString('hex'), 'fb3ff0000000000000')
  assert.equal(encodeCbor(new Date(1500)).toString('hex'), 'c1fb3ff8000000000000')
  assert.deepEqual(decodeCbor(encodeCbor(new Date(1500))), new Date(1500))
})

test('indefinite lengths and half floats are read (RFC 8949, appendix A)', () => {
  const cases: Record<string, unknown> = {
    '9f018202039f0405ffff': [1, [2, 3], [4, 5]],
    bf61610161629f0203ffff: { a: 1, b: [2, 3] },
    '7f657374726561646d696e67ff': 'streaming',
    '5f42010243030405ff': Buffer.from([1, 2, 3, 4, 5]),
    f93c00: 1,
    f97bff: 65504,
    f90001: 2 ** -24,
    f9c400: -4,
    f97c00: Number.POSITIVE_INFINITY,
    fa47c35000: 100000,
    c11a514b67b0: new Date(1_363_896_240_000),
  }
  for (const [hex, value] of Object.entries(cases)) assert.deepEqual(decodeCbor(Buffer.from(hex, 'hex')), value, hex)
})

test('a body that lies about its lengths, nests or ends early is refused before memory is taken', () => {
  const hostile = [
    '',
    '9bffffffffffffffff',
    'bbffffffffffffffff',
    '7bffffffffffffffff61',
    '5a7fffffff00',
    '9a7fffffff',
    '81'.repeat(100_000),
    '9f'.repeat(100_000),
    'c1'.repeat(100_000),
    'ff',
    '8201',
    '0102',
    'a10102',
    '7f01ff',
    '1c',
    'c1fb7ff0000000000000',
    'f8ff',
  ]
  for (const hex of hostile) assert.throws(() => decodeCbor(Buffer.from(hex, 'hex')), CborError, hex.slice(0, 20))
})

test('a map key cannot set a prototype', () => {
  const decoded = decodeCbor(encodeCbor(JSON.parse('{"__proto__":{"polluted":1}}')))
  assert.equal(Object.getPrototypeOf(decoded), Object.prototype)
  assert.ok(Object.hasOwn(Object(decoded), '__proto__'))
})
