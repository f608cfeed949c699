/**
 * One comparison of a request's value with one value of the policy, for every operator that is not the negation of
 * another. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */

import type { PolicyString } from '../../document.ts'
import type { RequestContext } from '../../request.ts'
import { parseDate } from '../../values/dates.ts'
import { parseAddress, parseRange, rangeHolds } from '../../values/ip.ts'
import type { BaseOperator } from '../../values/operator-name.ts'
import { globMatches } from '../glob.ts'
import { type Match, once, unclear, yesIf } from '../match.ts'
import { fillTemplate, templateOf } from '../template.ts'
import { arnMatches } from './arn-pattern.ts'

export interface Comparison {
  /** The operator is the negation of the comparison. */
  readonly negated: boolean
  readonly compare: Compare
}

/** What surrounds a comparison: the other keys, and whether the policy's version has variables. */
export interface Surroundings {
  readonly context: RequestContext
  readonly variables: boolean
}

type Compare = (value: string, operand: PolicyString, around: Surroundings) => Match

const is = (compare: Compare): Comparison => ({ negated: false, compare })
const isNot = (compare: Compare): Comparison => ({ negated: true, compare })

const textEquals = (normal: (text: string) => string): Compare => {
  return (value, operand, { context, variables }) => {
    const filled = fillTemplate(templateOf(operand, { variables, wildcards: false }), context)
    return yesIf(filled !== undefined && normal(filled.join('')) === normal(value))
  }
}
const sameCase = textEquals((text) => text)
const anyCase = textEquals((text) => text.toLowerCase())

const like: Compare = (value, operand, { context, variables }) => {
  const glob = fillTemplate(templateOf(operand, { variables, wildcards: true }), context)
  return yesIf(glob !== undefined && globMatches(glob, value))
}

const ordered = (parse: (text: string) => number | undefined, what: string) => {
  return (holds: (value: number, operand: number) => boolean): Compare => {
    const operandOf = once(({ text }: PolicyString) => ({ number: parse(text) }))
    return (value, operand) => {
      const left = parse(value)
      const right = operandOf(operand).number
      if (left === undefined || right === undefined)
        return unclear(`${left === undefined ? value : operand.text} is no ${what}`)
      return yesIf(holds(left, right))
    }
  }
}
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const numeric = ordered((text) => (NUMBER.test(text) ? Number(text) : undefined), 'number')
const date = ordered(parseDate, 'date')

const equal = (left: number, right: number): boolean => left === right
const less = (left: number, right: number): boolean => left < right
const atMost = (left: number, right: number): boolean => left <= right
const more = (left: number, right: number): boolean => left > right
const atLeast = (left: number, right: number): boolean => left >= right

// The operator's page lets variables stand here and the variables' page does not, so `${...}` stays unreadable.
const bool: Compare = (value, operand) => {
  const wanted = operand.text.toLowerCase()
  if (wanted !== 'true' && wanted !== 'false') return unclear(`${operand.text} is neither true nor false`)
  return yesIf(value.toLowerCase() === wanted)
}

const binary: Compare = (value, operand) => {
  const [left, right] = [decodeBase64(value), decodeBase64(operand.text)]
  return left === undefined || right === undefined ? unclear('a value is not base64') : yesIf(left === right)
}

function decodeBase64(text: string): string | undefined {
  const valid = /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.replace(/=+$/, '').length % 4 !== 1
  return valid ? atob(text.replace(/=+$/, '')) : undefined
}

const rangeOf = once(({ text }: PolicyString) => ({ range: parseRange(text) }))

const ipAddress: Compare = (value, operand) => {
  const address = parseAddress(value)
  const { range } = rangeOf(operand)
  if (!address || !range) return unclear(`${address ? operand.text : value} is no IP address`)
  return yesIf(rangeHolds(range, address))
}

export const COMPARISONS: Readonly<Record<Exclude<BaseOperator, 'Null'>, Comparison>> = {
  StringEquals: is(sameCase),
  StringNotEquals: isNot(sameCase),
  StringEqualsIgnoreCase: is(anyCase),
  StringNotEqualsIgnoreCase: isNot(anyCase),
  StringLike: is(like),
  StringNotLike: isNot(like),
  NumericEquals: is(numeric(equal)),
  NumericNotEquals: isNot(numeric(equal)),
  NumericLessThan: is(numeric(less)),
  NumericLessThanEquals: is(numeric(atMost)),
  NumericGreaterThan: is(numeric(more)),
  NumericGreaterThanEquals: is(numeric(atLeast)),
  DateEquals: is(date(equal)),
  DateNotEquals: isNot(date(equal)),
  DateLessThan: is(date(less)),
  DateLessThanEquals: is(date(atMost)),
  DateGreaterThan: is(date(more)),
  DateGreaterThanEquals: is(date(atLeast)),
  Bool: is(bool),
  BinaryEquals: is(binary),
  IpAddress: is(ipAddress),
  NotIpAddress: isNot(ipAddress),
  ArnEquals: is(arnMatches),
  ArnLike: is(arnMatches),
  ArnNotEquals: isNot(arnMatches),
  ArnNotLike: isNot(arnMatches),
}
