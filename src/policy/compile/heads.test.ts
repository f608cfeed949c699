import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allow, deny, requestOf } from '../cases/case.ts'
import { type Seeded, seeded } from '../cases/seeded.ts'
import { decide, permits } from '../decide.ts'
import { decide as readableDecide } from '../reference/decide.ts'
import { headOf, headsOf } from './heads.ts'

const LETTERS = ['a', 'b', '/', '\ud83d', '\uffff']
const word = (random: Seeded, most: number): string => random.times(most, () => random.pick(LETTERS)).join('')

test('a text is found under every head that it begins with, the longest first', () => {
  const random = seeded(20261123)
  for (let round = 0; round < 5000; round += 1) {
    const written = new Set(random.times(9, () => word(random, 4)))
    const heads = headsOf(new Map([...written].map((head) => [head, [head]])))
    const text = word(random, 6)
    const found = []
    for (let head = headOf(heads, text); head !== undefined; head = head.outer) found.push(...head.things)
    const expected = [...written].filter((head) => text.startsWith(head)).sort((a, b) => b.length - a.length)
    assert.deepEqual(found, expected)
  }
})

test('the engines agree on policies of many statements that name beginnings of resources', () => {
  const random = seeded(7)
  const letter = () => random.pick(['/', 'a', 'b'])
  const name = () => `arn:aws:s3:::${letter()}${random.times(4, letter).join('')}`
  const value = () => name() + letter() + random.pick(['', '*', '*', '*/x', '${aws:username}*'])
  const statement = () => {
    const element = random.chance(0.01) ? 'NotResource' : 'Resource'
    const made = {
      [element]: [value(), ...random.times(2, value)],
      ...(random.chance(0.2) && { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
    }
    return random.chance(0.1) ? deny(made) : allow(made)
  }
  const effects = new Set<string>()
  for (let round = 0; round < 300; round += 1) {
    const identity = [Array.from({ length: 40 }, statement)]
    const asked = requestOf({ name: 'heads', source: 'heads', expect: 'allow', identity })
    for (let question = 0; question < 8; question += 1) {
      const context = new Map([['aws:securetransport', random.pick(['true', 'false'])]])
      const request = { ...asked, resource: name(), context }
      const expected = readableDecide(request)
      effects.add(expected.effect)
      assert.deepEqual(decide(request), expected)
      assert.equal(permits(request), expected.effect === 'allow')
    }
  }
  assert.equal(effects.size, 3)
})
