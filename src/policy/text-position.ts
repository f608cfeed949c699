/** Where an offset stands in a text, as editors count. */
export interface TextPosition {
  /** From 1. A line ends with a line feed, a carriage return, or both. */
  readonly line: number
  /** From 1, in UTF-16 units. */
  readonly column: number
}

/** The place of an offset, which counts UTF-16 units from 0. */
export const positionAt = (text: string, offset: number): TextPosition => positionsIn(text)(offset)

/** Tells the places of many offsets of one text, whose lines are counted once. */
export function positionsIn(text: string): (offset: number) => TextPosition {
  const starts = [0]
  for (const { index, 0: end } of text.matchAll(/\r\n|\r|\n/g)) starts.push(index + end.length)
  return (offset) => {
    let [low, high] = [0, starts.length - 1]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
  }
}
