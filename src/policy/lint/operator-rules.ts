/** Condition operators, and blocks and lists that are empty. */
import { error, suggestion } from './check.ts'
import type { Lint } from './context.ts'
import { lintOperator } from './operators.ts'
import type { LintCondition, LintStatement, LintValue } from './reading.ts'

const INVALID_CONDITION_OPERATOR = error(
  'INVALID_CONDITION_OPERATOR',
  'The condition operator {{operator}} is not valid. Use a valid condition operator.',
)
const NULL_WITH_IF_EXISTS = error(
  'NULL_WITH_IF_EXISTS',
  'The Null condition operator cannot be used with the IfExists suffix. Update the operator or the suffix.',
)
const NULL_WITH_QUALIFIER = suggestion(
  'NULL_WITH_QUALIFIER',
  'Avoid using the Null condition operator with the ForAllValues or ForAnyValue qualifiers because they always return a true or false respectively.',
)
const EMPTY_OBJECT_CONDITION = suggestion(
  'EMPTY_OBJECT_CONDITION',
  'This condition block is empty and it does not affect the policy. Specify conditions.',
)
const EMPTY_ARRAY_CONDITION = suggestion(
  'EMPTY_ARRAY_CONDITION',
  'There are no values for the condition key {{key}} and it does not affect the policy. Specify conditions.',
)
const EMPTY_ARRAY_CONDITION_FORALLVALUES = suggestion(
  'EMPTY_ARRAY_CONDITION_FORALLVALUES',
  'The ForAllValues prefix with an empty condition key matches only if the key {{key}} is missing from the request context. To determine if the request context is empty, we recommend that you use the Null condition operator with the value of true instead.',
)
const EMPTY_ARRAY_CONDITION_FORANYVALUE = suggestion(
  'EMPTY_ARRAY_CONDITION_FORANYVALUE',
  'The ForAnyValue prefix with an empty condition key {{key}} never matches the request context and it does not affect the policy. Specify conditions.',
)
const EMPTY_ARRAY_CONDITION_IFEXISTS = suggestion(
  'EMPTY_ARRAY_CONDITION_IFEXISTS',
  'The IfExists suffix with an empty condition key matches only if the key {{key}} is missing from the request context. To determine if the request context is empty, we recommend that you use the Null condition operator with the value of true instead.',
)
const INVALID_CONDITION_DATA_TYPE = error(
  'INVALID_CONDITION_DATA_TYPE',
  'The condition value data types do not match. Use condition values of the same JSON data type.',
)
const INVALID_CONDITION_MULTIPLE_BOOLEAN = error(
  'INVALID_CONDITION_MULTIPLE_BOOLEAN',
  'The condition key does not support multiple Boolean values. Use a single Boolean value.',
)
const DUPLICATE_KEYS_WITH_DIFFERENT_CASE = error(
  'DUPLICATE_KEYS_WITH_DIFFERENT_CASE',
  'The condition key {{key}} appears more than once with different capitalization in the same condition block. Remove the duplicate condition keys.',
)
const REDUNDANT_CONDITION_VALUE_NUM = suggestion(
  'REDUNDANT_CONDITION_VALUE_NUM',
  'Multiple values in {{operator}} are redundant. Replace with the {{which}} single value for {{key}}.',
)

export const OPERATOR_CHECKS = [
  INVALID_CONDITION_OPERATOR,
  NULL_WITH_IF_EXISTS,
  NULL_WITH_QUALIFIER,
  EMPTY_OBJECT_CONDITION,
  EMPTY_ARRAY_CONDITION,
  EMPTY_ARRAY_CONDITION_FORALLVALUES,
  EMPTY_ARRAY_CONDITION_FORANYVALUE,
  EMPTY_ARRAY_CONDITION_IFEXISTS,
  INVALID_CONDITION_DATA_TYPE,
  INVALID_CONDITION_MULTIPLE_BOOLEAN,
  DUPLICATE_KEYS_WITH_DIFFERENT_CASE,
  REDUNDANT_CONDITION_VALUE_NUM,
]

export function operatorRules({ emptyCondition, blocks }: LintStatement, { report }: Lint): void {
  if (emptyCondition) report(EMPTY_OBJECT_CONDITION, emptyCondition)
  for (const { operator: text, operatorSpot, empty, conditions } of blocks) {
    const operator = lintOperator(text)
    if (!operator) report(INVALID_CONDITION_OPERATOR, operatorSpot, { operator: text })
    if (operator?.base === 'Null' && operator.ifExists) report(NULL_WITH_IF_EXISTS, operatorSpot)
    if (operator?.base === 'Null' && operator.set) report(NULL_WITH_QUALIFIER, operatorSpot)
    if (empty) report(EMPTY_OBJECT_CONDITION, operatorSpot)
    const seen = new Map<string, LintCondition[]>()
    for (const condition of conditions) {
      valuesRule(condition, { report })
      const lower = condition.key.toLowerCase()
      const same = seen.get(lower)
      if (same) same.push(condition)
      else seen.set(lower, [condition])
    }
    for (const same of seen.values()) {
      const spots = same.map(({ keySpot }) => keySpot)
      if (same.length > 1) report(DUPLICATE_KEYS_WITH_DIFFERENT_CASE, spots, { key: same[0]?.key ?? '' })
    }
  }
}

function valuesRule(condition: LintCondition, { report }: Pick<Lint, 'report'>): void {
  const { operator: text, key, values } = condition
  const operator = lintOperator(text)
  if (!operator) return
  if (values.length === 0 && condition.empty) {
    const check =
      operator.set === 'ForAllValues'
        ? EMPTY_ARRAY_CONDITION_FORALLVALUES
        : operator.set === 'ForAnyValue'
          ? EMPTY_ARRAY_CONDITION_FORANYVALUE
          : operator.ifExists
            ? EMPTY_ARRAY_CONDITION_IFEXISTS
            : EMPTY_ARRAY_CONDITION
    report(check, condition, { key })
    return
  }
  if (new Set(values.map(({ kind }) => kind)).size > 1) report(INVALID_CONDITION_DATA_TYPE, condition)
  if (operator.family === 'bool' && values.length > 1) report(INVALID_CONDITION_MULTIPLE_BOOLEAN, condition)
  if (operator.family !== 'numeric' || values.length < 2 || !values.every(isNumber)) return
  const which = /Less/.test(operator.base) ? 'greatest' : /Greater/.test(operator.base) ? 'least' : undefined
  if (which) report(REDUNDANT_CONDITION_VALUE_NUM, condition, { operator: text, which, key })
}

export const isNumber = ({ text }: LintValue): boolean => /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text.trim())
