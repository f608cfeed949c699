import type { RequestContext } from '../../request.ts'
import { type Match, NO, unclear, YES } from '../match.ts'

/** Whether one value of the request matches one of the operands. */
export type Compare = (value: string, context: RequestContext) => Match

/** What an operator makes of its operands. */
export type CompareMaker = (operands: readonly string[], variables: boolean) => Compare

/** Yes when one operand matches; else the last operand that cannot be read makes it unclear. */
export const answer = (holds: boolean, doubt: string | undefined): Match => {
  if (holds) return YES
  return doubt === undefined ? NO : unclear(doubt)
}
