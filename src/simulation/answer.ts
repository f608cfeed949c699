import type { Fail, InputOf, OutputOf } from '../aws/operation.ts'
import { pageByPosition } from '../iam/pages.ts'
import {
  type Evaluation,
  type Evaluator,
  evaluator,
  type MatchedStatement,
  OUTCOMES,
  type Outcome,
} from './evaluate.ts'
import { POLICY_SOURCE_TYPES, type Simulation } from './simulation.ts'

type Answer = OutputOf<'iam', 'SimulateCustomPolicy'>
type ActionResult = NonNullable<Answer['EvaluationResults']>[number]
type ResourceResult = NonNullable<ActionResult['ResourceSpecificResults']>[number]
type PageOfActions = Pick<InputOf<'iam', 'SimulateCustomPolicy'>, 'ActionNames' | 'MaxItems' | 'Marker'>

/** AWS's default. */
const DEFAULT_ITEMS = 100
/** What one call may cost, in characters of policies read: each decision reads them all, in the worst case. */
const WORK_OF_A_CALL = 100_000_000
/** How many statements and keys one call tells. */
const ENTRIES_OF_A_CALL = 100_000

/**
 * The answer to a simulation. A page is a number of actions, each with all its resources; as AWS reserves to itself, it
 * ends early when more would be too much. Fails with InvalidInput when one action would.
 */
export function simulationAnswer(simulation: Simulation, input: PageOfActions, fail: Fail<'InvalidInput'>): Answer {
  const tooLarge = () => fail('InvalidInput', 'The simulation is too large: it has too many resources or policies.')
  const capacity = Math.floor(WORK_OF_A_CALL / workOfAnAction(simulation)) || tooLarge()
  const pageOf = (MaxItems: number) =>
    pageByPosition(input.ActionNames, { Marker: input.Marker, MaxItems }, () =>
      fail('InvalidInput', 'Invalid marker for pagination.'),
    )
  const page = pageOf(Math.min(input.MaxItems ?? DEFAULT_ITEMS, capacity))
  const evaluate = evaluator(simulation)
  const results: ActionResult[] = []
  let room = ENTRIES_OF_A_CALL
  for (const action of page.items) {
    const evaluated = evaluateAll(simulation, action, evaluate, room)
    if (!evaluated) break
    results.push(actionResult(action, simulation, evaluated.all))
    room = evaluated.room
  }
  if (results.length === 0 && page.items.length > 0) tooLarge()
  const { more } = results.length === page.items.length ? page : pageOf(results.length)
  return { EvaluationResults: results, ...more }
}

function workOfAnAction({ resources, identity, boundary, resourcePolicy, serviceControl }: Simulation): number {
  const policies = [...identity, boundary, resourcePolicy].flatMap((policy) => policy?.document ?? [])
  const all = [...policies, ...(serviceControl ?? []).flat()]
  return (resources?.length ?? 1) * all.reduce((sum, { text }) => sum + text.length, 1_000)
}

interface Evaluated {
  readonly resource: string
  readonly evaluation: Evaluation
}

/** The action on every resource, and the room for entries that is left; undefined when there is none. */
function evaluateAll(simulation: Simulation, action: string, evaluate: Evaluator, entries: number) {
  const all: Evaluated[] = []
  let room = entries
  for (const resource of simulation.resources ?? ['*']) {
    const evaluation = evaluate(action, resource)
    room -= evaluation.matched.length + evaluation.missing.length
    if (room < 0) return undefined
    all.push({ resource, evaluation })
  }
  return { all, room }
}

/**
 * One action over its resources: denied when one resource is. Of several resources AWS names the pattern of the action's
 * resource type, for which it has a catalogue; this answers `*`, as AWS does for actions outside of it.
 */
function actionResult(action: string, { resources }: Simulation, all: readonly Evaluated[]): ActionResult {
  const evaluations = all.map(({ evaluation }) => evaluation)
  return {
    EvalActionName: action,
    EvalResourceName: resources?.length === 1 ? resources[0] : '*',
    EvalDecision: worst(evaluations.map(({ outcome }) => outcome)),
    MatchedStatements: [...new Set(evaluations.flatMap(({ matched }) => matched))].map(statementView),
    MissingContextValues: [...new Set(evaluations.flatMap(({ missing }) => missing))],
    ...organizationsDetail(evaluations),
    ...boundaryDetail(evaluations),
    ...(resources && {
      EvalDecisionDetails: detailsOf(evaluations),
      ResourceSpecificResults: all.map(({ resource, evaluation }) => resourceResult(resource, evaluation)),
    }),
  }
}

/** Members that would be empty are left out here, and only here. Recorded. */
function resourceResult(resource: string, evaluation: Evaluation): ResourceResult {
  const { outcome, matched, missing, details } = evaluation
  return {
    EvalResourceName: resource,
    EvalResourceDecision: outcome,
    ...(matched.length > 0 && { MatchedStatements: matched.map(statementView) }),
    ...(missing.length > 0 && { MissingContextValues: missing }),
    ...(details && { EvalDecisionDetails: details }),
    ...boundaryDetail([evaluation]),
  }
}

const statementView = ({ policy, type, position: { start, end } }: MatchedStatement) => ({
  SourcePolicyId: policy,
  SourcePolicyType: type,
  StartPosition: { Line: start.line, Column: start.column },
  EndPosition: { Line: end.line, Column: end.column },
})

function organizationsDetail(evaluations: readonly Evaluation[]) {
  const told = evaluations.map(({ organization }) => organization).filter((allowed) => allowed !== undefined)
  return told.length === 0 ? {} : { OrganizationsDecisionDetail: { AllowedByOrganizations: told.every(Boolean) } }
}

function boundaryDetail(evaluations: readonly Evaluation[]) {
  const told = evaluations.map(({ boundary }) => boundary).filter((allowed) => allowed !== undefined)
  return told.length === 0
    ? {}
    : { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: told.every(Boolean) } }
}

/** What each policy type says over all resources; empty within one account. */
function detailsOf(evaluations: readonly Evaluation[]): Readonly<Record<string, Outcome>> {
  const told = POLICY_SOURCE_TYPES.map((type) => ({
    type,
    outcomes: evaluations.flatMap(({ details }) => details?.[type] ?? []),
  }))
  return Object.fromEntries(
    told.filter(({ outcomes }) => outcomes.length > 0).map(({ type, outcomes }) => [type, worst(outcomes)]),
  )
}

/** The last of `OUTCOMES` among them. */
const worst = (outcomes: readonly Outcome[]): Outcome =>
  OUTCOMES.findLast((outcome) => outcomes.includes(outcome)) ?? 'implicitDeny'
