/** An explanation in plain English, for terminals and consoles. AWS's own sentences are in `../messages.ts`. */
import { type DecisionRequest, isOfAccount, type PolicyType, type Principal, type StatementRef } from '../request.ts'
import { explain } from './explain.ts'
import type { ExplainedElement, ExplainedLayer, Explanation, NearMiss } from './explanation.ts'
import { grantedOnResource, isOnResource, withoutDenies } from './supposing.ts'

/** Who was allowed or refused what: one sentence. */
export function outcomeSentence({ request, decision }: Explanation): string {
  const { principal, action, resource } = request
  const may = decision.effect === 'allow' ? 'may' : 'may not'
  return `${principalName(principal)} ${may} ${action}${resource === '*' ? '' : ` on ${resource}`}.`
}

/** What decided: one sentence. */
export function reasonSentence(explanation: Explanation): string {
  const { decision, request } = explanation
  const [first] = decision.statements
  switch (decision.effect) {
    case 'allow':
      if (first) return `${capital(statementOf(explanation, first))} allows it.`
      return request.principal.kind === 'root'
        ? "The account's root user needs no policy."
        : 'Nothing that applies to it denies it.'
    case 'explicit deny': {
      const deny = decision.statements.find(({ type }) => type === decision.blockedBy)
      return deny ? `${capital(statementOf(explanation, deny))} denies it.` : `A ${decision.blockedBy} denies it.`
    }
    case 'implicit deny':
      return closedSentence(blockingLayer(explanation), request.principal)
  }
}

function closedSentence(layer: ExplainedLayer | undefined, principal: Principal): string {
  if (!layer) return 'No policy allows it.'
  const [policy, ...others] = layer.policies
  if (!policy) return `${absence(layer.type, principal)}.`
  return others.length === 0
    ? `${capital(policyName(layer.type, policy))} does not allow it.`
    : `None of the ${layer.policies.length} ${plural(layer.type)} that apply allows it.`
}

/** What to change so that the request is allowed: one sentence for each step; none for an allowed request. */
export function adviceSentences(explanation: Explanation): readonly string[] {
  const { decision, nearest, request } = explanation
  if (decision.effect === 'allow') return []
  if (decision.effect === 'explicit deny') {
    const changes = decision.statements.map(
      (deny) => `Change ${statementOf(explanation, deny)}: no Allow elsewhere helps against an explicit Deny.`,
    )
    const [first, ...others] = adviceSentences(explain(withoutDenies(request)))
    return first === undefined ? changes : [...changes, `Then: ${first}`, ...others]
  }
  return closedLayers(explanation).map((layer, index) => {
    // What AWS has written nobody can change.
    const near = index === 0 && nearest && !isAwsOwn(nearest.policy) ? nearest : undefined
    const step = near ? widening(near, request) : granting(layer, explanation)
    return index === 0 ? step : `Then: ${step}`
  })
}

/**
 * The layers that have to allow and do not, each if those before it did. How the policy on the resource comes to name
 * the caller says what else has to allow.
 */
function closedLayers({ layers, nearest, request }: Explanation): readonly ExplainedLayer[] {
  const closed = layers.filter(isClosed)
  const at = closed.findIndex(({ type }) => isOnResource(type))
  const opened = at < 0 ? undefined : grantedOnResource(request, at === 0 ? nearest : undefined)
  if (!opened) return closed
  const first = layers.findIndex(({ type }) => isOnResource(type))
  return [
    ...closed.slice(0, at + 1),
    ...explain(opened)
      .layers.slice(first + 1)
      .filter(isClosed),
  ]
}

const isClosed = ({ mustAllow, outcome }: ExplainedLayer): boolean => mustAllow && outcome !== 'allows'

/** Why an element matches or does not: one clause. */
export function elementClause({
  element,
  matches,
  doubt,
  operands,
  written,
  asked,
  operator,
  key,
}: ExplainedElement): string {
  if (matches === 'unclear') return `${element} cannot be decided: ${doubt ?? 'it is unclear'}`
  const holds = matches === 'yes'
  switch (element) {
    case 'Condition': {
      const has = asked === undefined ? `the request has no ${key}` : `the request has ${quoted([asked].flat())}`
      return `Condition ${operator} ${key} ${holds ? 'holds' : 'fails'} for ${quoted(operands)}: ${has}`
    }
    case 'Principal':
      if (written.length === 0) return 'The statement names no principal'
      return `Principal ${holds ? 'names' : 'does not name'} ${plain(asked)}: ${quoted(operands)}`
    case 'NotPrincipal':
      return `NotPrincipal ${holds ? 'does not spare' : 'spares'} ${plain(asked)}: ${quoted(operands)}`
    case 'NotAction':
    case 'NotResource':
      return `${element} ${holds ? 'does not leave out' : 'leaves out'} ${plain(asked)}: ${quoted(operands)}`
    default:
      return `${element} ${holds ? 'covers' : 'does not cover'} ${plain(asked)}: ${quoted(operands)}`
  }
}

/** The first layer that keeps the request from being allowed. */
export const blockingLayer = ({ layers, decision }: Explanation): ExplainedLayer | undefined =>
  decision.effect === 'explicit deny'
    ? layers.find(({ outcome }) => outcome === 'denies')
    : layers.find(({ mustAllow, outcome }) => mustAllow && outcome !== 'allows')

/** `role web-server`, `user alice`, `the root user of 123456789012`. */
export function principalName(principal: Principal): string {
  switch (principal.kind) {
    case 'root':
      return `The root user of ${principal.account}`
    case 'service':
      return `The service ${principal.names.join(', ')}`
    case 'federated':
      return `A user of the identity provider ${principal.provider}`
    case 'anonymous':
      return 'An anonymous caller'
    default:
      return principal.arn
  }
}

/** A policy in a few words: `inline policy read-config of role/web-server`. */
export function policyName(
  type: PolicyType,
  { name, arn, attachedTo }: { readonly name: string; readonly arn?: string; readonly attachedTo?: string },
): string {
  if (attachedTo !== undefined && isOfAccount({ attachedTo })) return `the ${name}`
  const on = attachedTo === undefined ? '' : ` of ${entityName(attachedTo)}`
  if (type === 'identity-based policy')
    return arn === undefined ? `inline policy ${name}${on}` : `managed policy ${arn}`
  if (type === 'role trust policy') return `the trust policy${on}`
  if (type === 'resource-based policy') return `the resource-based policy${on}`
  if (type === 'session policy' && arn === undefined) return 'the session policy that the session was started with'
  return `${type} ${arn ?? name}`
}

/** `role/web-server` of an IAM ARN; any other ARN as it is. */
const entityName = (arn: string): string => /^arn:[^:]+:iam::\d+:(.+)$/.exec(arn)?.[1] ?? arn

/** `Statement 2 ("Read") of inline policy read-config of role/web-server`. */
function statementOf({ layers }: Explanation, ref: StatementRef): string {
  const carrier = layers
    .filter(({ type }) => type === ref.type)
    .flatMap(({ policies }) => policies)
    .find(
      ({ name, attachedTo, statements }) =>
        name === ref.policy && attachedTo === ref.attachedTo && statements[ref.index]?.ref.sid === ref.sid,
    )
  return `statement ${statementName(ref)} of ${policyName(ref.type, carrier ?? { name: ref.policy, ...ref })}`
}

const statementName = ({ sid, index }: { readonly sid?: string; readonly index: number }): string =>
  sid === undefined || sid === '' ? String(index + 1) : `${index + 1} ("${sid}")`

function widening({ policy, statement, failing }: NearMiss, request: DecisionRequest): string {
  const where = `statement ${statementName(statement.ref)}, line ${statement.line}, of ${policyName(statement.ref.type, policy)}`
  const [only] = failing
  if (failing.length === 1 && only) {
    if (only.element === 'Condition' && only.matches === 'no') {
      const wants = `${only.operator} ${only.key} ${quoted(only.operands)}`
      return only.asked === undefined
        ? `${capital(where)} would allow it, but wants ${wants}, and the request has no ${only.key}.`
        : `${capital(where)} would allow it, but wants ${wants}, and the request has ${quoted([only.asked].flat())}.`
    }
    if (only.element === 'Resource' && only.missing.length > 0) {
      const wants = `its Resource needs ${only.missing.join(', ')}, which the request does not carry`
      return `${capital(where)} would allow it, but ${wants}.`
    }
    const added = addedTo(only, request)
    if (added !== undefined) return `Add ${added} to ${only.element} of ${where}, which covers everything else.`
    return `${capital(where)} would allow it, but for this. ${elementClause(only)}.`
  }
  return `The nearest is ${where}. ${failing.map(elementClause).join('. ')}.`
}

/** The value that an element lacks, as a policy writes it; undefined where adding one does not help. */
function addedTo({ element, matches }: ExplainedElement, { action, resource, principal }: DecisionRequest) {
  if (matches === 'unclear') return undefined
  switch (element) {
    case 'Action':
      return action
    case 'Resource':
      return inPolicy(resource)
    case 'Principal':
      if (principal.kind === 'anonymous') return '"*"'
      if (principal.kind === 'service') return principal.names[0]
      return principal.kind === 'federated' ? principal.provider : principal.arn
    default:
      return undefined
  }
}

/**
 * A resource as a policy writes it. The key of an object is any text that its caller likes: `*` in it must not become a
 * wildcard when somebody does as we say.
 */
const inPolicy = (resource: string): string =>
  /^arn:[^:]+:s3:::/.test(resource) ? resource.replace(/[*?]|\$(?=\{)/g, (sign) => `\${${sign}}`) : resource

function granting({ type, policies }: ExplainedLayer, { request }: Explanation): string {
  const { action, resource, principal } = request
  const what = `${action} on ${inPolicy(resource)}`
  const who = granteeOf(principal)
  const [policy] = policies
  switch (type) {
    case 'identity-based policy':
      return `Give ${who} a policy that allows ${what}.`
    case 'permissions boundary':
      if (policy && isAwsOwn(policy)) return `Give ${who} another permissions boundary, which allows ${what}.`
      return `Allow ${what} in the permissions boundary ${policy?.name ?? ''} too: it limits what ${who} may do.`
    case 'session policy':
      return `Start the session with a session policy that allows ${what}, or without one.`
    case 'role trust policy':
      return `Name ${who} in the trust policy of ${entityName(resource)}, with ${action}.`
    case 'resource-based policy':
      return `Name ${who} in the policy of ${policy?.attachedTo ?? holderOf(resource)}, with ${action}.`
    default:
      return `Allow ${what} in a ${type}.`
  }
}

/** What carries the policy on a resource: of an object its bucket. */
const holderOf = (resource: string): string => /^arn:[^:]+:s3:::[^/]+/.exec(resource)?.[0] ?? entityName(resource)

/** A managed policy of AWS, such as `arn:aws:iam::aws:policy/ReadOnlyAccess`. */
const isAwsOwn = ({ arn }: { readonly arn?: string }): boolean => /^arn:[^:]+:iam::aws:/.test(arn ?? '')

function granteeOf(principal: Principal): string {
  switch (principal.kind) {
    case 'assumed-role':
      return entityName(principal.roleArn)
    case 'federated-user':
      return entityName(principal.userArn)
    case 'user':
      return entityName(principal.arn)
    case 'anonymous':
      return 'everybody ("*")'
    default:
      return principalName(principal)
  }
}

function absence(type: PolicyType, principal: Principal): string {
  if (type === 'identity-based policy') return `No policy is attached to ${granteeOf(principal)}`
  if (type === 'session policy') return 'The session was started without a session policy, which it needs'
  if (type === 'role trust policy') return 'There is no such role, or it has no trust policy'
  return `There is no ${type}`
}

const plural = (type: PolicyType): string =>
  type.endsWith('policy') ? type.replace(/policy$/, 'policies') : `${type}s`

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const plain = (asked: ExplainedElement['asked']): string =>
  asked === undefined ? 'nothing' : [asked].flat().join(', ') || '""'

const SHOWN = 4

/** The first few of several values. */
function quoted(values: readonly string[]): string {
  const shown = values.slice(0, SHOWN).map((value) => `"${value}"`)
  const left = values.length - shown.length
  if (values.length === 0) return 'nothing'
  return left > 0 ? `${shown.join(', ')} and ${left} more` : shown.join(', ')
}
