import { arnHolds, arnPattern } from '../arn-pattern.ts'
import { ARN_SEGMENTS, cut, emptySplit, hold, splitPattern } from '../arn-split.ts'
import { compileGlob } from '../glob.ts'
import { NO, YES } from '../match.ts'
import { answer, type CompareMaker } from './compare.ts'

const split = emptySplit()

/**
 * ArnLike and ArnEquals, which mean the same: each of the six segments matches on its own, and `*` and `?` stand in any
 * of them. A value that is no ARN never matches.
 */
export const arn: CompareMaker = (operands, variables) => {
  const everyArn = operands.includes('*')
  const parsed = operands
    .filter((operand) => operand !== '*')
    .map((operand) => ({
      operand,
      segments: splitPattern(operand, variables).map((part) => compileGlob(part, { variables, wildcards: true })),
    }))
  const patterns = parsed
    .filter(({ segments }) => segments.length === ARN_SEGMENTS)
    .map((one) => arnPattern(one.segments))
  const unreadable = parsed.findLast(({ segments }) => segments.length !== ARN_SEGMENTS)?.operand
  const doubt = unreadable === undefined ? undefined : `${unreadable} is no ARN`
  return (value, context) => {
    hold(split, value)
    cut(split)
    if (split.count !== ARN_SEGMENTS) return NO
    if (everyArn) return YES
    for (let index = 0; index < patterns.length; index += 1) {
      const pattern = patterns[index]
      if (pattern && arnHolds(pattern, split, context) === YES) return YES
    }
    return answer(false, doubt)
  }
}
