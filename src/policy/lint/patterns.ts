/** Patterns against texts and against each other: `*` is any characters, `?` any one. */
import { ANY, type Glob, globMatches, ONE } from '../reference/glob.ts'

export const hasWildcard = (text: string): boolean => /[*?]/.test(text)

/** Wildcards outside `${...}`: `${*}`, `${?}` and variables hold none. */
export const hasWildcardOutsideVariables = (text: string): boolean => hasWildcard(text.replace(/\$\{[^}]*\}/g, ''))

/** Whether the text holds a policy variable; the escapes `${*}`, `${?}` and `${$}` are none. */
export const hasVariable = (text: string): boolean => /\$\{(?![*?$]\})/.test(text)

export type Matcher = (text: string) => boolean

/** The pattern, read once for many texts. */
export function matcher(pattern: string): Matcher {
  if (!hasWildcard(pattern)) return (text) => text === pattern
  const glob = globOf(pattern.replace(/\*+/g, '*'))
  const shortest = pattern.replaceAll('*', '').length
  return (text) => text.length >= shortest && globMatches(glob, text)
}

const globOf = (pattern: string): Glob =>
  pattern
    .split(/([*?])/)
    .filter((part) => part !== '')
    .map((part) => (part === '*' ? ANY : part === '?' ? ONE : part))

export const matches = (pattern: string, text: string): boolean => matcher(pattern)(text)

/**
 * Whether everything that `inner` stands for, the pattern does too. Never true when it is not; a `?` against a star is
 * not followed further.
 */
export function coverer(outer: string): Matcher {
  if (!hasWildcard(outer)) return (inner) => inner === outer
  const fits = matcher(outer)
  const one = outer.includes('?')
  return (inner) => inner === outer || (!(one && inner.includes('*')) && fits(inner))
}

/** Whether some text matches both patterns. */
export function overlap(left: string, right: string): boolean {
  if (!headsAgree(left, right)) return false
  const [a, b] = [tokens(left), tokens(right)]
  // reachable[j]: what was gone through of a and the first j of b can stand for the same text.
  let reachable = emptyAgainst(b)
  for (const token of a) reachable = after(token, b, reachable)
  return reachable[b.length] === true
}

/** What stands before the first wildcard of either must be the same in both. */
function headsAgree(left: string, right: string): boolean {
  const length = Math.min(headLength(left), headLength(right))
  return left.slice(0, length) === right.slice(0, length)
}

function headLength(pattern: string): number {
  const first = pattern.search(/[*?]/)
  return first < 0 ? pattern.length : first
}

const tokens = (pattern: string): readonly string[] => [...pattern.replace(/\*+/g, '*')]

function emptyAgainst(b: readonly string[]): boolean[] {
  const reachable = [true]
  for (const [j, token] of b.entries()) reachable.push(token === '*' && reachable[j] === true)
  return reachable
}

function after(token: string, b: readonly string[], before: readonly boolean[]): boolean[] {
  const found: boolean[] = [token === '*' && before[0] === true]
  for (const [j, other] of b.entries()) {
    const both = before[j] === true && (token === other || token === '?' || other === '?')
    const either = (token === '*' || other === '*') && (before[j + 1] === true || found[j] === true)
    found.push(both || either)
  }
  return found
}
