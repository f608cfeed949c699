/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 * The first five segments of an ARN match one by one, so that a star there stays inside its segment; the sixth is free
 * text, where a star crosses `/` and `:`. Everything is compared with case.
 */
import type { ListElement } from '../document.ts'
import type { PolicyType, RequestContext } from '../request.ts'
import { ARN_SEGMENTS, splitArn } from './arn-segments.ts'
import { ANY, globMatches } from './glob.ts'
import { anyMatch, type Match, notMatch, once, unclear } from './match.ts'
import { fillTemplate, isVariable, parseTemplate, type Template } from './template.ts'

/** What the matcher must know of the policy around the element. */
export interface ResourceRules {
  readonly variables: boolean
  readonly policyType: PolicyType
}

export function resourceMatches(
  element: ListElement,
  resource: string,
  context: RequestContext,
  rules: ResourceRules,
): Match {
  const request = splitArn(resource)
  const named = anyMatch(patternsOf(element, rules), (pattern) => {
    const match = patternMatches(pattern, request, context)
    // AWS says that a pattern with an unset variable matches nothing, and says it of NotResource too, where it would
    // mean "everything": there it stays open.
    if (match === 'unset') return element.negated ? unclear('a policy variable in NotResource has no value') : 'no'
    return match
  })
  return element.negated ? notMatch(named) : named
}

interface ResourcePattern {
  readonly everything: boolean
  readonly segments: readonly Template[]
  /** Why the pattern can never be trusted to match. */
  readonly doubt: string | undefined
}

function patternMatches(
  pattern: ResourcePattern,
  request: readonly string[],
  context: RequestContext,
): Match | 'unset' {
  if (pattern.everything) return 'yes'
  if (pattern.segments.length !== request.length) return 'no'
  let unset = false
  for (const [index, template] of pattern.segments.entries()) {
    const glob = fillTemplate(template, context)
    if (glob === undefined) unset = true
    else if (!globMatches(glob, request[index] ?? '')) return 'no'
  }
  if (unset) return 'unset'
  return pattern.doubt === undefined ? 'yes' : unclear(pattern.doubt)
}

const known = once((_: ListElement) => new Map<string, readonly ResourcePattern[]>())

function patternsOf(element: ListElement, rules: ResourceRules): readonly ResourcePattern[] {
  // One managed policy can be both an identity policy and a boundary, hence a reading for each type.
  const readings = known(element)
  const found = readings.get(rules.policyType)
  if (found) return found
  const patterns = element.values.map((value) => parsePattern(value, rules))
  readings.set(rules.policyType, patterns)
  return patterns
}

function parsePattern(text: string, rules: ResourceRules): ResourcePattern {
  const everything = /^\*+$/.test(text)
  const written = splitArn(text, rules.variables).map((part) =>
    parseTemplate(part, { variables: rules.variables, wildcards: true }),
  )
  const isArn = text.startsWith('arn:') && written.length > 1
  const padded = isArn && written.length < ARN_SEGMENTS && shortArnIsPadded(text, rules.policyType)
  const missing = padded ? ARN_SEGMENTS - written.length : 0
  const segments = [...written, ...Array.from({ length: missing }, (): Template => [ANY])]
  const refused = padded && rules.policyType === 'resource control policy'
  return { everything, segments, doubt: refused ? SHORT : doubtAbout(segments) }
}

const SHORT = 'an ARN of a resource control policy has fewer than six parts'

/**
 * ARNs with fewer than six segments. Identity, session and boundary policies read the missing ones as `*`; resource
 * and endpoint policies do when there is a wildcard, service control policies when it ends the ARN. In a resource
 * control policy AWS refuses them: they may deny and never allow.
 */
function shortArnIsPadded(text: string, type: PolicyType): boolean {
  switch (type) {
    case 'resource-based policy':
    case 'role trust policy':
    case 'VPC endpoint policy':
      return /[*?]/.test(text)
    case 'service control policy':
      return text.endsWith('*')
    default:
      return true
  }
}

function doubtAbout(segments: readonly Template[]): string | undefined {
  if (segments.length !== ARN_SEGMENTS) return undefined
  if (segments.slice(0, -1).some((segment) => segment.some(isVariable))) {
    return 'a policy variable stands before the fifth colon of an ARN'
  }
  const service = segments[2] ?? []
  const wildcard = service.some((token) => typeof token === 'symbol')
  return wildcard ? 'an ARN has a wildcard for its service' : undefined
}
