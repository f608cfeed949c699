import { FilterPatternError } from './error.ts'
import { type Token, tokens } from './lexer.ts'

/** A value of an event as conditions see it: as text, as a number where it is one, and as the literal it stands for. */
export interface FieldValue {
  readonly text: string
  readonly number?: number | undefined
  readonly literal?: 'NULL' | 'TRUE' | 'FALSE' | undefined
}

/** The values that a selector or column name finds in an event; none when there is no such thing. */
export type Lookup = (field: string) => readonly FieldValue[]
export type Condition = (lookup: Lookup) => boolean

/** `field op value` joined by `&&` and `||`, with parentheses; `&&` binds closer. Throws FilterPatternError. */
export function parseCondition(text: string, checkField: (field: string) => void): Condition {
  const input = tokens(text)
  let position = 0
  const peek = (): Token | undefined => input[position]
  const next = (): Token => {
    const token = input[position]
    if (!token) throw new FilterPatternError()
    position += 1
    return token
  }
  const isSymbol = (text: string): boolean => peek()?.kind === 'symbol' && peek()?.text === text

  const either = (): Condition => joined('||', both, (parts) => (lookup) => parts.some((part) => part(lookup)))
  const both = (): Condition => joined('&&', single, (parts) => (lookup) => parts.every((part) => part(lookup)))
  const joined = (symbol: string, part: () => Condition, join: (parts: Condition[]) => Condition): Condition => {
    const parts = [part()]
    while (isSymbol(symbol)) {
      next()
      parts.push(part())
    }
    return parts.length === 1 ? parts[0]! : join(parts)
  }
  const single = (): Condition => {
    const token = next()
    if (token.kind === 'symbol' && token.text === '(') {
      const inner = either()
      if (!isSymbol(')')) throw new FilterPatternError()
      next()
      return inner
    }
    if (token.kind !== 'word') throw new FilterPatternError()
    checkField(token.text)
    return comparison(token.text, next(), next())
  }
  const condition = either()
  if (position !== input.length) throw new FilterPatternError()
  return condition
}

function comparison(field: string, operator: Token, operand: Token): Condition {
  if (operator.kind === 'word') return keyword(field, `${operator.text} ${operand.text}`.toUpperCase())
  if (operator.kind !== 'symbol' || operand.kind === 'symbol') throw new FilterPatternError()
  const test = valueTest(operator.text, operand)
  return (lookup) => lookup(field).some(test)
}

function keyword(field: string, words: string): Condition {
  if (words === 'NOT EXISTS') return (lookup) => lookup(field).length === 0
  const literal = /^IS (NULL|TRUE|FALSE)$/.exec(words)?.[1]
  if (!literal) throw new FilterPatternError()
  return (lookup) => lookup(field).some((value) => value.literal === literal)
}

function valueTest(operator: string, { kind, text }: Token): (value: FieldValue) => boolean {
  const number = kind === 'word' && isNumber(text) ? Number(text) : undefined
  if (operator === '=' || operator === '!=') {
    const equal = number === undefined ? globTest(text) : (value: FieldValue) => value.number === number
    return operator === '=' ? equal : (value) => !equal(value)
  }
  if (number === undefined) throw new FilterPatternError()
  const compare = ORDER[operator]
  if (!compare) throw new FilterPatternError()
  return (value) => value.number !== undefined && compare(value.number, number)
}

const ORDER: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}

export const isNumber = (text: string): boolean => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)

/** `*` stands for any characters. Linear in the text: the parts are found one behind the other. */
function globTest(pattern: string): (value: FieldValue) => boolean {
  const parts = pattern.split('*')
  const first = parts[0]!
  const last = parts.at(-1)!
  if (parts.length === 1) return ({ text }) => text === pattern
  return ({ text }) => {
    if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false
    let position = first.length
    for (const part of parts.slice(1, -1)) {
      const found = text.indexOf(part, position)
      if (found < 0) return false
      position = found + part.length
    }
    return position <= text.length - last.length
  }
}
