/** Policies and requests made to exhaust or confuse the engine: bounded work, no crash, and no allow by accident. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allow, type DecisionCase, type Doc, deny, requestOf } from '../cases/case.ts'
import { ENGINES } from '../cases/engines.ts'
import { decide, permits } from '../decide.ts'
import { parsePolicy } from '../document.ts'
import type { Decision } from '../request.ts'

/** The largest document that IAM's API takes. */
const LIMIT = 131_072

/** Both engines' answer, which must be one. */
function answer(more: Partial<DecisionCase> & { readonly identity: readonly Doc[] }): Decision {
  const request = requestOf({ name: 'hostile', source: 'hostile', expect: 'allow', ...more })
  const answers = ENGINES.map(([, ask]) => ask(request))
  for (const other of answers) assert.deepEqual(other, answers[0])
  assert.equal(permits(request), answers[0]?.effect === 'allow')
  return decide(request)
}

const effectOf = (...given: Parameters<typeof answer>): Decision['effect'] => answer(...given).effect

for (const [name, unit] of Object.entries({
  stars: '*',
  'question marks': '?',
  both: '*?',
  'runs of a': '*a',
  mixed: '*?a',
})) {
  test(`a resource of ${name} at the size limit is decided`, () => {
    const Resource = `arn:aws:s3:::${unit.repeat(Math.floor((LIMIT - 300) / unit.length))}`
    const resource = `arn:aws:s3:::bucket/${'a'.repeat(1000)}`
    const expected = name === 'stars' ? 'allow' : 'implicit deny'
    assert.equal(effectOf({ identity: [allow({ Resource })], resource }), expected)
    assert.equal(effectOf({ identity: [allow({ Resource: `${Resource}b` })], resource }), 'implicit deny')
  })

  test(`actions and conditions of ${name} at the size limit are decided`, () => {
    const pattern = `${unit.repeat(Math.floor((LIMIT - 300) / unit.length / 2))}b`
    const context = { 'aws:username': 'a'.repeat(2000) }
    assert.equal(
      effectOf({ identity: [allow({ Action: pattern })], action: `s3:${'a'.repeat(2000)}` }),
      'implicit deny',
    )
    const Condition = { StringLike: { 'aws:username': pattern } }
    assert.equal(effectOf({ identity: [allow({ Condition })], context }), 'implicit deny')
    assert.equal(
      effectOf({ identity: [allow(), deny({ Condition: { StringNotLike: { 'aws:username': pattern } } })], context }),
      'explicit deny',
    )
  })
}

test('a hundred patterns that begin to match everywhere are decided', () => {
  const patterns = Array.from({ length: 100 }, () => `*${'?a'.repeat(500)}b*`)
  const request = requestOf({
    name: 'hostile',
    source: 'hostile',
    expect: 'implicit deny',
    identity: [allow({ Condition: { StringLike: { 'aws:UserAgent': patterns } } })],
    context: { 'aws:UserAgent': 'a'.repeat(16_000) },
  })
  assert.equal(decide(request).effect, 'implicit deny')
})

test('10,000 statements are decided, and the last one counts', () => {
  const others = Array.from({ length: 10_000 }, (_, index) => allow({ Resource: `arn:aws:s3:::other-${index}/*` }))
  assert.equal(effectOf({ identity: [others] }), 'implicit deny')
  assert.equal(effectOf({ identity: [[...others, allow()]] }), 'allow')
  assert.equal(
    effectOf({ identity: [[allow(), ...others, deny({ Resource: 'arn:aws:s3:::bucket/key' })]] }),
    'explicit deny',
  )
})

test('10,000 exact resources are decided one by one', () => {
  const named = Array.from({ length: 10_000 }, (_, index) => allow({ Resource: `arn:aws:s3:::bucket/${index}` }))
  assert.equal(effectOf({ identity: [named], resource: 'arn:aws:s3:::bucket/9999' }), 'allow')
  assert.equal(effectOf({ identity: [named], resource: 'arn:aws:s3:::bucket/10000' }), 'implicit deny')
})

test('more actions than a program remembers change no answer', () => {
  const identity = [[allow({ Action: 's3:*' }), deny({ Action: 's3:*7' })]]
  const request = requestOf({ name: 'hostile', source: 'hostile', expect: 'allow', identity })
  for (let round = 0; round < 3000; round += 1) {
    assert.equal(permits({ ...request, action: `s3:Do${round}` }), round % 10 !== 7, `s3:Do${round}`)
  }
})

test('a key that stands twice is refused', () => {
  for (const text of [
    '{"Statement":{"Effect":"Deny","Effect":"Allow","Action":"*","Resource":"*"}}',
    '{"Statement":[],"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}',
    '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"a":"true","a":"false"}}}}',
  ]) {
    assert.throws(() => parsePolicy(text), { name: 'PolicySyntaxError', problem: 'duplicate key' })
  }
})

for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
  test(`${key} is a name like any other`, () => {
    const document = (statement: string): Doc => JSON.parse(`{"Version":"2012-10-17","Statement":${statement}}`)
    const asks = (operator: string, value: string) =>
      document(`{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"${operator}":{"${key}":"${value}"}}}`)
    assert.equal(effectOf({ identity: [asks('StringEquals', 'x')] }), 'implicit deny')
    assert.equal(effectOf({ identity: [asks('Null', 'false')] }), 'implicit deny')
    const context = { [key.toUpperCase()]: 'x' }
    assert.equal(effectOf({ identity: [asks('StringEquals', 'x')], context }), 'allow')
    assert.equal(effectOf({ identity: [allow({ Resource: `\${${key}}` })] }), 'implicit deny')
    assert.equal(effectOf({ identity: [allow({ Action: key })] }), 'implicit deny')
    assert.equal(effectOf({ identity: [allow()], action: key, resource: key }), 'allow')
    assert.equal(
      effectOf({ identity: [document(`{"Effect":"Allow","Action":"*","Resource":"*","${key}":"*"}`)] }),
      'implicit deny',
    )
    const strange = { [`String${key}`]: { a: 'x' } }
    assert.equal(effectOf({ identity: [allow({ Condition: strange })] }), 'implicit deny')
  })
}

test('a lone surrogate is one character and equals only itself', () => {
  const resource = 'arn:aws:s3:::bucket/\ud83d'
  const asked = (Resource: string) => effectOf({ identity: [allow({ Resource })], resource })
  assert.equal(asked('arn:aws:s3:::bucket/\ud83d'), 'allow')
  assert.equal(asked('arn:aws:s3:::bucket/?'), 'allow')
  assert.equal(asked('arn:aws:s3:::bucket/\ude00'), 'implicit deny')
  assert.equal(asked('arn:aws:s3:::bucket/\ufffd'), 'implicit deny')
})

test('numbers beyond all measure neither match by accident nor crash', () => {
  const compared = (operator: string, operand: string, value: string) =>
    effectOf({
      identity: [allow({ Condition: { [operator]: { 's3:max-keys': operand } } })],
      context: { 's3:max-keys': value },
    })
  assert.equal(compared('NumericLessThan', '1000', '9'.repeat(100_000)), 'implicit deny')
  assert.equal(compared('NumericLessThan', '1000', '1e999999999'), 'implicit deny')
  assert.equal(compared('NumericLessThan', '1000', 'Infinity'), 'implicit deny')
  assert.equal(compared('NumericGreaterThan', '1000', 'NaN'), 'implicit deny')
  assert.equal(compared('NumericEquals', '0', ''), 'implicit deny')
  assert.equal(compared('NumericEquals', '16', '0x10'), 'implicit deny')
  assert.equal(compared('DateGreaterThan', '2020-01-01', '9'.repeat(100_000)), 'implicit deny')
})

test('dates at the edges of the calendar are read or refused, never guessed', () => {
  const before = (operand: string, value: string) =>
    effectOf({
      identity: [allow({ Condition: { DateLessThan: { 'aws:CurrentTime': operand } } })],
      context: { 'aws:CurrentTime': value },
    })
  assert.equal(before('2026-11-24T00:00:00Z', '2026-11-23T23:59:59.999Z'), 'allow')
  assert.equal(before('2026-11-24T00:00:00+14:00', '2026-11-23T23:59:59Z'), 'implicit deny')
  for (const strange of [
    '275760-09-14',
    '+999999999-01-01',
    '2026-00-01',
    '2026-01-32',
    '2026-01-01T24:00:00Z',
    'now',
    '',
  ]) {
    assert.equal(before('9999-12-31', strange), 'implicit deny', strange)
  }
  assert.equal(before('+999999999-01-01', '2026-01-01'), 'implicit deny')
})

test('an IPv4 address inside IPv6 is an IPv6 address: no IPv4 range holds it', () => {
  const from = (range: string, value: string) =>
    effectOf({
      identity: [allow({ Condition: { IpAddress: { 'aws:SourceIp': range } } })],
      context: { 'aws:SourceIp': value },
    })
  assert.equal(from('0.0.0.0/0', '::ffff:10.1.1.1'), 'implicit deny')
  assert.equal(from('10.1.1.1', '::ffff:a01:101'), 'implicit deny')
  assert.equal(from('::ffff:10.0.0.0/104', '::ffff:10.1.1.1'), 'allow')
  assert.equal(from('::ffff:10.0.0.0/104', '10.1.1.1'), 'implicit deny')
  for (const strange of [
    '010.1.1.1',
    '10.1',
    '167837953',
    '0x0a.1.1.1',
    '10.1.1.1%eth0',
    'fe80::1%eth0',
    '10.1.1.1:80',
  ]) {
    assert.equal(from('0.0.0.0/0', strange), 'implicit deny', strange)
    assert.equal(from('::/0', strange), 'implicit deny', strange)
  }
})

test('a value of a hundred thousand entries is decided', () => {
  const context = { 'aws:TagKeys': Array.from({ length: 100_000 }, (_, index) => `tag-${index}`) }
  const Condition = { 'ForAllValues:StringLike': { 'aws:TagKeys': ['tag-*', 'x'] } }
  assert.equal(effectOf({ identity: [allow({ Condition })], context }), 'allow')
  const strict = { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['tag-0', 'tag-1'] } }
  assert.equal(effectOf({ identity: [allow({ Condition: strict })], context }), 'implicit deny')
})
