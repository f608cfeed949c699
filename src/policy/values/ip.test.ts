import assert from 'node:assert/strict'
import { isIP } from 'node:net'
import { test } from 'node:test'
import { seeded } from '../cases/seeded.ts'
import { parseAddress, parseRange, rangeHolds } from './ip.ts'

const ADDRESSES: readonly (readonly [text: string, bits: number, value: bigint])[] = [
  ['0.0.0.0', 32, 0n],
  ['203.0.113.7', 32, 0xcb007107n],
  ['255.255.255.255', 32, 0xffffffffn],
  ['::', 128, 0n],
  ['::1', 128, 1n],
  ['1::', 128, 1n << 112n],
  ['2001:db8::8:800:200c:417a', 128, 0x20010db80000000000080800200c417an],
  ['2001:DB8:0:0:8:800:200C:417A', 128, 0x20010db80000000000080800200c417an],
  ['1:2:3:4:5:6:7:8', 128, 0x00010002000300040005000600070008n],
  ['1:2:3:4:5:6:7::', 128, 0x00010002000300040005000600070000n],
  ['::2:3:4:5:6:7:8', 128, 0x00000002000300040005000600070008n],
  ['::ffff:192.0.2.1', 128, 0xffffc0000201n],
  ['1:2:3:4:5:6:192.0.2.1', 128, 0x000100020003000400050006c0000201n],
]

for (const [text, bits, value] of ADDRESSES) {
  test(`${text} is an address`, () => assert.deepEqual(parseAddress(text), { bits, value }))
}

const NO_ADDRESSES = [
  ...[
    '',
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '1.1.1.256',
    '01.1.1.1',
    '1.1.1.',
    '.1.1.1',
    '1.1.1.a',
    '1.1.1.1 ',
    '0x1.1.1.1',
  ],
  ...[
    '1.1.1.1000',
    '1..1.1',
    '-1.1.1.1',
    ':',
    ':::',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '::1::',
  ],
  ...['1::2:3:4:5:6:7:8', '12345::', 'g::', '::1.2.3', '1.2.3.4::', '::1.2.3.4:5', '1:2:3:4:5:6:7:1.2.3.4', ':1', '1:'],
  ...['1.2.3.4::1', '1:2:3:4::5:6:7:8::9', 'fe80::1%eth0', '[::1]', '::ffff:010.0.0.1'],
]

for (const text of NO_ADDRESSES) {
  test(`${JSON.stringify(text)} is no address`, () => assert.equal(parseAddress(text), undefined))
}

test('a range is an address and the length of its prefix, which is the whole when it is left out', () => {
  assert.deepEqual(parseRange('10.0.0.0/8'), { bits: 32, value: 0x0a000000n, prefix: 8 })
  assert.deepEqual(parseRange('10.0.0.0/0'), { bits: 32, value: 0x0a000000n, prefix: 0 })
  assert.deepEqual(parseRange('10.0.0.0/32'), { bits: 32, value: 0x0a000000n, prefix: 32 })
  assert.deepEqual(parseRange('10.0.0.1'), { bits: 32, value: 0x0a000001n, prefix: 32 })
  assert.deepEqual(parseRange('::/128'), { bits: 128, value: 0n, prefix: 128 })
  assert.deepEqual(parseRange('::'), { bits: 128, value: 0n, prefix: 128 })
})

for (const text of [
  '10.0.0.0/33',
  '::/129',
  '10.0.0.0/',
  '10.0.0.0/8/8',
  '10.0.0.0/-1',
  '10.0.0.0/8a',
  '10.0.0.0/0008',
  '/8',
  '',
]) {
  test(`${JSON.stringify(text)} is no range`, () => assert.equal(parseRange(text), undefined))
}

test('a range holds the addresses of its IP version that share its prefix', () => {
  const holds = (range: string, address: string): boolean => {
    const [one, other] = [parseRange(range), parseAddress(address)]
    assert.ok(one && other)
    return rangeHolds(one, other)
  }
  for (const prefix of [0, 1, 8, 31, 32]) {
    assert.equal(holds(`128.0.0.0/${prefix}`, '128.0.0.0'), true)
    assert.equal(holds(`128.0.0.0/${prefix}`, '128.0.0.1'), prefix < 32)
    assert.equal(holds(`128.0.0.0/${prefix}`, '0.0.0.0'), prefix === 0)
  }
  assert.equal(holds('0.0.0.0/0', '::'), false)
  assert.equal(holds('::/0', '0.0.0.0'), false)
  assert.equal(holds('2001:db8::/32', '2001:db8:ffff::'), true)
  assert.equal(holds('2001:db8::/32', '2001:db9::'), false)
})

test('what is an address is what Node takes for one', () => {
  const { pick, times } = seeded(20261124)
  const parts = [
    '0',
    '1',
    'f',
    '12',
    '255',
    '256',
    '01',
    'ffff',
    '10000',
    ':',
    ':',
    ':',
    '::',
    '.',
    '.',
    '1.2.3.4',
    'g',
  ]
  const found = { 0: 0, 4: 0, 6: 0 }
  for (let round = 0; round < 60_000; round += 1) {
    const text = pick([
      () => times(17, () => pick(parts)).join(''),
      () => Array.from({ length: pick([3, 4, 4, 4, 5]) }, () => pick(['0', '10', '255', '256', '01', ''])).join('.'),
      () => Array.from({ length: pick([2, 3, 7, 8, 9]) }, () => pick(['0', 'a1', 'ffff', '', '1.2.3.4'])).join(':'),
    ])()
    const version = isIP(text)
    assert.equal(parseAddress(text)?.bits, { 0: undefined, 4: 32, 6: 128 }[version], text)
    // isIP answers one of these three.
    found[version as keyof typeof found] += 1
  }
  assert.ok(Math.min(...Object.values(found)) > 500, JSON.stringify(found))
})
