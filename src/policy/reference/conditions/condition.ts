/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html */
import type { ConditionKey, ConditionOperator, Statement } from '../../document.ts'
import { type OperatorName, parseOperatorName } from '../../values/operator-name.ts'
import { anyMatch, everyMatch, type Match, notMatch, unclear, yesIf } from '../match.ts'
import { COMPARISONS, type Surroundings } from './comparisons.ts'

/** All operators and all keys must hold; of a key's values one is enough, and none for a negated operator. */
export function conditionsHold(statement: Statement, around: Surroundings): Match {
  return everyMatch(statement.conditions, (operator) => operatorHolds(operator, around))
}

function operatorHolds({ operator, keys }: ConditionOperator, around: Surroundings): Match {
  // An operator without keys tests nothing, whatever its name: AWS stores it.
  if (keys.length === 0) return 'yes'
  const name = parseOperatorName(operator)
  if (!name) return unclear(`the condition operator ${operator} is not known`)
  return everyMatch(keys, (key) => (name.base === 'Null' ? nullHolds(key, around) : keyHolds(name, key, around)))
}

/** `true`: the key must be absent; an empty list is absent too. */
function nullHolds({ key, values }: ConditionKey, { context }: Surroundings): Match {
  const absent = requestValues(context.get(key.toLowerCase())).length === 0
  return anyMatch(values, (value) => {
    const wanted = value.toLowerCase()
    if (wanted !== 'true' && wanted !== 'false') return unclear(`${value} is neither true nor false`)
    return yesIf(absent === (wanted === 'true'))
  })
}

function keyHolds({ base, set, ifExists }: OperatorName, { key, strings }: ConditionKey, around: Surroundings): Match {
  if (base === 'Null') return unclear('Null tests presence, not a value')
  const { negated, compare } = COMPARISONS[base]
  const present = requestValues(around.context.get(key.toLowerCase()))
  const oneOf = (value: string): Match => anyMatch(strings, (operand) => compare(value, operand, around))
  const holds = (value: string): Match => (negated ? notMatch(oneOf(value)) : oneOf(value))

  if (present.length === 0) {
    if (ifExists || set === 'ForAllValues') return 'yes'
    return yesIf(negated && set === undefined)
  }
  if (set === 'ForAllValues') return everyMatch(present, holds)
  if (set === 'ForAnyValue') return anyMatch(present, holds)
  return negated ? everyMatch(present, holds) : anyMatch(present, holds)
}

function requestValues(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return []
  return typeof value === 'string' ? [value] : value
}
