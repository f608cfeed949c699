import { positionsIn } from '../text-position.ts'
import type { Position } from './finding.ts'

export type Locate = (offset: number) => Position

/** Turns offsets of the text into positions, whose columns AWS counts from 0. */
export function locator(text: string): Locate {
  const positionOf = positionsIn(text)
  return (offset) => {
    const { line, column } = positionOf(offset)
    return { line, column: column - 1, offset }
  }
}
