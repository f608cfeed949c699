import { type BaseOperator, type OperatorName, readOperatorName } from '../values/operator-name.ts'
import type { LintCondition } from './reading.ts'

export type OperatorFamily = 'string' | 'numeric' | 'date' | 'bool' | 'binary' | 'ip' | 'arn' | 'null'

/** An operator as the linter reads it: with combinations that AWS refuses, such as `NullIfExists`. */
export interface LintOperator extends OperatorName {
  readonly family: OperatorFamily
  readonly negated: boolean
}

/** Undefined when there is no such operator. */
export function lintOperator(text: string): LintOperator | undefined {
  const operator = readOperatorName(text)
  return operator && { ...operator, family: familyOf(operator.base), negated: operator.base.includes('Not') }
}

function familyOf(base: BaseOperator): OperatorFamily {
  if (base.startsWith('String')) return 'string'
  if (base.startsWith('Numeric')) return 'numeric'
  if (base.startsWith('Date')) return 'date'
  if (base.startsWith('Arn')) return 'arn'
  if (base === 'Bool') return 'bool'
  if (base === 'BinaryEquals') return 'binary'
  return base === 'Null' ? 'null' : 'ip'
}

/** Whether a condition speaks of the key; names have no case. */
export const isKey = ({ key }: LintCondition, name: string): boolean => key.toLowerCase() === name.toLowerCase()

/** Whether some condition speaks of one of the keys, given in lower case. */
export const speaksOf = (conditions: readonly LintCondition[], keys: readonly string[]): boolean =>
  conditions.some(({ key }) => keys.includes(key.toLowerCase()))
