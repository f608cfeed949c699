import { readFileSync } from 'node:fs'
import { positionAt } from '../../policy/text-position.ts'

/** A file that was read, by the name that messages show. */
export interface TextFile {
  readonly name: string
  readonly text: string
}

/** A part of a file's text, such as a policy in an answer of AWS: offsets of the part begin at `base`. */
export interface TextPart {
  readonly file: TextFile
  readonly text: string
  readonly base: number
}

/** A file that cannot be used: printed as it is, without a stack. */
export class FileProblem extends Error {}

/** Reads a file, or standard input for `-`. Throws FileProblem. */
export function readTextFile(path: string, name = path): TextFile {
  try {
    return path === '-'
      ? { name: '<stdin>', text: readFileSync(0, 'utf8') }
      : { name, text: readFileSync(path, 'utf8') }
  } catch (error) {
    throw new FileProblem(`${name}: cannot be read (${codeOf(error)})`, { cause: error })
  }
}

/** `file:line:column` of an offset in a part. */
export function placeIn({ file, base }: TextPart, offset: number): string {
  const { line, column } = positionAt(file.text, base + offset)
  return `${file.name}:${line}:${column}`
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error)
