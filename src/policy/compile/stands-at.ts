/** From so many characters on, the built-in comparison of beginnings is the faster one. */
const LONG_BEGINNING = 12
/** The same anywhere else in a text. */
const LONG = 48

/**
 * Whether a text holds another at a place: `startsWith`, several times as fast. It looks at the last character first,
 * since ARNs begin alike.
 */
export function standsAt(text: string, wanted: string, at: number): boolean {
  const last = wanted.length - 1
  if (at + last >= text.length) return false
  if (last >= 0 && text.charCodeAt(at + last) !== wanted.charCodeAt(last)) return false
  // From the first character backwards there is one place to look, and `startsWith` is three times as slow.
  if (at === 0 && last >= LONG_BEGINNING) return text.lastIndexOf(wanted, 0) === 0
  if (last >= LONG) return text.startsWith(wanted, at)
  for (let index = last - 1; index >= 0; index -= 1) {
    if (text.charCodeAt(at + index) !== wanted.charCodeAt(index)) return false
  }
  return true
}
