import { allow, type DecisionCase, deny } from './case.ts'

/** What the pages say of every operator alike, for each of them. */
const OPERATORS = 'IAM User Guide, JSON policy elements: Condition operators'
const IF_EXISTS = `${OPERATORS}, ...IfExists condition operators`
const MISSING =
  'IAM User Guide, Conditions with multiple context keys or values: a missing key is no match, negated it is'
const SETS = 'IAM User Guide, Set operators for multivalued context keys'

/** An operator with what it is compared with, a value that is a match, and one that is none. */
type Family = readonly [operator: string, operand: string, match: string, other: string]

const POSITIVE: readonly Family[] = [
  ['StringEquals', 'red', 'red', 'Red'],
  ['StringEqualsIgnoreCase', 'red', 'RED', 'blue'],
  ['StringLike', 'r*d', 'round', 'blue'],
  ['NumericEquals', '10', '10', '11'],
  ['NumericLessThan', '10', '9', '10'],
  ['NumericLessThanEquals', '10', '10', '11'],
  ['NumericGreaterThan', '10', '11', '10'],
  ['NumericGreaterThanEquals', '10', '10', '9'],
  ['DateEquals', '2026-01-01T00:00:00Z', '1767225600', '2026-01-01T00:00:01Z'],
  ['DateLessThan', '2026-01-01T00:00:00Z', '2025-12-31T23:59:59Z', '2026-01-01T00:00:00Z'],
  ['DateLessThanEquals', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z'],
  ['DateGreaterThan', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', '2026-01-01T00:00:00Z'],
  ['DateGreaterThanEquals', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', '2025-12-31T23:59:59Z'],
  ['Bool', 'true', 'true', 'false'],
  ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ5', 'b3RoZXI='],
  ['IpAddress', '203.0.113.0/24', '203.0.113.255', '203.0.114.0'],
  ['ArnEquals', 'arn:aws:sns:*:111122223333:t', 'arn:aws:sns:us-east-1:111122223333:t', 'arn:aws:sns:::t'],
  ['ArnLike', 'arn:aws:sns:*:111122223333:t', 'arn:aws:sns:us-east-1:111122223333:t', 'arn:aws:sns:::t'],
]

const NEGATED: readonly Family[] = [
  ['StringNotEquals', 'red', 'Red', 'red'],
  ['StringNotEqualsIgnoreCase', 'red', 'blue', 'RED'],
  ['StringNotLike', 'r*d', 'blue', 'round'],
  ['NumericNotEquals', '10', '11', '10'],
  ['DateNotEquals', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', '1767225600'],
  ['NotIpAddress', '203.0.113.0/24', '203.0.114.0', '203.0.113.255'],
  ['ArnNotEquals', 'arn:aws:sns:*:111122223333:t', 'arn:aws:sns:::t', 'arn:aws:sns:us-east-1:111122223333:t'],
  ['ArnNotLike', 'arn:aws:sns:*:111122223333:t', 'arn:aws:sns:::t', 'arn:aws:sns:us-east-1:111122223333:t'],
]

type Value = string | readonly string[] | undefined

/** One condition, in an Allow and in a Deny, which it switches alike. */
function both(
  source: string,
  operator: string,
  operand: string,
  value: Value,
  holds: boolean,
): readonly DecisionCase[] {
  const shown = value === undefined ? 'a missing key' : JSON.stringify(value)
  const condition = { Condition: { [operator]: { 'test:key': operand } } }
  const context = value === undefined ? {} : { context: { 'test:key': value } }
  return [
    {
      name: `${operator} ${operand} ${holds ? 'lets an Allow stand' : 'turns an Allow off'} for ${shown}`,
      source,
      ...context,
      identity: [allow(condition)],
      expect: holds ? 'allow' : 'implicit deny',
    },
    {
      name: `${operator} ${operand} ${holds ? 'lets a Deny stand' : 'turns a Deny off'} for ${shown}`,
      source,
      ...context,
      identity: [allow(), deny(condition)],
      expect: holds ? 'explicit deny' : 'allow',
    },
  ]
}

function formsOf(negated: boolean) {
  return ([operator, operand, match, other]: Family): readonly DecisionCase[] => [
    ...both(OPERATORS, operator, operand, match, true),
    ...both(OPERATORS, operator, operand, other, false),
    ...both(MISSING, operator, operand, undefined, negated),
    ...both(IF_EXISTS, `${operator}IfExists`, operand, match, true),
    ...both(IF_EXISTS, `${operator}IfExists`, operand, other, false),
    ...both(IF_EXISTS, `${operator}IfExists`, operand, undefined, true),
    ...both(SETS, `ForAllValues:${operator}`, operand, [match, match], true),
    ...both(SETS, `ForAllValues:${operator}`, operand, [match, other], false),
    ...both(SETS, `ForAllValues:${operator}`, operand, undefined, true),
    ...both(SETS, `ForAllValues:${operator}`, operand, [], true),
    ...both(SETS, `ForAnyValue:${operator}`, operand, [other, match], true),
    ...both(SETS, `ForAnyValue:${operator}`, operand, [other, other], false),
    ...both(SETS, `ForAnyValue:${operator}`, operand, undefined, false),
    ...both(SETS, `ForAnyValue:${operator}`, operand, [], false),
    ...both(IF_EXISTS, `ForAnyValue:${operator}IfExists`, operand, undefined, true),
    ...both(IF_EXISTS, `ForAnyValue:${operator}IfExists`, operand, other, false),
    ...both(IF_EXISTS, `ForAllValues:${operator}IfExists`, operand, undefined, true),
    ...both(IF_EXISTS, `ForAllValues:${operator}IfExists`, operand, other, false),
  ]
}

const nothing = (operand: unknown, value: Value, holds: boolean): DecisionCase => ({
  name: `Null ${JSON.stringify(operand)} is ${holds} for ${value === undefined ? 'a missing key' : JSON.stringify(value)}, in a list too`,
  source: `${OPERATORS}, Condition operator to check existence of condition keys`,
  ...(value !== undefined && { context: { 'test:key': value } }),
  identity: [allow({ Condition: { Null: { 'test:key': operand } } })],
  expect: holds ? 'allow' : 'implicit deny',
})

export const CONDITION_FAMILY_CASES: readonly DecisionCase[] = [
  ...POSITIVE.flatMap(formsOf(false)),
  ...NEGATED.flatMap(formsOf(true)),
  nothing(['true', 'false'], undefined, true),
  nothing(['true', 'false'], 'x', true),
  nothing(['false', 'false'], undefined, false),
  nothing([], undefined, false),
  nothing([], 'x', false),
  nothing('true', ['a', 'b'], false),
  nothing('false', ['a', 'b'], true),
  nothing('false', [], false),
  nothing('TRUE', undefined, true),
]
