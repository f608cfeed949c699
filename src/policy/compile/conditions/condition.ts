/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html */
import type { ConditionKey, ConditionOperator } from '../../document.ts'
import type { RequestContext } from '../../request.ts'
import { type BaseOperator, type OperatorName, parseOperatorName } from '../../values/operator-name.ts'
import { type Match, NO, notMatch, UNCLEAR, unclear, why, YES, yesIf } from '../match.ts'
import { ipAddress } from './address.ts'
import { arn } from './arn.ts'
import { binary } from './binary.ts'
import type { Compare, CompareMaker } from './compare.ts'
import { bool, compileNull } from './flags.ts'
import { date, numeric } from './ordered.ts'
import { anyCase, like, sameCase } from './text.ts'

/** One operator with one key: all of a statement's must hold. */
export type ConditionTest = (context: RequestContext) => Match

export function compileConditions(conditions: readonly ConditionOperator[], variables: boolean): ConditionTest[] {
  return conditions.flatMap(({ operator, keys }) => {
    const name = parseOperatorName(operator)
    return keys.map((key) => (name ? compileKey(name, key, variables) : unknownOperator(operator)))
  })
}

const unknownOperator = (operator: string): ConditionTest => {
  const doubt = `the condition operator ${operator} is not known`
  return () => unclear(doubt)
}

/** Operators that are the negation of another, with the other. */
const NEGATIONS: Partial<Record<BaseOperator, Positive>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
}

const MAKERS = {
  StringEquals: sameCase,
  StringEqualsIgnoreCase: anyCase,
  StringLike: like,
  NumericEquals: numeric('equal'),
  NumericLessThan: numeric('less'),
  NumericLessThanEquals: numeric('at most'),
  NumericGreaterThan: numeric('more'),
  NumericGreaterThanEquals: numeric('at least'),
  DateEquals: date('equal'),
  DateLessThan: date('less'),
  DateLessThanEquals: date('at most'),
  DateGreaterThan: date('more'),
  DateGreaterThanEquals: date('at least'),
  Bool: bool,
  BinaryEquals: binary,
  IpAddress: ipAddress,
  ArnEquals: arn,
  ArnLike: arn,
} satisfies Partial<Record<BaseOperator, CompareMaker>>
type Positive = keyof typeof MAKERS

function compileKey({ base, set, ifExists }: OperatorName, key: ConditionKey, variables: boolean): ConditionTest {
  const name = key.key.toLowerCase()
  if (base === 'Null') return compileNull(name, key.values)
  const opposite = NEGATIONS[base]
  const negated = opposite !== undefined
  const positive = opposite ?? (isPositive(base) ? base : undefined)
  if (positive === undefined) return unknownOperator(base)
  const compare = MAKERS[positive](key.values, variables)
  const missing = yesIf(ifExists || set === 'ForAllValues' || (negated && set === undefined))
  const every = set === 'ForAllValues' || (negated && set === undefined)
  const one: Compare = negated ? (value, context) => notMatch(compare(value, context)) : compare
  return (context) => {
    const value = context.get(name)
    if (typeof value === 'string') return one(value, context)
    return value === undefined || value.length === 0 ? missing : many(value, every, one, context)
  }
}

const isPositive = (base: BaseOperator): base is Positive => base in MAKERS

/** Every value must match, or any: an answer that settles it beats doubt, and of doubts the last is told. */
function many(values: readonly string[], every: boolean, one: Compare, context: RequestContext): Match {
  const settles = every ? NO : YES
  let result: Match = every ? YES : NO
  let doubt = ''
  for (let index = 0; index < values.length; index += 1) {
    const match = one(values[index] ?? '', context)
    if (match === settles) return match
    if (match !== UNCLEAR) continue
    result = UNCLEAR
    doubt = why()
  }
  return result === UNCLEAR ? unclear(doubt) : result
}
