import { parseDate } from '../../values/dates.ts'
import { NO, unclear } from '../match.ts'
import { boundedMemo } from '../memo.ts'
import { answer, type CompareMaker } from './compare.ts'

/** A text as a number; NaN when it is none. */
type Reader = (text: string) => { readonly value: number }
type Relation = 'equal' | 'less' | 'at most' | 'more' | 'at least'

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const numberOf: Reader = boundedMemo((text) => ({ value: NUMBER.test(text) ? Number(text) : Number.NaN }))
const dateOf: Reader = boundedMemo((text) => ({ value: parseDate(text) ?? Number.NaN }))

export const numeric = (relation: Relation): CompareMaker => ordered(numberOf, relation, 'number')
export const date = (relation: Relation): CompareMaker => ordered(dateOf, relation, 'date')

function ordered(read: Reader, relation: Relation, what: string): CompareMaker {
  return (operands) => {
    const numbers = operands.map((operand) => read(operand).value).filter((number) => !Number.isNaN(number))
    const unreadable = operands.findLast((operand) => Number.isNaN(read(operand).value))
    const doubt = unreadable === undefined ? undefined : `${unreadable} is no ${what}`
    const holds = relationTo(relation, numbers)
    return (text) => {
      const found = read(text)
      if (!Number.isNaN(found.value)) return answer(holds(found), doubt)
      return operands.length === 0 ? NO : unclear(`${text} is no ${what}`)
    }
  }
}

/** Whether a number stands in the relation to one of several: for an order the outermost of them is enough. */
function relationTo(relation: Relation, numbers: readonly number[]): (found: { readonly value: number }) => boolean {
  if (numbers.length === 0) return () => false
  const least = numbers.reduce((one, other) => Math.min(one, other))
  const most = numbers.reduce((one, other) => Math.max(one, other))
  switch (relation) {
    case 'equal':
      return ({ value }) => {
        for (let index = 0; index < numbers.length; index += 1) if (numbers[index] === value) return true
        return false
      }
    case 'less':
      return ({ value }) => value < most
    case 'at most':
      return ({ value }) => value <= most
    case 'more':
      return ({ value }) => value > least
    case 'at least':
      return ({ value }) => value >= least
  }
}
