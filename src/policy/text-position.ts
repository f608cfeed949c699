/** Where an offset stands in a text, as editors count. */
export interface TextPosition {
  /** From 1. A line ends with a line feed, a carriage return, or both. */
  readonly line: number
  /** From 1, in UTF-16 units. */
  readonly column: number
}

/** The place of an offset, which counts UTF-16 units from 0. */
export function positionAt(text: string, offset: number): TextPosition {
  let line = 1
  let lineStart = 0
  for (const { index, 0: end } of text.matchAll(/\r\n|\r|\n/g)) {
    const next = index + end.length
    if (next > offset) break
    line += 1
    lineStart = next
  }
  return { line, column: offset - lineStart + 1 }
}
