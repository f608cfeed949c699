import type { PolicyDocument } from '../policy/document.ts'
import { positionsIn, type TextPosition } from '../policy/text-position.ts'

export interface StatementPosition {
  readonly start: TextPosition
  /** After the closing brace. */
  readonly end: TextPosition
}

/**
 * Where the statements of a policy stand in its text, by their index and as AWS's answers count: one begins where the
 * token before it ends. That is the bracket of the array or the statement before it; a single statement without an array
 * begins after its own brace. The examples of the AWS CLI's reference for simulate-custom-policy and
 * simulate-principal-policy show it.
 */
export function statementPositions(document: PolicyDocument): (index: number) => StatementPosition {
  const { text, statements, singleStatement } = document
  const positionOf = positionsIn(text)
  return (index) => {
    const { offset, end } = statements[index]!
    const before = statements[index - 1]
    const start = singleStatement ? offset + 1 : (before?.end ?? text.lastIndexOf('[', offset) + 1)
    return { start: positionOf(start), end: positionOf(end) }
  }
}
