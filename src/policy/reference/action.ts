/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
import type { ListElement } from '../document.ts'
import { globMatches } from './glob.ts'
import { type Match, once, unclear, yesIf } from './match.ts'
import { fillTemplate, parseTemplate } from './template.ts'

/** Action names and prefixes ignore case; `*` and `?` stand anywhere; variables do not exist here. */
export function actionMatches(element: ListElement | undefined, action: string): Match {
  if (!element || element.values.length === 0) return unclear('the statement has no action')
  const name = action.toLowerCase()
  const named = patterns(element).some((pattern) => globMatches(pattern, name))
  return yesIf(named !== element.negated)
}

const NO_CONTEXT = new Map<string, string>()
const patterns = once((element: ListElement) =>
  element.values.map((value) => {
    const template = parseTemplate(value.toLowerCase(), { variables: false, wildcards: true })
    return fillTemplate(template, NO_CONTEXT) ?? []
  }),
)
