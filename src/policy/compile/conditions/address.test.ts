import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seeded } from '../../cases/seeded.ts'
import { parseAddress, parseRange, rangeHolds } from '../../values/ip.ts'
import { NO, YES } from '../match.ts'
import { ipAddress } from './address.ts'

const NOTHING: ReadonlyMap<string, string> = new Map()

test('ranges of every length hold the addresses that the readable comparison says', () => {
  const { pick, chance } = seeded(20261124)
  let held = 0
  for (let round = 0; round < 30_000; round += 1) {
    const bits = pick([32, 128])
    const prefix = pick(Array.from({ length: bits + 1 }, (_, length) => length))
    const random = Array.from({ length: bits }, () => (chance(0.5) ? '1' : '0')).join('')
    // Equal up to a bit near the end of the prefix, where a mistake would show.
    const differs = Math.min(bits - 1, Math.max(0, prefix + pick([-2, -1, 0, 1, -33, 33])))
    const other = random.slice(0, differs) + (random[differs] === '1' ? '0' : '1') + random.slice(differs + 1)
    const [range, address] = [`${written(random)}/${prefix}`, written(other)]
    const [one, another] = [parseRange(range), parseAddress(address)]
    assert.ok(one && another, `${range} ${address}`)
    const expected = rangeHolds(one, another)
    assert.equal(expected, differs >= prefix, `${range} ${address}`)
    assert.equal(ipAddress([range], false)(address, NOTHING), expected ? YES : NO, `${range} ${address}`)
    if (expected) held += 1
  }
  assert.ok(held > 5000 && held < 25_000, `${held} are held`)
})

/** An address of so many binary digits. */
function written(digits: string): string {
  const [size, base, separator] = digits.length === 32 ? [8, 10, '.'] : [16, 16, ':']
  const parts = digits.match(new RegExp(`.{${size}}`, 'g')) ?? []
  return parts.map((part) => Number.parseInt(part, 2).toString(Number(base))).join(String(separator))
}
