import { compileGlob, globHolds, LITERAL, textOf } from '../glob.ts'
import { NO, YES } from '../match.ts'
import { boundedMemo } from '../memo.ts'
import type { CompareMaker } from './compare.ts'

/** StringLike: `*` and `?` stand for other characters. */
export const like: CompareMaker = (operands, variables) => compareText(operands, { variables, wildcards: true })

/** StringEquals. */
export const sameCase: CompareMaker = (operands, variables) => compareText(operands, { variables, wildcards: false })

function compareText(operands: readonly string[], rules: { variables: boolean; wildcards: boolean }) {
  const globs = operands.map((operand) => compileGlob(operand, rules))
  const exact = new Set(globs.filter(({ form }) => form === LITERAL).map(({ text }) => text))
  const others = globs.filter(({ form }) => form !== LITERAL)
  const [only] = exact.size === 1 ? exact : []
  return (value: string, context: ReadonlyMap<string, string | readonly string[]>) => {
    if (only === undefined ? exact.size > 0 && exact.has(value) : value === only) return YES
    for (let index = 0; index < others.length; index += 1) {
      const glob = others[index]
      if (glob && globHolds(glob, value, 0, value.length, context) === YES) return YES
    }
    return NO
  }
}

const lowerCase = boundedMemo((text) => ({ lower: text.toLowerCase() }))

/** StringEqualsIgnoreCase. */
export const anyCase: CompareMaker = (operands, variables) => {
  const globs = operands.map((operand) => compileGlob(operand, { variables, wildcards: false }))
  const exact = new Set(globs.filter(({ form }) => form === LITERAL).map(({ text }) => text.toLowerCase()))
  const others = globs.filter(({ form }) => form !== LITERAL)
  return (value, context) => {
    const { lower } = lowerCase(value)
    if (exact.has(lower)) return YES
    for (let index = 0; index < others.length; index += 1) {
      const glob = others[index]
      // The whole is lowered, not its parts: the lower case of a sigma depends on what follows.
      if (glob && textOf(glob, context)?.toLowerCase() === lower) return YES
    }
    return NO
  }
}
