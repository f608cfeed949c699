import type { Matcher } from './compile.ts'
import { FilterPatternError } from './error.ts'

const TERM = /\s*([?-]?)(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))/sy

/**
 * Terms that must all be there, `?` terms of which one must, `-` terms that must not. Case matters, and a term may be part
 * of a longer word. Beside plain terms the `?` terms say nothing.
 */
export function textPattern(pattern: string): Matcher {
  const required: string[] = []
  const optional: string[] = []
  const excluded: string[] = []
  for (const { sign, term } of terms(pattern)) (sign === '?' ? optional : sign === '-' ? excluded : required).push(term)
  return (message) =>
    required.every((term) => message.includes(term)) &&
    !excluded.some((term) => message.includes(term)) &&
    (required.length > 0 || optional.length === 0 || optional.some((term) => message.includes(term)))
}

function* terms(pattern: string): Iterable<{ sign: string; term: string }> {
  TERM.lastIndex = 0
  let end = 0
  while (end < pattern.trimEnd().length) {
    const match = TERM.exec(pattern)
    if (!match) throw new FilterPatternError()
    const [, sign = '', quoted, bare] = match
    end = TERM.lastIndex
    if (bare?.startsWith('%'))
      throw new FilterPatternError('Regular expressions in filter patterns are not supported by this server.')
    if (bare !== undefined && !/^[\p{L}\p{N}_]+$/u.test(bare))
      throw new FilterPatternError(`Invalid character(s) in term '${bare}'`)
    yield { sign, term: bare ?? (quoted ?? '').replace(/\\(.)/gs, '$1') }
    TERM.lastIndex = end
  }
}
