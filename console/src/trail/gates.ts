import type { ExplainedLayer, ExplainedStatement, Explanation, PolicyType } from 'rolecall/policy'

/**
 * How a call fares at a layer of policies. `stop`: it is refused there. `idle`: the layer allows nothing and need not.
 * `unreached`: it would stop the call too, had another not stopped it before.
 */
export type Passage = 'pass' | 'stop' | 'unreached' | 'idle'

/** A layer of policies as a gate on a call's way. */
export interface Gate {
  readonly layer: ExplainedLayer
  readonly passage: Passage
}

/** The layers in the order of the decision. The one that decides stops the call; others may be closed as well. */
export function gatesOf({ layers, decision }: Explanation): readonly Gate[] {
  const deciding =
    decision.effect === 'allow'
      ? undefined
      : layers.find(({ type, outcome, mustAllow }) =>
          type === decision.blockedBy && decision.effect === 'explicit deny'
            ? outcome === 'denies'
            : type === decision.blockedBy && mustAllow && outcome !== 'allows',
        )
  return layers.map((layer) => ({ layer, passage: passageOf(layer, deciding) }))
}

function passageOf(layer: ExplainedLayer, deciding: ExplainedLayer | undefined): Passage {
  if (layer === deciding) return 'stop'
  if (layer.outcome === 'denies') return 'unreached'
  if (layer.outcome === 'allows') return 'pass'
  return layer.mustAllow ? 'unreached' : 'idle'
}

/** What a layer says, in a few words. */
export function verdictOf({ outcome, mustAllow }: ExplainedLayer): string {
  switch (outcome) {
    case 'allows':
      return 'Allows'
    case 'denies':
      return 'Denies'
    case 'absent':
      return mustAllow ? 'No policy, and it has to allow' : 'No policy'
    default:
      return mustAllow ? 'Does not allow' : 'Does not allow, and need not'
  }
}

const TITLES: Readonly<Record<PolicyType, string>> = {
  'service control policy': 'Service control policies',
  'resource control policy': 'Resource control policies',
  'VPC endpoint policy': 'VPC endpoint policy',
  'resource-based policy': 'Resource-based policy',
  'role trust policy': 'Role trust policy',
  'permissions boundary': 'Permissions boundary',
  'session policy': 'Session policies',
  'identity-based policy': 'Identity-based policies',
}

/** What AWS calls the policies of a layer. */
export const titleOf = ({ type, level }: ExplainedLayer): string =>
  level === undefined ? TITLES[type] : `${TITLES[type]}, level ${level + 1}`

/** The types of policies that had no part in the decision, in AWS's words. */
export function notAsked({ layers }: Explanation): readonly string[] {
  const asked = new Set(layers.map(({ type }) => type))
  const onResource = asked.has('role trust policy') ? 'resource-based policy' : 'role trust policy'
  // The keys of the table above.
  return (Object.keys(TITLES) as PolicyType[])
    .filter((type) => !asked.has(type) && type !== onResource)
    .map((type) => TITLES[type])
}

/** The statements that tell something: those that apply or that doubt keeps off, and the nearest; then the others. */
export function sorted(statements: readonly ExplainedStatement[], nearest: ExplainedStatement | undefined) {
  const isTold = (statement: ExplainedStatement) => statement.applies !== 'no' || statement === nearest
  return {
    told: statements.filter(isTold),
    others: statements.filter((statement) => !isTold(statement)),
  }
}
