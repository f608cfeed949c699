import type { PolicyString } from '../../document.ts'
import { ARN_SEGMENTS, splitArn } from '../arn-segments.ts'
import { globMatches } from '../glob.ts'
import { type Match, unclear, yesIf } from '../match.ts'
import { fillTemplate, parseTemplate, type Template } from '../template.ts'
import type { Surroundings } from './comparisons.ts'

/**
 * ArnLike and ArnEquals, which mean the same: each of the six segments matches on its own, and `*` and `?` stand in any
 * of them. A value that is no ARN never matches.
 */
export function arnMatches(value: string, operand: PolicyString, { context, variables }: Surroundings): Match {
  const segments = splitArn(value)
  if (segments.length !== ARN_SEGMENTS) return 'no'
  if (operand.text === '*') return 'yes'
  const patterns = patternsOf(operand, variables)
  if (patterns.length !== ARN_SEGMENTS) return unclear(`${operand.text} is no ARN`)
  const holds = patterns.every((pattern, index) => {
    const glob = fillTemplate(pattern, context)
    return glob !== undefined && globMatches(glob, segments[index] ?? '')
  })
  return yesIf(holds)
}

const parsed = new WeakMap<PolicyString, readonly Template[]>()

function patternsOf(operand: PolicyString, variables: boolean): readonly Template[] {
  const known = parsed.get(operand)
  if (known) return known
  const parts = splitArn(operand.text, variables).map((part) => parseTemplate(part, { variables, wildcards: true }))
  parsed.set(operand, parts)
  return parts
}
