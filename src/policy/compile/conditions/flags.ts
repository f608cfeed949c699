import type { RequestContext } from '../../request.ts'
import type { Match } from '../match.ts'
import { answer, type CompareMaker } from './compare.ts'

/** Which of `true` and `false` are among the operands, and why another one cannot be read. */
function flagsAmong(operands: readonly string[]) {
  const words = operands.map((operand) => operand.toLowerCase())
  const strange = operands.findLast((operand) => !/^(?:true|false)$/i.test(operand))
  return {
    yes: words.includes('true'),
    no: words.includes('false'),
    doubt: strange === undefined ? undefined : `${strange} is neither true nor false`,
  }
}

/** Bool. The operator's page lets variables stand here and the variables' page does not, so `${...}` stays unreadable. */
export const bool: CompareMaker = (operands) => {
  const { yes, no, doubt } = flagsAmong(operands)
  return (value) => {
    if (value === 'true') return answer(yes, doubt)
    if (value === 'false') return answer(no, doubt)
    const lower = value.toLowerCase()
    return answer((yes && lower === 'true') || (no && lower === 'false'), doubt)
  }
}

/** Null. `true`: the key must be absent; an empty list is absent too. */
export function compileNull(key: string, operands: readonly string[]): (context: RequestContext) => Match {
  const { yes, no, doubt } = flagsAmong(operands)
  return (context) => {
    const value = context.get(key)
    const absent = value === undefined || (typeof value !== 'string' && value.length === 0)
    return answer(absent ? yes : no, doubt)
  }
}
