import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Mutant } from './mutants.ts'

/** Changes of one line that no test can or need notice, with the reason. The place is told by its text, not by a number. */
export interface Judgement {
  readonly file: string
  /** The names around it, as in a mutant. */
  readonly within: string
  /** The whole line, without the white space around it. */
  readonly line: string
  /** Each as `before -> after`. */
  readonly changes: readonly string[]
  readonly reason: string
}

// The file is written by hand in this form; a test holds that each entry still speaks of a mutant and has a reason.
export const readJudgements = (): readonly Judgement[] =>
  JSON.parse(readFileSync(new URL('./judged.json', import.meta.url), 'utf8')) as readonly Judgement[]

/** `before -> after`, each on one line. */
export const changeOf = ({ before, after }: Mutant): string => `${onOneLine(before)} -> ${onOneLine(after)}`

const onOneLine = (text: string): string => text.replace(/\s+/g, ' ')

/** What tells a mutant from all others, whatever is edited elsewhere in the file. `root` is the tree's. */
export const keyOf = (root: string, mutant: Mutant): string =>
  JSON.stringify([mutant.file, mutant.within, lineOf(root, mutant), changeOf(mutant)])

export const keysOf = ({ file, within, line, changes }: Judgement): readonly string[] =>
  changes.map((change) => JSON.stringify([file, within, line, change]))

const files = new Map<string, readonly string[]>()

/** The whole line that a mutant begins on, without the white space around it. */
export function lineOf(root: string, { file, line }: Mutant): string {
  const lines = files.get(file) ?? readFileSync(join(root, file), 'utf8').split('\n')
  files.set(file, lines)
  return lines[line - 1]?.trim() ?? ''
}
