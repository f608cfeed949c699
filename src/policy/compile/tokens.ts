/**
 * Patterns as authors write them, cut into tokens: text, `*`, `?` and policy variables.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export type Token =
  | { readonly kind: typeof TEXT; readonly text: string }
  | { readonly kind: typeof ONE | typeof ANY }
  /** `key` is in lower case. */
  | { readonly kind: typeof VARIABLE; readonly key: string; readonly fallback: string | undefined }

export const TEXT = 0
/** Any one UTF-16 unit: the `?` of a pattern. */
export const ONE = 1
/** Any text, none included: the `*` of a pattern. */
export const ANY = 2
export const VARIABLE = 3

export interface TokenRules {
  /** Version 2012-10-17: `${...}` is a variable; before it was plain text. */
  readonly variables: boolean
  /** `*` and `?` stand for other characters. */
  readonly wildcards: boolean
}

/** The tokens of a pattern: never two texts or two stars in a row, none at all for the empty text. */
export function tokenize(pattern: string, { variables, wildcards }: TokenRules): readonly Token[] {
  const tokens: Token[] = []
  let text = ''
  let at = 0
  const push = (token: Token): void => {
    if (text !== '') tokens.push({ kind: TEXT, text })
    text = ''
    if (token.kind !== ANY || tokens.at(-1)?.kind !== ANY) tokens.push(token)
  }
  while (at < pattern.length) {
    const char = pattern.charAt(at)
    const end = variables && char === '$' ? variableEnd(pattern, at) : -1
    if (end >= 0) {
      const inside = pattern.slice(at + 2, end)
      // `${*}`, `${?}` and `${$}` are how an author writes the character itself.
      if (inside === '*' || inside === '?' || inside === '$') text += inside
      else push(variable(inside))
      at = end + 1
      continue
    }
    if (wildcards && (char === '*' || char === '?')) {
      push({ kind: char === '*' ? ANY : ONE })
      at += 1
      continue
    }
    // A piece of the pattern: text that is put together of characters stays in memory as all of them.
    const next = nextSpecial(pattern, at + 1)
    text += pattern.slice(at, next)
    at = next
  }
  if (text !== '') tokens.push({ kind: TEXT, text })
  return tokens
}

function nextSpecial(pattern: string, from: number): number {
  let at = from
  while (at < pattern.length && !SPECIAL.has(pattern.charAt(at))) at += 1
  return at
}

const SPECIAL = new Set(['*', '?', '$'])

/** Where the brace closes that `${` opens at a place; -1 when there is no variable. */
function variableEnd(pattern: string, at: number): number {
  if (pattern[at + 1] !== '{') return -1
  for (let end = at + 2; end < pattern.length; end += 1) {
    if (pattern[end] === '}') return end
    if (pattern[end] === '{') return -1
  }
  return -1
}

/** `aws:username`, or `aws:username, 'nobody'` with a default. */
function variable(inside: string): Token {
  const comma = inside.indexOf(',')
  const quoted = comma < 0 ? '' : inside.slice(comma + 1).trimStart()
  const hasDefault = quoted.length >= 2 && quoted.startsWith("'") && quoted.endsWith("'")
  const key = hasDefault ? inside.slice(0, comma).trimEnd() : inside
  return { kind: VARIABLE, key: key.toLowerCase(), fallback: hasDefault ? quoted.slice(1, -1) : undefined }
}
