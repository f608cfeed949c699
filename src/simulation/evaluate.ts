import { parseArn } from '../aws/arn.ts'
import { contextKeysOf } from '../policy/context-keys.ts'
import { decide } from '../policy/decide.ts'
import { type PolicyDocument, parsePolicy } from '../policy/document.ts'
import type { AppliedPolicies, AppliedPolicy, ContextValue, Decision, StatementRef } from '../policy/request.ts'
import type { PolicySourceType, SimulatedPolicy, Simulation } from './simulation.ts'
import { type StatementPosition, statementPositions } from './statement-position.ts'

/** AWS's words for a decision. */
export const OUTCOMES = ['allowed', 'implicitDeny', 'explicitDeny'] as const
export type Outcome = (typeof OUTCOMES)[number]

export interface MatchedStatement {
  readonly policy: string
  readonly type: PolicySourceType
  readonly position: StatementPosition
}

/** What is decided of one action on one resource. */
export interface Evaluation {
  readonly outcome: Outcome
  /** The statements that allowed or denied; none where no statement did, or the organization denies. */
  readonly matched: readonly MatchedStatement[]
  /** Condition keys that the policies mention and the request does not give; none when it is allowed. */
  readonly missing: readonly string[]
  /** Undefined: no organization is simulated. */
  readonly organization: boolean | undefined
  /** Undefined: no boundary is simulated, or the organization denies, which ends the simulation. */
  readonly boundary: boolean | undefined
  /** What each policy type says by itself, when the resource is of another account. */
  readonly details: Readonly<Partial<Record<PolicySourceType, Outcome>>> | undefined
}

export type Evaluator = (action: string, resource: string) => Evaluation

/**
 * Decides actions on resources. The verdict is the engine's on everything together; what a policy type says by itself is
 * the engine's too, asked with nothing else in the way.
 */
export function evaluator(simulation: Simulation): Evaluator {
  const { caller, given } = simulation
  const { principal } = caller
  const layers = appliedLayers(simulation)
  const context = contextOf(simulation)
  const statementOf = statementFinder(simulation)
  const missing = contextKeysOf(simulatedDocuments(simulation)).filter((key) => !given.has(key.toLowerCase()))

  return (action, resource) => {
    const ask = (resourceAccount: string, policies: Partial<AppliedPolicies>): Decision =>
      decide({ principal, action, resource, resourceAccount, context, policies: { identity: [], ...policies } })
    const owner = ownerOf(resource, simulation)
    const { identity, boundary, resource: resourcePolicy, serviceControl } = layers
    // The policies on resources that STS knows are trust policies.
    const required = resourcePolicy !== undefined && /^sts:/i.test(action)
    const decision = ask(owner, { ...layers, resourceRule: required ? 'required' : 'grants' })
    const outcome = OUTCOME_OF[decision.effect]
    const organization =
      serviceControl && ask(principal.account, { identity: [EVERYTHING], serviceControl }).effect === 'allow'
    // It ends the simulation: nothing is told of the rest.
    if (organization === false) {
      return { outcome, matched: [], missing: [], organization, boundary: undefined, details: undefined }
    }
    const alone = {
      'IAM Policy': ask(principal.account, { identity }),
      // The resource is of no account, so that its own policy must allow.
      'Resource Policy': resourcePolicy && ask(NO_ACCOUNT, { identity: [EVERYTHING], resource: resourcePolicy }),
      'Permissions Boundary Policy': boundary && ask(principal.account, { identity: [EVERYTHING], boundary }),
    }
    const limit = alone['Permissions Boundary Policy']
    return {
      outcome,
      matched: (outcome === 'allowed' ? allowingOf(alone) : decision.statements).flatMap(statementOf),
      missing: outcome === 'allowed' ? [] : missing,
      organization,
      boundary: limit && limit.effect === 'allow',
      details: owner === principal.account ? undefined : outcomesOf(alone),
    }
  }
}

type Alone = Readonly<Record<PolicySourceType, Decision | undefined>>

/** AWS tells what allows in the identity and resource policies, be it needed or not, and nothing of the boundary. */
const allowingOf = (alone: Alone): readonly StatementRef[] => [
  ...(alone['Resource Policy']?.statements ?? []).filter(({ type }) => type === 'resource-based policy'),
  ...(alone['IAM Policy']?.statements ?? []),
]

/** Without the resource's policy only the caller's side is known, and simulated. */
function ownerOf(resource: string, { caller, resourcePolicy, resourceOwner }: Simulation): string {
  const { account } = caller.principal
  return resourcePolicy ? parseArn(resource)?.account || resourceOwner || account : account
}

/** Those that the request could give keys for. AWS leaves service control policies out. */
const simulatedDocuments = ({ identity, boundary, resourcePolicy }: Simulation) =>
  [...identity, boundary, resourcePolicy].flatMap((policy) => policy?.document ?? [])

const OUTCOME_OF: Readonly<Record<Decision['effect'], Outcome>> = {
  allow: 'allowed',
  'implicit deny': 'implicitDeny',
  'explicit deny': 'explicitDeny',
}

/** No caller is of it. */
const NO_ACCOUNT = ''

const EVERYTHING: AppliedPolicy = {
  name: 'everything',
  document: parsePolicy('{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'),
}

/** The policies as the engine takes them. A name is the place among its kind, which no two share. */
function appliedLayers({ identity, boundary, resourcePolicy, serviceControl }: Simulation) {
  const applied = ({ document }: Pick<SimulatedPolicy, 'document'>, index = 0): AppliedPolicy => ({
    name: String(index),
    document,
  })
  return {
    identity: identity.map(applied),
    ...(boundary && { boundary: applied(boundary) }),
    ...(resourcePolicy && { resource: applied(resourcePolicy) }),
    ...(serviceControl && {
      serviceControl: serviceControl.map((level) => level.map((document, index) => applied({ document }, index))),
    }),
  }
}

function contextOf({ caller, given }: Simulation): ReadonlyMap<string, ContextValue> {
  const filled = Object.entries(caller.context).map(([key, value]) => [key.toLowerCase(), value] as const)
  return new Map<string, ContextValue>([...filled, ...given])
}

/** Answers the statement of a reference, the same object each time; none for those that AWS does not tell. */
function statementFinder(simulation: Simulation): (ref: StatementRef) => readonly MatchedStatement[] {
  const known = new Map<string, readonly MatchedStatement[]>()
  // The lines of a text are counted once, however many of its statements are told.
  const positions = new Map<PolicyDocument, ReturnType<typeof statementPositions>>()
  return (ref) => {
    const key = `${ref.type} ${ref.policy} ${ref.index}`
    const found = known.get(key) ?? find(ref)
    known.set(key, found)
    return found
  }

  function find(ref: StatementRef): readonly MatchedStatement[] {
    const found = policyOf(simulation, ref)
    if (!found) return []
    const { policy, type } = found
    const { id, document } = policy
    const positionOf = positions.get(document) ?? statementPositions(document)
    positions.set(document, positionOf)
    return [{ policy: id, type, position: positionOf(ref.index) }]
  }
}

function policyOf(
  { identity, boundary, resourcePolicy }: Simulation,
  { type, policy }: StatementRef,
): { readonly policy: SimulatedPolicy; readonly type: PolicySourceType } | undefined {
  switch (type) {
    case 'identity-based policy': {
      const found = identity[Number(policy)]
      return found && { policy: found, type: 'IAM Policy' }
    }
    case 'permissions boundary':
      return boundary && { policy: boundary, type: 'Permissions Boundary Policy' }
    case 'resource-based policy':
    case 'role trust policy':
      return resourcePolicy && { policy: resourcePolicy, type: 'Resource Policy' }
    default:
      return undefined
  }
}

function outcomesOf(alone: Alone): Evaluation['details'] {
  // Object.entries forgets the names of the keys.
  const entries = Object.entries(alone) as readonly [PolicySourceType, Decision | undefined][]
  return Object.fromEntries(
    entries.flatMap(([type, decision]) => (decision ? [[type, OUTCOME_OF[decision.effect]]] : [])),
  )
}
