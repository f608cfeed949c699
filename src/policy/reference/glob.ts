/** Any one character: the `?` of a pattern. */
export const ONE = Symbol('?')
/** Any characters, none included: the `*` of a pattern. */
export const ANY = Symbol('*')

/** A pattern with its variables filled in: strings stand for themselves, whatever they contain. */
export type Glob = readonly (string | typeof ONE | typeof ANY)[]

type Run = readonly (string | typeof ONE)[]

/**
 * Whether the whole text matches. Between two stars the leftmost place is always good enough, so nothing is ever tried
 * twice from an earlier star: the time is at most the product of the two lengths, whatever the pattern.
 */
export function globMatches(glob: Glob, text: string): boolean {
  if (glob.length === 1 && typeof glob[0] === 'string') return glob[0] === text
  const runs = runsBetweenStars(glob)
  const first = runs[0] ?? []
  if (!runStandsAt(first, text, 0)) return false
  if (runs.length === 1) return runLength(first) === text.length
  const last = runs.at(-1) ?? []
  const end = text.length - runLength(last)
  let at = runLength(first)
  for (const run of runs.slice(1, -1)) {
    while (at + runLength(run) <= end && !runStandsAt(run, text, at)) at += 1
    at += runLength(run)
    if (at > end) return false
  }
  return at <= end && runStandsAt(last, text, end)
}

function runsBetweenStars(glob: Glob): Run[] {
  const runs: (string | typeof ONE)[][] = [[]]
  for (const token of glob) {
    if (token === ANY) runs.push([])
    else runs.at(-1)?.push(token)
  }
  return runs
}

function runStandsAt(run: Run, text: string, start: number): boolean {
  let at = start
  for (const token of run) {
    if (token === ONE ? at >= text.length : !text.startsWith(token, at)) return false
    at += token === ONE ? 1 : token.length
  }
  return true
}

function runLength(run: Run): number {
  let length = 0
  for (const token of run) length += token === ONE ? 1 : token.length
  return length
}
