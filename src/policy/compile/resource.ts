/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 * The first five segments of an ARN match one by one, so that a star there stays inside its segment; the sixth is free
 * text, where a star crosses `/` and `:`. Everything is compared with case.
 */
import type { ListElement } from '../document.ts'
import type { PolicyType, RequestContext } from '../request.ts'
import { type ArnPattern, arnHolds, arnPattern } from './arn-pattern.ts'
import { ARN_SEGMENTS, type Split, splitPattern } from './arn-split.ts'
import { compileGlob, everything, type Glob, TEMPLATE, UNSET } from './glob.ts'
import { type Match, NO, notMatch, UNCLEAR, unclear, why, YES, yesIf } from './match.ts'
import { ANY, ONE } from './tokens.ts'

export interface ResourceMatcher {
  readonly negated: boolean
  /** One of the values is `*`. */
  readonly always: boolean
  /** Values that only one resource matches. */
  readonly exact: ReadonlySet<string>
  readonly patterns: readonly ResourcePattern[]
}

interface ResourcePattern extends ArnPattern {
  /** Why the pattern can never be trusted to match. */
  readonly doubt: string | undefined
}

export function compileResource(element: ListElement, type: PolicyType, variables: boolean): ResourceMatcher {
  const written = element.values
    .filter((value) => !isStar(value))
    .map((value) => compilePattern(value, type, variables))
  return {
    negated: element.negated,
    always: element.values.some(isStar),
    exact: new Set(written.map(({ exact }) => exact).filter((text) => text !== undefined)),
    patterns: written.filter(({ exact }) => exact === undefined),
  }
}

export function resourceHolds(matcher: ResourceMatcher, resource: Split, context: RequestContext): Match {
  const { always, exact, patterns, negated } = matcher
  if (always || (exact.size > 0 && exact.has(resource.text))) return yesIf(!negated)
  let result: Match = NO
  let doubt = ''
  for (let index = 0; index < patterns.length; index += 1) {
    const pattern = patterns[index]
    if (pattern === undefined) continue
    const match = patternHolds(pattern, resource, context, negated)
    if (match === YES) return yesIf(!negated)
    if (match === NO) continue
    result = UNCLEAR
    doubt = why()
  }
  if (result === UNCLEAR) return unclear(doubt)
  return negated ? notMatch(result) : result
}

function patternHolds(pattern: ResourcePattern, resource: Split, context: RequestContext, negated: boolean): Match {
  const match = arnHolds(pattern, resource, context)
  if (match === NO) return NO
  // AWS says that a pattern with an unset variable matches nothing, and says it of NotResource too, where it would
  // mean "everything": there it stays open.
  if (match === UNSET) return negated ? unclear('a policy variable in NotResource has no value') : NO
  return pattern.doubt === undefined ? YES : unclear(pattern.doubt)
}

const isStar = (value: string): boolean => /^\*+$/.test(value)

function compilePattern(text: string, type: PolicyType, variables: boolean): ResourcePattern {
  const written = splitPattern(text, variables).map((part) => compileGlob(part, { variables, wildcards: true }))
  const padded = text.startsWith('arn:') && shortArnIsPadded(text, type)
  const missing = padded ? ARN_SEGMENTS - written.length : 0
  const segments = [...written, ...Array.from({ length: missing }, everything)]
  const refused = missing > 0 && type === 'resource control policy'
  return { ...arnPattern(segments), doubt: refused ? SHORT : doubtAbout(segments) }
}

const SHORT = 'an ARN of a resource control policy has fewer than six parts'

/**
 * ARNs with fewer than six segments. Identity, session and boundary policies read the missing ones as `*`; resource
 * and endpoint policies do when there is a wildcard, service control policies when it ends the ARN. In a resource
 * control policy AWS refuses them: they may deny and never allow.
 */
function shortArnIsPadded(text: string, type: PolicyType): boolean {
  if (type === 'service control policy') return text.endsWith('*')
  const needsWildcard =
    type === 'resource-based policy' || type === 'role trust policy' || type === 'VPC endpoint policy'
  return !needsWildcard || text.includes('*') || text.includes('?')
}

function doubtAbout(segments: readonly Glob[]): string | undefined {
  if (segments.length !== ARN_SEGMENTS) return undefined
  if (segments.slice(0, -1).some(({ form }) => form === TEMPLATE)) {
    return 'a policy variable stands before the fifth colon of an ARN'
  }
  const wild = segments[2]?.tokens.some(({ kind }) => kind === ANY || kind === ONE)
  return wild ? 'an ARN has a wildcard for its service' : undefined
}
