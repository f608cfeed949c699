import type { Matcher } from './compile.ts'
import { type FieldValue, parseCondition } from './conditions.ts'
import { FilterPatternError } from './error.ts'

const SELECTOR = /^\$(\.[^.[\]]+|\[(\d+|\*)\])+$/

/** `{ $.a.b[0] = "x*" && $.n >= 5 }` over messages that are JSON objects or arrays; all others do not match. */
export function jsonPattern(pattern: string): Matcher {
  if (!pattern.endsWith('}')) throw new FilterPatternError()
  const condition = parseCondition(pattern.slice(1, -1), (selector) => {
    if (!SELECTOR.test(selector)) throw new FilterPatternError(`Invalid selector '${selector}' in the filter pattern`)
  })
  return (message) => {
    const root = parse(message)
    return root !== undefined && condition((selector) => select(root, selector).flatMap(fieldValue))
  }
}

function parse(message: string): object | undefined {
  const start = message.trimStart()[0]
  if (start !== '{' && start !== '[') return undefined
  try {
    return JSON.parse(message) // JSON.parse answers any; text that begins like this is an object or an array.
  } catch {
    return undefined
  }
}

function select(root: unknown, selector: string): readonly unknown[] {
  let values: readonly unknown[] = [root]
  for (const [step] of selector.slice(1).matchAll(/\.[^.[\]]+|\[[^\]]+\]/g)) {
    values = values.flatMap((value) => stepInto(value, step))
  }
  return values
}

function stepInto(value: unknown, step: string): readonly unknown[] {
  if (step.startsWith('[')) {
    if (!Array.isArray(value)) return []
    const index = step.slice(1, -1)
    return index === '*' ? value : Number(index) < value.length ? [value[Number(index)]] : []
  }
  const name = step.slice(1)
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name)) return []
  return [Reflect.get(value, name)]
}

function fieldValue(value: unknown): readonly FieldValue[] {
  if (typeof value === 'string') return [{ text: value }]
  if (typeof value === 'number') return [{ text: String(value), number: value }]
  if (value === null) return [{ text: 'null', literal: 'NULL' }]
  if (typeof value === 'boolean') return [{ text: String(value), literal: value ? 'TRUE' : 'FALSE' }]
  return [{ text: JSON.stringify(value) }]
}
