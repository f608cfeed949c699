/**
 * Policy variables: their form, and where they may stand.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
import { type Check, error } from './check.ts'
import type { Lint } from './context.ts'
import { type LintStatement, type LintString, partOf } from './reading.ts'

const MISSING_BRACE_IN_VARIABLE = error(
  'MISSING_BRACE_IN_VARIABLE',
  'The policy variable is missing a closing curly brace. Add } after the variable text.',
)
const EMPTY_VARIABLE = error(
  'EMPTY_VARIABLE',
  'Empty policy variable. Remove the ${ } variable structure or provide a variable within the structure.',
)
const UNSUPPORTED_SPACE_IN_VARIABLE = error(
  'UNSUPPORTED_SPACE_IN_VARIABLE',
  'A space is not supported within the policy variable text. Remove the space.',
)
const MISSING_QUOTE_IN_VARIABLE = error(
  'MISSING_QUOTE_IN_VARIABLE',
  'The policy variable default value must begin and end with a single quote. Add the missing quote.',
)
const VARIABLE_UNSUPPORTED_IN_ELEMENT = error(
  'VARIABLE_UNSUPPORTED_IN_ELEMENT',
  'Policy variables are supported in the Resource and Condition elements. Remove the policy variable {{variable}} from this element.',
)
const VARIABLE_UNSUPPORTED_IN_VERSION = error(
  'VARIABLE_UNSUPPORTED_IN_VERSION',
  'To include variables in your policy, use the policy version 2012-10-17 or later.',
)
const INVALID_VARIABLE_FOR_OPERATOR = error(
  'INVALID_VARIABLE_FOR_OPERATOR',
  'Policy variables can only be used with String and ARN operators.',
)

export const VARIABLE_CHECKS = [
  MISSING_BRACE_IN_VARIABLE,
  EMPTY_VARIABLE,
  UNSUPPORTED_SPACE_IN_VARIABLE,
  MISSING_QUOTE_IN_VARIABLE,
  VARIABLE_UNSUPPORTED_IN_ELEMENT,
  VARIABLE_UNSUPPORTED_IN_VERSION,
  INVALID_VARIABLE_FOR_OPERATOR,
]

interface Variable {
  readonly start: number
  readonly length: number
  /** What stands between the braces; undefined without a closing one. */
  readonly inner: string | undefined
}

export function variableRules(statement: LintStatement, lint: Lint): void {
  const { action, resource, principal, conditions } = statement
  const elsewhere = [
    ...(action?.items ?? []),
    ...(principal?.groups.flatMap(({ items }) => items) ?? []),
    ...(principal?.word ? [principal.word] : []),
  ]
  for (const item of elsewhere) {
    for (const { start, length } of variablesOf(item.text)) {
      const variable = item.text.slice(start, start + length)
      lint.report(VARIABLE_UNSUPPORTED_IN_ELEMENT, partOf(item, start, length), { variable })
    }
  }
  for (const item of resource?.items ?? []) formRules(item, lint)
  for (const { operator, values } of conditions) {
    const takes = /^(?:For(?:All|Any)Values?:)?(?:String|Arn)/.test(operator)
    for (const value of values) {
      if (takes) formRules(value, lint)
      else if (variablesOf(value.text).length > 0) lint.report(INVALID_VARIABLE_FOR_OPERATOR, value)
    }
  }
}

function formRules(item: LintString, { document, report }: Lint): void {
  const variables = variablesOf(item.text)
  if (variables.length > 0 && document.version?.text !== '2012-10-17') {
    // Then it is no variable, and its form does not matter.
    report(VARIABLE_UNSUPPORTED_IN_VERSION, item)
    return
  }
  for (const { start, length, inner } of variables) {
    const problem = problemOf(inner)
    if (problem) report(problem, partOf(item, start, length))
  }
}

function problemOf(inner: string | undefined): Check | undefined {
  if (inner === undefined) return MISSING_BRACE_IN_VARIABLE
  const comma = inner.indexOf(',')
  const name = comma < 0 ? inner : inner.slice(0, comma)
  if (name.trim() === '') return EMPTY_VARIABLE
  if (/\s/.test(name)) return UNSUPPORTED_SPACE_IN_VARIABLE
  if (comma >= 0 && !/^'.*'$/s.test(inner.slice(comma + 1).trim())) return MISSING_QUOTE_IN_VARIABLE
  return undefined
}

/** The variables of a text; `${*}`, `${?}` and `${$}` are escapes. */
function variablesOf(text: string): readonly Variable[] {
  const found: Variable[] = []
  let end = text.indexOf('}')
  for (let start = text.indexOf('${'); start >= 0; ) {
    if (end >= 0 && end < start) end = text.indexOf('}', start)
    const next = text.indexOf('${', start + 2)
    const closed = end >= 0 && (next < 0 || end < next)
    const length = (closed ? end + 1 : next < 0 ? text.length : next) - start
    const inner = closed ? text.slice(start + 2, end) : undefined
    if (inner !== '*' && inner !== '?' && inner !== '$') found.push({ start, length, inner })
    start = next
  }
  return found
}
