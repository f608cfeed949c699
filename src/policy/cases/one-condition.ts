import { allow, type DecisionCase } from './case.ts'

export const OPERATORS = 'IAM User Guide, JSON policy elements: Condition operators'

export type Value = string | readonly string[]

/** One operator over the key `test:key`; `value` undefined leaves the key out. */
export const holds = (
  operator: string,
  operand: unknown,
  value: Value | undefined,
  matches: boolean,
  source = OPERATORS,
): DecisionCase => ({
  name: `${operator} ${JSON.stringify(operand)} is ${matches} for ${value === undefined ? 'a missing key' : JSON.stringify(value)}`,
  source,
  ...(value !== undefined && { context: { 'test:key': value } }),
  identity: [allow({ Condition: { [operator]: { 'test:key': operand } } })],
  expect: matches ? 'allow' : 'implicit deny',
})

/** An Allow and a Deny with a condition that cannot be read. */
export const undecided = (operator: string, operand: unknown, value: Value): readonly DecisionCase[] =>
  (['Allow', 'Deny'] as const).map((effect) => ({
    name: `${operator} ${JSON.stringify(operand)} cannot be read for ${JSON.stringify(value)}, so the ${effect} ${effect === 'Allow' ? 'is off' : 'is on'}`,
    source: `${OPERATORS}: undecided, so closed`,
    context: { 'test:key': value },
    identity: [
      ...(effect === 'Deny' ? [allow()] : []),
      { ...allow({ Condition: { [operator]: { 'test:key': operand } } }), Effect: effect },
    ],
    expect: effect === 'Allow' ? 'implicit deny' : 'explicit deny',
    unreadable: true,
  }))
