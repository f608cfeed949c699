/**
 * Patterns as authors write them: text, `*`, `?` and policy variables.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
import type { PolicyString } from '../document.ts'
import type { RequestContext } from '../request.ts'
import { ANY, type Glob, ONE } from './glob.ts'

export interface Variable {
  /** Lower case. */
  readonly key: string
  readonly fallback: string | undefined
}

export type Template = readonly (string | typeof ONE | typeof ANY | Variable)[]

export interface TemplateRules {
  /** Version 2012-10-17: `${...}` is a variable; before it was plain text. */
  readonly variables: boolean
  /** `*` and `?` stand for other characters. */
  readonly wildcards: boolean
}

const VARIABLE = /\$\{([^{}]*)\}/y

export function parseTemplate(text: string, rules: TemplateRules): Template {
  const tokens: Template[number][] = []
  let plain = ''
  const push = (token: Template[number]): void => {
    if (plain !== '') tokens.push(plain)
    plain = ''
    tokens.push(token)
  }
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at)
    const inside = rules.variables && char === '$' ? variableAt(text, at) : undefined
    if (inside !== undefined) {
      at += inside.length + 2
      // `${*}`, `${?}` and `${$}` are how an author writes the character itself.
      if (inside === '*' || inside === '?' || inside === '$') plain += inside
      else push(variable(inside))
    } else if (rules.wildcards && char === '*') push(ANY)
    else if (rules.wildcards && char === '?') push(ONE)
    else plain += char
  }
  if (plain !== '' || tokens.length === 0) tokens.push(plain)
  return tokens
}

const known = new WeakMap<PolicyString, Template>()

/** The template of a string in a document, parsed once: where a string stands decides its rules, so they never change. */
export function templateOf(string: PolicyString, rules: TemplateRules): Template {
  const found = known.get(string)
  if (found) return found
  const template = parseTemplate(string.text, rules)
  known.set(string, template)
  return template
}

/**
 * Fills in the variables; what a variable holds is text, never a pattern. Undefined when a variable has no value: the
 * key is absent, or has several values, and there is no default.
 */
export function fillTemplate(template: Template, context: RequestContext): Glob | undefined {
  if (template.every(isToken)) return template
  const filled = template.map((token) => (isToken(token) ? token : filling(token, context)))
  return filled.every((token) => token !== undefined) ? filled : undefined
}

export const isVariable = (token: Template[number]): token is Variable => !isToken(token)

const isToken = (token: Template[number]): token is Glob[number] => typeof token !== 'object'

function variableAt(text: string, at: number): string | undefined {
  VARIABLE.lastIndex = at
  return VARIABLE.exec(text)?.[1]
}

function variable(inside: string): Variable {
  // Not a regular expression: one that skips spaces before the comma takes the square of their number.
  const comma = inside.indexOf(',')
  const quoted = comma < 0 ? '' : inside.slice(comma + 1).trimStart()
  if (quoted.length < 2 || !quoted.startsWith("'") || !quoted.endsWith("'")) {
    return { key: inside.toLowerCase(), fallback: undefined }
  }
  return { key: inside.slice(0, comma).trimEnd().toLowerCase(), fallback: quoted.slice(1, -1) }
}

function filling({ key, fallback }: Variable, context: RequestContext): string | undefined {
  const value = context.get(key)
  return typeof value === 'string' ? value : fallback
}
