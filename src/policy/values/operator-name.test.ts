import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CONDITION_OPERATORS, parseOperatorName } from './operator-name.ts'

test('every operator of AWS is known alone, with IfExists and with both set prefixes, but for Null, which is only alone', () => {
  for (const base of CONDITION_OPERATORS) {
    assert.deepEqual(parseOperatorName(base), { base, set: undefined, ifExists: false })
    for (const set of ['ForAllValues', 'ForAnyValue'] as const) {
      const plain = base === 'Null' ? undefined : { base, set, ifExists: false }
      assert.deepEqual(parseOperatorName(`${set}:${base}`), plain)
      assert.deepEqual(parseOperatorName(`${set}:${base}IfExists`), plain && { base, set, ifExists: true })
    }
    const maybe = base === 'Null' ? undefined : { base, set: undefined, ifExists: true }
    assert.deepEqual(parseOperatorName(`${base}IfExists`), maybe)
  }
})

test('the operators are those of the IAM User Guide', () => {
  const pairs = ['StringEquals', 'StringEqualsIgnoreCase', 'StringLike', 'NumericEquals', 'DateEquals', 'IpAddress']
  const orders = ['LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals']
  const expected = [
    ...pairs.flatMap((name) => [name, name === 'IpAddress' ? 'NotIpAddress' : name.replace(/(?=Equals|Like)/, 'Not')]),
    ...orders.flatMap((order) => [`Numeric${order}`, `Date${order}`]),
    ...['Bool', 'BinaryEquals', 'ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike', 'Null'],
  ]
  assert.deepEqual([...CONDITION_OPERATORS].sort(), expected.sort())
})

for (const text of [
  ...['', 'stringEquals', 'StringEqualsifExists', 'ForAllValues:', 'ForAllValues:ForAnyValue:Bool', 'ForAllValuesBool'],
  ...[
    'xForAllValues:Bool',
    'Bool ',
    ' Bool',
    'BoolIfExistsIfExists',
    'IfExists',
    'ForSomeValue:Bool',
    'Bool\n',
    'constructor',
  ],
  ...['forAllValues:Bool', 'ForAllValues:bool', 'BinaryNotEquals', 'StringEquals1'],
]) {
  test(`${JSON.stringify(text)} is no operator`, () => assert.equal(parseOperatorName(text), undefined))
}
