import { FilterPatternError } from './error.ts'

export type Token =
  | { readonly kind: 'symbol'; readonly text: string }
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'string'; readonly text: string }

const TOKEN = /\s*(?:(&&|\|\||!=|<=|>=|[()=<>])|"((?:[^"\\]|\\.)*)"|([^\s()=<>!&|"]+))/sy

/** The tokens of a condition: operators and parentheses, quoted strings, and words such as `$.a[0]`, `4*` or `NOT`. */
export function tokens(text: string): Token[] {
  const source = text.trim()
  const found: Token[] = []
  TOKEN.lastIndex = 0
  let end = 0
  while (end < source.length) {
    const match = TOKEN.exec(source)
    if (!match) throw new FilterPatternError()
    end = TOKEN.lastIndex
    const [, symbol, quoted, word] = match
    if (symbol !== undefined) found.push({ kind: 'symbol', text: symbol })
    else if (word !== undefined) found.push({ kind: 'word', text: word })
    else found.push({ kind: 'string', text: (quoted ?? '').replace(/\\(.)/gs, '$1') })
  }
  return found
}
