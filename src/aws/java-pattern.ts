/** The models' patterns are Java's, and AWS matches them on the whole string. */

/**
 * Patterns that this language cannot say, with the reason; their members are not checked against them.
 * Empty today: the test compiles every pattern of every model, so that an import that brings one fails there.
 */
export const UNTRANSLATABLE: ReadonlyMap<string, string> = new Map()

const compiled = new Map<string, RegExp | undefined>()

/** The pattern as an expression over the whole string, or undefined for one that is listed as untranslatable. */
export function javaPattern(pattern: string): RegExp | undefined {
  if (!compiled.has(pattern)) {
    compiled.set(pattern, UNTRANSLATABLE.has(pattern) ? undefined : new RegExp(`^(?:${translate(pattern)})$`, 'u'))
  }
  return compiled.get(pattern)
}

/** Unicode mode refuses needless escapes and a dash after a class; Java takes both literally. */
function translate(pattern: string): string {
  let result = ''
  let inClass = false
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern.charAt(at)
    if (char === '\\') {
      const next = pattern.charAt(at + 1)
      at += 1
      result +=
        /[A-Za-z0-9]/.test(next) || /[\^$\\.*+?()[\]{}|/]/.test(next) || (inClass && next === '-') ? `\\${next}` : next
      // `[\w-_]`: the dash cannot start a range after a class.
      if (inClass && /[wdsWDS]/.test(next) && pattern.charAt(at + 1) === '-' && pattern.charAt(at + 2) !== ']') {
        result += '\\-'
        at += 1
      }
    } else {
      if (char === '[' && !inClass) inClass = true
      else if (char === ']' && inClass) inClass = false
      // Java's dot stops at one more line terminator than this language's.
      result += char === '.' && !inClass ? '[^\\n\\r\\u0085\\u2028\\u2029]' : char
    }
  }
  return result
}
