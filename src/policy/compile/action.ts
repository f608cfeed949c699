/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
import type { ListElement } from '../document.ts'
import { compileGlob, globHolds, LITERAL } from './glob.ts'
import { YES } from './match.ts'

/** Whether the element reaches an action, which is given in lower case. */
export type ActionTest = (action: string) => boolean

/** Action names and prefixes ignore case; `*` and `?` stand anywhere; variables do not exist here. */
export function compileAction({ values, negated }: ListElement): ActionTest {
  const globs = values.map((value) => compileGlob(value.toLowerCase(), { variables: false, wildcards: true }))
  const exact = new Set(globs.filter(({ form }) => form === LITERAL).map(({ text }) => text))
  const wild = globs.filter(({ form }) => form !== LITERAL)
  return (action) => {
    const named =
      exact.has(action) || wild.some((glob) => globHolds(glob, action, 0, action.length, NO_CONTEXT) === YES)
    return named !== negated
  }
}

const NO_CONTEXT: ReadonlyMap<string, string> = new Map()
