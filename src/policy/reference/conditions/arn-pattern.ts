import type { RequestContext } from '../../request.ts'
import { ARN_SEGMENTS, splitArn } from '../arn-segments.ts'
import { globMatches } from '../glob.ts'
import { type Match, unclear, yesIf } from '../match.ts'
import { fillTemplate, parseTemplate } from '../template.ts'

/**
 * ArnLike and ArnEquals, which mean the same: each of the six segments matches on its own, and `*` and `?` stand in any
 * of them. A value that is no ARN never matches.
 */
export function arnMatches(pattern: string, value: string, context: RequestContext, variables: boolean): Match {
  const segments = splitArn(value)
  if (segments.length !== ARN_SEGMENTS) return 'no'
  if (pattern === '*') return 'yes'
  const patterns = splitArn(pattern, variables)
  if (patterns.length !== ARN_SEGMENTS) return unclear(`${pattern} is no ARN`)
  const holds = patterns.every((part, index) => {
    const glob = fillTemplate(parseTemplate(part, { variables, wildcards: true }), context)
    return glob !== undefined && globMatches(glob, segments[index] ?? '')
  })
  return yesIf(holds)
}
