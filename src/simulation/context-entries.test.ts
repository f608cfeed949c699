import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AwsError } from '../aws/error.ts'
import { readContextEntries } from './context-entries.ts'

const refuse = (code: string, message: string) => {
  throw new AwsError(code, message)
}
const read = (
  type: string | undefined,
  values: readonly string[] | undefined,
  name: string | undefined = 'stack:key',
) => readContextEntries([{ ContextKeyName: name, ContextKeyType: type, ContextKeyValues: values }], refuse)

const refused = (act: () => unknown, message: string) => assert.throws(act, { code: 'InvalidInput', message })

test('a scalar is one value and a list all of them, by the key in lower case', () => {
  assert.deepEqual([...read('string', [''])], [['stack:key', '']])
  assert.deepEqual([...read('stringList', ['a'], 'Stack:Key')], [['stack:key', ['a']]])
  assert.equal(readContextEntries([{}], refuse).size, 0, 'an entry without members leaves no trace')
})

// Values that AWS was seen to take and to refuse.
const TAKEN: Readonly<Record<string, readonly string[]>> = {
  numeric: ['01.00', '+1', '1e2', '1e9999'],
  date: ['2035', '2019-04-25T11:00:00Z'],
  boolean: ['TRUE', 'yes'],
  ip: ['203.0.113.7', '2001:db8::1'],
  binary: ['QmluYXJ5'],
}
const REFUSED: Readonly<Record<string, readonly [words: string, values: readonly string[]]>> = {
  numeric: ['numeric format', ['0x10', ' 1 ', 'Infinity', 'NaN', 'abc']],
  date: ['DateTime format', ['tomorrow']],
  ip: ['IP address', ['999.0.0.1']],
  binary: ['base-64 encoded binary format', ['!base64']],
}

for (const [type, values] of Object.entries(TAKEN)) {
  test(`${type} takes ${values.join(', ')}`, () => {
    for (const value of values) assert.equal(read(type, [value]).get('stack:key'), value)
    assert.deepEqual(read(`${type}List`, values).get('stack:key'), values)
  })
}

for (const [type, [words, values]] of Object.entries(REFUSED)) {
  test(`${type} refuses ${values.join(', ')}`, () => {
    for (const value of values) {
      refused(() => read(type, [value]), `Invalid context value for key stack:key: expected ${words}.`)
      refused(() => read(`${type}List`, [value]), `Invalid context value for key stack:key: expected ${words}.`)
    }
  })
}

test('names, types and values must be there, once each', () => {
  refused(() => read('string', ['yes'], ''), 'ContextKeyName cannot be null or empty.')
  refused(() => read(undefined, ['yes']), 'Context key stack:key has invalid type null.')
  refused(() => read('string', []), 'Context values for context key stack:key cannot be null or empty.')
  refused(() => read('string', ['a', 'b']), 'Context key string expected a single value, but received 2.')
  const entry = { ContextKeyName: 'stack:test', ContextKeyType: 'string', ContextKeyValues: ['a'] }
  refused(
    () => readContextEntries([entry, { ...entry, ContextKeyName: 'STACK:TEST' }], refuse),
    'Duplicate context key: STACK:TEST.',
  )
})
