/** Actions and resources that another one of their list covers. */
import { type Check, type Facts, suggestion } from './check.ts'
import type { Lint } from './context.ts'
import { coverer, hasWildcard } from './patterns.ts'
import type { LintStatement, LintString } from './reading.ts'

const REDUNDANT_ACTION = suggestion(
  'REDUNDANT_ACTION',
  'The {{redundantActionCount}} action(s) are redundant because they provide similar permissions. Update the policy to remove the redundant action such as: {{redundantAction}}.',
)
/** As AWS has answered since 2025; the reference still shows a shorter sentence. */
const REDUNDANT_RESOURCE = suggestion(
  'REDUNDANT_RESOURCE',
  'The {{redundantResourceCount}} resource ARN(s) are redundant because they reference the same resource. Review the use of wildcards (*), or remove the resource {{redundantResource}} to remove the redundancy.',
)

export const REDUNDANCY_CHECKS = [REDUNDANT_ACTION, REDUNDANT_RESOURCE]

export function redundancyRules({ action, resource }: LintStatement, lint: Lint): void {
  if (action) {
    groupsRule(action.items, lint, REDUNDANT_ACTION, ACTIONS, (count, name) => ({
      redundantActionCount: count,
      redundantAction: name,
    }))
  }
  if (resource) {
    groupsRule(resource.items, lint, REDUNDANT_RESOURCE, RESOURCES, (count, name) => ({
      redundantResourceCount: count,
      redundantResource: name,
    }))
  }
}

interface Kind {
  /** Items with the same key are the same. */
  readonly keyOf: (text: string) => string
  /** What is compared part by part; undefined for what cannot be compared. */
  readonly fieldsOf: (key: string) => readonly string[] | undefined
  /** Covers whatever there is. */
  readonly isEverything: (key: string) => boolean
}

/** A star alone is every action; any other pattern stays on its side of the colon. */
const ACTIONS: Kind = {
  keyOf: (text) => text.toLowerCase(),
  fieldsOf(key) {
    const fields = key.split(':')
    return fields.length === 2 ? fields : undefined
  },
  isEverything: (key) => key === '*',
}

const ARN_FIELDS = 6

/** ARNs are compared field by field, as the decision does; the last field holds colons as well. */
const RESOURCES: Kind = {
  keyOf: (text) => text,
  fieldsOf(key) {
    const parts = key.split(':')
    if (parts.length < ARN_FIELDS) return undefined
    return [...parts.slice(0, ARN_FIELDS - 1), parts.slice(ARN_FIELDS - 1).join(':')]
  },
  isEverything: (key) => /^\*+$/.test(key),
}

interface Group {
  readonly first: LintString
  covered: LintString[]
}

/** No action and no ARN is longer. */
const LONGEST = 2048

/**
 * One finding for each item that covers others, about it and all that it covers. The first of equal items covers the
 * rest. Patterns are held against everything only while comparisons are left for the document.
 */
function groupsRule(
  items: readonly LintString[],
  { report, comparisons }: Lint,
  check: Check,
  kind: Kind,
  factsOf: (count: string, name: string) => Facts,
): void {
  const groups = new Map<string, Group>()
  for (const item of items) {
    const key = kind.keyOf(item.text)
    const group = groups.get(key)
    if (group) group.covered.push(item)
    else groups.set(key, { first: item, covered: [] })
  }
  const patterns = [...groups].flatMap(([key, group]) => {
    const covers = hasWildcard(key) && key.length <= LONGEST ? covererOf(key, kind) : undefined
    return covers ? [{ key, group, covers }] : []
  })
  for (const [key, group] of groups) {
    if (key.length > LONGEST) continue
    comparisons.left -= patterns.length * Math.ceil(key.length / 32)
    if (comparisons.left <= 0) break
    const fields = kind.fieldsOf(key)
    const outer = patterns.find((pattern) => pattern.key !== key && pattern.covers(fields))
    if (!outer) continue
    for (const item of [group.first, ...group.covered]) outer.group.covered.push(item)
    group.covered = []
  }
  for (const { first, covered } of groups.values()) {
    const [second, ...others] = covered
    if (!second) continue
    // AWS names the longest that is covered.
    const example = others.reduce((best, item) => (item.text.length > best.text.length ? item : best), second)
    const all = [first, ...covered].sort((left, right) => left.span.offset - right.span.offset)
    report(check, all, factsOf(String(all.length), example.text))
  }
}

type Covers = (fields: readonly string[] | undefined) => boolean

function covererOf(pattern: string, { fieldsOf, isEverything }: Kind): Covers | undefined {
  if (isEverything(pattern)) return () => true
  const fields = fieldsOf(pattern)?.map(coverer)
  return fields && ((inner) => inner !== undefined && fields.every((covers, at) => covers(inner[at] ?? '')))
}
