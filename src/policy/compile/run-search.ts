import { ONE } from './tokens.ts'

/** What stands between two stars: texts, and `ONE` for any one character. */
export type Run = readonly (string | typeof ONE)[]

const WORD = 32

/**
 * The first place at or after `from` where the run stands and ends at or before `to`; -1 when there is none. All places
 * are tried at once, 32 characters of the run in one step (Baeza-Yates and Gonnet, "A new approach to text searching"),
 * so that no run is slow, however often it begins to match.
 */
export function findRun(run: Run, text: string, from: number, to: number): number {
  const units = run.flatMap((part) => (part === ONE ? [undefined] : codeUnits(part)))
  if (units.length === 0) return from <= to ? from : -1
  if (units.length > to - from) return -1
  const words = Math.ceil(units.length / WORD)
  const { masks, others } = masksOf(units, words)
  const last = 1 << ((units.length - 1) % WORD)
  // Bit n: the run's first n + 1 characters stand where the last n + 1 of the text are.
  const state = new Int32Array(words)
  for (let at = from; at < to; at += 1) {
    const mask = masks.get(text.charCodeAt(at)) ?? others
    let carry = 1
    for (let word = 0; word < words; word += 1) {
      const before = state[word] ?? 0
      state[word] = ((before << 1) | carry) & (mask[word] ?? 0)
      carry = before >>> (WORD - 1)
    }
    if (((state[words - 1] ?? 0) & last) !== 0) return at + 1 - units.length
  }
  return -1
}

const codeUnits = (text: string): number[] => Array.from({ length: text.length }, (_, index) => text.charCodeAt(index))

/** For each character of the run, and for all others, the places in the run where it may stand. */
function masksOf(units: readonly (number | undefined)[], words: number) {
  const others = new Int32Array(words)
  const set = (mask: Int32Array, place: number): void => {
    const word = Math.floor(place / WORD)
    mask[word] = (mask[word] ?? 0) | (1 << (place % WORD))
  }
  for (const [place, unit] of units.entries()) if (unit === undefined) set(others, place)
  const masks = new Map<number, Int32Array>()
  for (const [place, unit] of units.entries()) {
    if (unit === undefined) continue
    const mask = masks.get(unit) ?? others.slice()
    set(mask, place)
    masks.set(unit, mask)
  }
  return { masks, others }
}
