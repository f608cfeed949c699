import { compileAction } from '../compile/action.ts'
import { emptySplit, hold } from '../compile/arn-split.ts'
import { compileConditions } from '../compile/conditions/condition.ts'
import { type Match, NO, why, YES, yesIf } from '../compile/match.ts'
import { refOf } from '../compile/recorder.ts'
import { compileResource, resourceHolds } from '../compile/resource.ts'
import {
  type CompiledStatement,
  compileStatement,
  DOUBTFUL,
  doubtsAbout,
  NAME_PRINCIPALS,
  NO_REACH,
  principalReach,
  reachOf,
} from '../compile/statement.ts'
import type { ConditionKey, ListElement, Statement } from '../document.ts'
import type { Span } from '../json.ts'
import type { AppliedPolicy, ContextValue, DecisionRequest, PolicyType, Principal } from '../request.ts'
import { parseOperatorName } from '../values/operator-name.ts'
import type { Answer, ExplainedElement, ExplainedStatement, Place } from './explanation.ts'
import { operandsOf } from './operands.ts'

/** The policy around a statement. */
export interface PolicyAround {
  readonly type: PolicyType
  readonly policy: AppliedPolicy
  readonly placeOf: (span: Span) => Place
}

/** Asks one statement as the decision does, and each of its elements on its own. */
export function explainStatement(
  statement: Statement,
  request: DecisionRequest,
  { type, policy, placeOf }: PolicyAround,
): ExplainedStatement {
  const { document } = policy
  const { effect } = statement
  const [unknown] = document.unknown
  const variables = document.version === '2012-10-17'
  const asking: Asking = { request, type, variables, placeOf }
  const around = { type, variables, doubt: unknown && `the element ${unknown.name} is not known` }
  const compiled = compileStatement(statement, around)
  return {
    ref: refOf(type, policy, statement),
    effect,
    ...placeOf(statement),
    applies: appliesTo(compiled, request),
    elements: [
      ...principalElement(statement, compiled, asking),
      ...actionElement(statement, asking),
      ...resourceElement(statement, asking),
      ...statement.conditions.flatMap(({ operator, keys }) =>
        keys.map((key) => conditionElement(operator, key, asking)),
      ),
      ...doubtElements(doubtsAbout(statement, around), placeOf(statement)),
    ],
  }
}

interface Asking {
  readonly request: DecisionRequest
  readonly type: PolicyType
  readonly variables: boolean
  readonly placeOf: (span: Span) => Place
}

const resource = emptySplit()

/** The decision's own answer. */
function appliesTo(compiled: CompiledStatement | undefined, request: DecisionRequest): Answer {
  if (!compiled || compiled.action?.(request.action.toLowerCase()) === false) return 'no'
  hold(resource, request.resource)
  const reach = reachOf(compiled, request, resource)
  if (reach === NO_REACH) return 'no'
  return reach === DOUBTFUL ? 'unclear' : 'yes'
}

function principalElement(
  statement: Statement,
  compiled: CompiledStatement | undefined,
  { request, type, placeOf }: Asking,
): ExplainedElement[] {
  if (!NAME_PRINCIPALS.has(type)) return []
  const { principal } = statement
  const asked = callerName(request.principal)
  const none = { written: [], operands: [], asked, missing: [] }
  if (!principal) return [{ element: 'Principal', matches: 'no', ...none, ...placeOf(statement) }]
  const reach = compiled?.principal ? principalReach(compiled.principal, request) : NO_REACH
  const doubt = reach === DOUBTFUL ? why() : undefined
  const written = principal.groups.flatMap(({ type, values }) =>
    values.map((value) => (type === '' ? value : `${type}: ${value}`)),
  )
  return [
    {
      element: principal.negated ? 'NotPrincipal' : 'Principal',
      ...(doubt === undefined ? { matches: reach === NO_REACH ? 'no' : 'yes' } : { matches: 'unclear', doubt }),
      ...none,
      written,
      operands: written,
      ...placeOf(principal),
    },
  ]
}

function callerName(principal: Principal): ContextValue {
  switch (principal.kind) {
    case 'service':
      return principal.names
    case 'federated':
      return principal.provider
    case 'anonymous':
      return 'an anonymous caller'
    default:
      return principal.arn
  }
}

function actionElement({ action }: Statement, { request, placeOf }: Asking): ExplainedElement[] {
  if (!action || action.values.length === 0) return []
  const match = yesIf(compileAction(action)(request.action.toLowerCase()))
  const operands = { operands: action.values, missing: [] }
  return [
    {
      element: action.negated ? 'NotAction' : 'Action',
      ...answered(match),
      ...listed(action, request.action, operands, placeOf),
    },
  ]
}

function resourceElement({ resource: element }: Statement, asking: Asking): ExplainedElement[] {
  if (!element || element.values.length === 0) return []
  const { request, type, variables, placeOf } = asking
  hold(resource, request.resource)
  const match = resourceHolds(compileResource(element, type, variables), resource, request.context)
  const operands = operandsOf(element.values, request.context, variables)
  return [
    {
      element: element.negated ? 'NotResource' : 'Resource',
      ...answered(match),
      ...listed(element, request.resource, operands, placeOf),
    },
  ]
}

const listed = (
  { values, ...span }: ListElement,
  asked: string,
  operands: ReturnType<typeof operandsOf>,
  placeOf: Asking['placeOf'],
) => ({ written: values, asked, ...operands, ...placeOf(span) })

function conditionElement(
  operator: string,
  key: ConditionKey,
  { request, variables, placeOf }: Asking,
): ExplainedElement {
  const { context } = request
  const span = { offset: key.offset, end: key.end }
  const [test] = compileConditions([{ operator, keys: [key], ...span }], variables)
  const match = test ? test(context) : YES
  const name = key.key.toLowerCase()
  const value = context.get(name)
  const base = parseOperatorName(operator)?.base ?? ''
  const read = operandsOf(key.values, context, variables && /^(?:String|Arn)/.test(base))
  return {
    element: 'Condition',
    ...answered(match),
    operator,
    key: key.key,
    written: key.values,
    operands: read.operands,
    asked: value,
    missing: [...new Set([...(value === undefined ? [name] : []), ...read.missing])],
    ...placeOf(span),
  }
}

/** What is wrong with the statement or its document whatever is asked. */
function doubtElements(doubts: Readonly<Record<string, string | undefined>>, place: Place): ExplainedElement[] {
  const unclear = { element: 'Statement', matches: 'unclear', written: [], operands: [], missing: [] } as const
  return Object.values(doubts)
    .filter((doubt) => doubt !== undefined)
    .map((doubt) => ({ ...unclear, doubt, asked: undefined, ...place }))
}

/** To be called at once, since the reason of a doubt is the last that was told. */
function answered(match: Match): { readonly matches: Answer; readonly doubt?: string } {
  if (match === YES || match === NO) return { matches: match === YES ? 'yes' : 'no' }
  return { matches: 'unclear', doubt: why() }
}
