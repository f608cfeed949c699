import type { Span } from '../json.ts'
import type { Place } from './explanation.ts'

/** Tells the line and column of each span of a text, counted from 1; the column in UTF-16 units. */
export function placesIn(text: string): (span: Span) => Place {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return ({ offset, end }) => {
    let [low, high] = [0, starts.length - 1]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { offset, end, line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
  }
}
