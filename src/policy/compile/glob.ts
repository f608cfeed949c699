import type { RequestContext } from '../request.ts'
import { NO, YES } from './match.ts'
import { findRun, type Run } from './run-search.ts'
import { standsAt } from './stands-at.ts'
import { ANY, ONE, TEXT, type Token, type TokenRules, tokenize, VARIABLE } from './tokens.ts'

/** A compiled pattern. `text` is the whole of a literal and the head of a prefix. */
export interface Glob {
  readonly form: typeof LITERAL | typeof EVERYTHING | typeof PREFIX | typeof WILD | typeof TEMPLATE
  readonly text: string
  readonly tokens: readonly Token[]
  /** What each token stands for: its text, or `ONE` and `ANY` as they are; null for a variable. */
  readonly parts: readonly Part[]
}

type Part = string | typeof ONE | typeof ANY | null

export const LITERAL = 0
export const EVERYTHING = 1
export const PREFIX = 2
export const WILD = 3
/** Holds a variable. */
export const TEMPLATE = 4

/** A variable of the pattern has no value. */
export const UNSET = 3
export type GlobMatch = typeof NO | typeof YES | typeof UNSET

export function compileGlob(pattern: string, rules: TokenRules): Glob {
  const tokens = tokenize(pattern, rules)
  const [first, second] = tokens
  const parts = tokens.map((token) => (token.kind === VARIABLE ? null : token.kind === TEXT ? token.text : token.kind))
  const made = (form: Glob['form'], text = ''): Glob => ({ form, text, tokens, parts })
  if (tokens.some(({ kind }) => kind === VARIABLE)) return made(TEMPLATE)
  if (!first) return made(LITERAL)
  if (tokens.length === 1 && first.kind === TEXT) return made(LITERAL, first.text)
  if (tokens.length === 1 && first.kind === ANY) return made(EVERYTHING)
  if (tokens.length === 2 && first.kind === TEXT && second?.kind === ANY) return made(PREFIX, first.text)
  return made(WILD)
}

/** A glob of `*`. */
export const everything = (): Glob => compileGlob('*', { variables: false, wildcards: true })

/** Whether the characters from `from` up to `to` match. What a variable holds is text, never a pattern. */
export function globHolds(glob: Glob, text: string, from: number, to: number, context: RequestContext): GlobMatch {
  switch (glob.form) {
    case EVERYTHING:
      return YES
    case LITERAL:
      return to - from === glob.text.length && standsAt(text, glob.text, from) ? YES : NO
    case PREFIX:
      return to - from >= glob.text.length && standsAt(text, glob.text, from) ? YES : NO
    case WILD:
      return partsHold(glob.parts, glob.parts.length, text, from, to) ? YES : NO
    case TEMPLATE:
      if (!fill(glob, context)) return UNSET
      return partsHold(filled, glob.parts.length, text, from, to) ? YES : NO
  }
}

/** A pattern without wildcards as the text that it stands for; undefined when a variable has no value. */
export function textOf(glob: Glob, context: RequestContext): string | undefined {
  if (glob.form !== TEMPLATE) return glob.text
  return fill(glob, context) ? filled.slice(0, glob.parts.length).join('') : undefined
}

// The parts of the template that is being matched; kept so that no decision allocates.
const filled: Part[] = []

function fill({ tokens, parts }: Glob, context: RequestContext): boolean {
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index]
    if (token?.kind !== VARIABLE) {
      filled[index] = parts[index] ?? ''
      continue
    }
    const value = context.get(token.key)
    const text = typeof value === 'string' ? value : token.fallback
    if (text === undefined) return false
    filled[index] = text
  }
  return true
}

/** So many parts are compared before a run that keeps beginning to match is searched for instead. */
const PATIENCE = 512

/**
 * Goes through parts and text at once. The leftmost place of what stands between two stars is always good enough, so a
 * mismatch goes back to the last star only, and what stands behind the last star has only one place.
 */
function partsHold(parts: readonly Part[], count: number, text: string, from: number, to: number): boolean {
  let part = 0
  let at = from
  let afterStar = -1
  let retryAt = from
  for (let compared = 0; ; compared += 1) {
    const wanted = part < count ? parts[part] : undefined
    if (wanted === ANY) {
      part += 1
      if (part === count) return true
      afterStar = part
      retryAt = at
      continue
    }
    if (wanted === undefined ? at === to : wanted === ONE ? at < to : startsIn(text, wanted ?? '', at, to)) {
      if (wanted === undefined) return true
      at += wanted === ONE ? 1 : (wanted ?? '').length
      part += 1
      continue
    }
    if (afterStar < 0) return false
    retryAt = nextPlace(parts, count, afterStar, compared, text, retryAt + 1, to)
    if (retryAt < 0) return false
    at = retryAt
    part = afterStar
  }
}

/** Where to try a run again that did not stand before `from`; -1 for nowhere. */
function nextPlace(
  parts: readonly Part[],
  count: number,
  start: number,
  compared: number,
  text: string,
  from: number,
  to: number,
): number {
  let end = start
  let length = 0
  for (; end < count && parts[end] !== ANY; end += 1) {
    const part = parts[end]
    length += typeof part === 'string' ? part.length : 1
  }
  if (from + length > to) return -1
  if (end === count) return to - length
  if (compared > PATIENCE) return findRun(runOf(parts, start, end), text, from, to)
  const first = parts[start]
  // A text after the star can be searched for instead of being tried at every place.
  const found = typeof first === 'string' ? text.indexOf(first, from) : from
  return found + length > to ? -1 : found
}

const runOf = (parts: readonly Part[], start: number, end: number): Run =>
  parts.slice(start, end).map((part) => (typeof part === 'string' ? part : ONE))

const startsIn = (text: string, wanted: string, at: number, to: number): boolean =>
  at + wanted.length <= to && standsAt(text, wanted, at)
