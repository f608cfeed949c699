/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
export const CONDITION_OPERATORS = [
  'StringEquals',
  'StringNotEquals',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
  'StringLike',
  'StringNotLike',
  'NumericEquals',
  'NumericNotEquals',
  'NumericLessThan',
  'NumericLessThanEquals',
  'NumericGreaterThan',
  'NumericGreaterThanEquals',
  'DateEquals',
  'DateNotEquals',
  'DateLessThan',
  'DateLessThanEquals',
  'DateGreaterThan',
  'DateGreaterThanEquals',
  'Bool',
  'BinaryEquals',
  'IpAddress',
  'NotIpAddress',
  'ArnEquals',
  'ArnLike',
  'ArnNotEquals',
  'ArnNotLike',
  'Null',
] as const
export type BaseOperator = (typeof CONDITION_OPERATORS)[number]

export interface OperatorName {
  readonly base: BaseOperator
  readonly set: 'ForAllValues' | 'ForAnyValue' | undefined
  readonly ifExists: boolean
}

/** `ForAnyValue:StringLikeIfExists` in its parts; undefined when there is no such operator. Names have case. */
export function parseOperatorName(text: string): OperatorName | undefined {
  const operator = readOperatorName(text)
  // Null tests presence itself: neither a set nor IfExists makes sense with it.
  return operator?.base === 'Null' && (operator.set || operator.ifExists) ? undefined : operator
}

/** The same for names that AWS refuses as well: Null with a set or IfExists. */
export function readOperatorName(text: string): OperatorName | undefined {
  const [, set, name = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/.exec(text) ?? []
  const base = CONDITION_OPERATORS.find((known) => known === name)
  return (
    base && {
      base,
      set: set === 'ForAllValues' || set === 'ForAnyValue' ? set : undefined,
      ifExists: ifExists !== undefined,
    }
  )
}
