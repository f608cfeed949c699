import { type DecisionRequest, isOfAccount, type PolicyType } from '../request.ts'
import type { ExplainedElement, ExplainedLayer, ExplainedStatement, NearMiss } from './explanation.ts'

/**
 * The Allow of the layer that blocks which fails by the least: a condition is nearer than a resource or principal, and
 * those nearer than an action. Undefined where nothing speaks of the action's service at all.
 */
export function nearestOf(
  layers: readonly ExplainedLayer[],
  blockedBy: PolicyType | undefined,
  request: DecisionRequest,
): NearMiss | undefined {
  const blocking = layers.find(
    ({ type, mustAllow, outcome }) => type === blockedBy && mustAllow && outcome !== 'allows',
  )
  let nearest: NearMiss | undefined
  let least = Number.POSITIVE_INFINITY
  for (const policy of blocking?.policies ?? []) {
    // What an account permits to all is no statement that anybody could widen.
    if (isOfAccount(policy)) continue
    for (const statement of policy.statements) {
      const failing = failingOf(statement)
      if (statement.effect !== 'Allow' || failing.length === 0 || !isAbout(failing, request)) continue
      const distance = failing.reduce((sum, element) => sum + distanceOf(element), 0)
      if (distance >= least) continue
      least = distance
      nearest = { policy, statement, failing }
    }
  }
  return nearest
}

/** The elements that keep a statement from applying. */
export const failingOf = ({ elements }: ExplainedStatement): readonly ExplainedElement[] =>
  elements.filter(({ matches }) => matches !== 'yes')

/** A statement that names other actions is near only when it names one of the same service. */
function isAbout(failing: readonly ExplainedElement[], { action }: DecisionRequest): boolean {
  const service = action.slice(0, action.indexOf(':') + 1).toLowerCase()
  return failing.every(
    ({ element, written }) =>
      element !== 'Action' || written.some((name) => service !== '' && name.toLowerCase().startsWith(service)),
  )
}

function distanceOf({ element, operands, asked }: ExplainedElement): number {
  switch (element) {
    case 'Condition':
    case 'Statement':
      return 1
    case 'Action':
    case 'NotAction':
      return 4
    default:
      return 3 - Math.max(0, ...operands.map((operand) => likeness(operand, typeof asked === 'string' ? asked : '')))
  }
}

/** The share of a text that another begins with, below 1. */
function likeness(one: string, other: string): number {
  let same = 0
  while (same < one.length && same < other.length && one[same] === other[same]) same += 1
  return same / (Math.max(one.length, other.length) + 1)
}
