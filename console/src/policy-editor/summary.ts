/**
 * What a policy allows and denies, service by service, as IAM's console sums it up.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary.html
 */
import { type PolicyDocument, patternMatches, patternsOverlap, type Statement } from 'rolecall/policy'
import { ACCESS_LEVELS, type AccessLevel, type Action, type ServiceReference } from './service-reference.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html */
export type Access =
  | { readonly kind: 'full' }
  | { readonly kind: 'levels'; readonly full: readonly AccessLevel[]; readonly limited: readonly AccessLevel[] }
  | { readonly kind: 'none' }

export interface SummaryRow {
  /** The service's prefix. */
  readonly service: string
  readonly access: Access
  /** As they are written; `All resources`. Each once, of every statement. */
  readonly resources: readonly string[]
  /** `None` where a statement has no condition. */
  readonly conditions: readonly string[]
  /** Empty in policies that name none. */
  readonly principals: readonly string[]
  /** Names of actions that are written down and cannot act on the resources beside them. */
  readonly withoutEffect: readonly string[]
}

export interface Summary {
  readonly deny: readonly SummaryRow[]
  readonly allow: readonly SummaryRow[]
  /** Services that there are, which Show remaining tells the others of. */
  readonly services: readonly string[]
  /** Action patterns that stand for no action known here. */
  readonly unrecognized: readonly string[]
  readonly namesPrincipals: boolean
}

/** Throws when the service reference cannot be read. */
export async function summarize(document: PolicyDocument, reference: ServiceReference): Promise<Summary> {
  const services = await reference.prefixes()
  const unrecognized = new Set<string>()
  const parts: Part[] = []
  for (const statement of document.statements) {
    const chosen = await chosenActions(statement, reference, services, unrecognized)
    for (const [service, actions] of chosen) {
      const part = await effective(statement, service, actions, reference)
      // A star for every service speaks of those that the resources are of.
      if (holdsSome(part.actions) || isAddressed(statement, service)) parts.push(part)
    }
  }
  const rows = async (effect: Statement['effect']): Promise<SummaryRow[]> => {
    const held = Map.groupBy(
      parts.filter(({ statement }) => statement.effect === effect),
      ({ service }) => service,
    )
    return Promise.all([...held].sort(([a], [b]) => a.localeCompare(b)).map(([, some]) => rowOf(some, reference)))
  }
  return {
    deny: await rows('Deny'),
    allow: await rows('Allow'),
    services,
    unrecognized: [...unrecognized],
    namesPrincipals: document.statements.some(({ principal }) => principal),
  }
}

/** `all`: every action of the service, whichever those are. */
type Chosen = 'all' | ReadonlySet<Action>

/** What one statement says of one service. */
interface Part {
  readonly statement: Statement
  readonly service: string
  readonly actions: Chosen
  readonly withoutEffect: readonly string[]
}

interface ActionPattern {
  readonly text: string
  /** In lower case. */
  readonly service: string
  readonly name: string
}

/** `*` alone stands for every action of every service. */
function patternOf(text: string): ActionPattern {
  const [service = '', ...name] = text.toLowerCase().split(':')
  return /^\*+$/.test(text) ? { text, service: '*', name: '*' } : { text, service, name: name.join(':') }
}

const isEverything = (pattern: string): boolean => /^\*+$/.test(pattern)

async function chosenActions(
  { action }: Statement,
  reference: ServiceReference,
  services: readonly string[],
  unrecognized: Set<string>,
): Promise<ReadonlyMap<string, Chosen>> {
  const chosen = new Map<string, Chosen>()
  if (!action) return chosen
  const patterns = action.values.map(patternOf)
  const recognized = new Set<string>()
  for (const service of services) {
    const fitting = patterns.filter((pattern) => patternMatches(pattern.service, service))
    const matched = await matchedActions(service, fitting, reference, recognized)
    const actions = action.negated ? await allBut(service, matched, reference) : matched
    if (holdsSome(actions)) chosen.set(service, actions)
  }
  for (const { text } of patterns) if (!recognized.has(text)) unrecognized.add(text)
  return chosen
}

async function matchedActions(
  service: string,
  patterns: readonly ActionPattern[],
  reference: ServiceReference,
  recognized: Set<string>,
): Promise<Chosen> {
  const whole = patterns.filter(({ name }) => isEverything(name))
  for (const { text } of whole) recognized.add(text)
  const narrow = patterns.filter(({ name }) => !isEverything(name))
  const known = narrow.length > 0 ? await actionsOf(service, reference) : []
  const found = new Set<Action>()
  for (const { text, name } of narrow) {
    for (const action of known) {
      if (!patternMatches(name, action.name.toLowerCase())) continue
      found.add(action)
      recognized.add(text)
    }
  }
  return whole.length > 0 ? 'all' : found
}

/** What NotAction leaves of a service. */
async function allBut(service: string, named: Chosen, reference: ServiceReference): Promise<Chosen> {
  if (named === 'all') return new Set()
  if (named.size === 0) return 'all'
  return new Set((await actionsOf(service, reference)).filter((action) => !named.has(action)))
}

const holdsSome = (actions: Chosen): boolean => actions === 'all' || actions.size > 0

const isAddressed = ({ action }: Statement, service: string): boolean =>
  action?.negated === false && action.values.some((text) => patternOf(text).service === service)

const actionsOf = async (service: string, reference: ServiceReference): Promise<readonly Action[]> =>
  (await reference.service(service))?.actions ?? []

/** Leaves out the actions that can act on none of the statement's resources. */
async function effective(
  statement: Statement,
  service: string,
  chosen: Chosen,
  reference: ServiceReference,
): Promise<Part> {
  const { resource } = statement
  if (!resource || resource.negated || resource.values.some(isEverything))
    return { statement, service, actions: chosen, withoutEffect: [] }
  const patterns = resource.values.map(withoutVariables)
  const all = chosen === 'all' ? await actionsOf(service, reference) : [...chosen]
  const reached = new Map<string, boolean>()
  const reaches = (arn: string): boolean => {
    const known = reached.get(arn) ?? patterns.some((pattern) => standsFor(pattern, formOf(arn)))
    reached.set(arn, known)
    return known
  }
  const acts = ({ types }: Action): boolean => types.some(({ arns }) => arns.some(reaches))
  return {
    statement,
    service,
    actions: new Set(all.filter(acts)),
    withoutEffect: all.filter((action) => !acts(action) && isNamed(statement, service, action)).map(({ name }) => name),
  }
}

/** Whoever writes a star means what there is; whoever writes a name expects it to work. */
const isNamed = ({ action }: Statement, service: string, { name }: Action): boolean =>
  action?.negated === false && action.values.some((text) => text.toLowerCase() === `${service}:${name.toLowerCase()}`)

/** Whether a resource can be of the form: field by field, as far as the pattern has the fields of an ARN. */
function standsFor(pattern: string, form: string): boolean {
  const [fields, ofForm] = [arnFields(pattern), arnFields(form)]
  if (fields.length < ofForm.length) return patternsOverlap(pattern, form)
  return fields.every((field, index) => patternsOverlap(field, ofForm[index] ?? ''))
}

/** The last of the six has colons of its own. */
function arnFields(text: string): readonly string[] {
  const fields = text.split(':')
  return fields.length < 6 ? fields : [...fields.slice(0, 5), fields.slice(5).join(':')]
}

const withoutVariables = (text: string): string => text.replace(/\$\{[^}]*\}/g, '*')

/** The reference's form of an ARN as a pattern: a region, an account or a name in it is never empty. */
const formOf = (arn: string): string => arn.replace(/\$\{[^}]*\}/g, '?*')

async function rowOf(parts: readonly Part[], reference: ServiceReference): Promise<SummaryRow> {
  const service = parts[0]?.service ?? ''
  const effective = parts.filter(({ actions }) => holdsSome(actions))
  const told = (effective.length > 0 ? effective : parts).map(({ statement }) => statement)
  const distinct = (texts: readonly string[]) => [...new Set(texts)]
  const access = await accessOf(service, effective, reference)
  return {
    service,
    access,
    resources: distinct(told.flatMap(resourcesOf)),
    conditions: distinct(told.map(conditionOf)),
    principals: distinct(told.flatMap(principalsOf)),
    withoutEffect: distinct(parts.flatMap(({ withoutEffect }) => withoutEffect)),
  }
}

async function accessOf(service: string, parts: readonly Part[], reference: ServiceReference): Promise<Access> {
  if (parts.length === 0) return { kind: 'none' }
  if (parts.some(({ actions }) => actions === 'all')) return { kind: 'full' }
  const held = new Set(parts.flatMap(({ actions }) => (actions === 'all' ? [] : [...actions])))
  const all = await actionsOf(service, reference)
  if (all.every((action) => held.has(action))) return { kind: 'full' }
  const ofLevel = (actions: Iterable<Action>, level: AccessLevel) =>
    [...actions].filter((action) => action.level === level).length
  const some = ACCESS_LEVELS.filter((level) => ofLevel(held, level) > 0)
  const full = some.filter((level) => ofLevel(held, level) === ofLevel(all, level))
  return { kind: 'levels', full, limited: some.filter((level) => !full.includes(level)) }
}

function resourcesOf({ resource }: Statement): readonly string[] {
  // A trust policy is about its own role.
  if (!resource) return ['This resource']
  if (resource.negated) return [`All resources except ${resource.values.join(', ')}`]
  return resource.values.map((text) => (isEverything(text) ? 'All resources' : text))
}

function conditionOf({ conditions }: Statement): string {
  const told = conditions.flatMap(({ operator, keys }) =>
    keys.map(({ key, values }) => `${key} ${operator} ${values.join(' or ')}`),
  )
  return told.length === 0 ? 'None' : told.join(' and ')
}

function principalsOf({ principal }: Statement): readonly string[] {
  if (!principal) return []
  const named = principal.groups.flatMap(({ type, values }) =>
    values.map((value) => (value === '*' ? 'Everyone' : type === '' ? value : `${type}: ${value}`)),
  )
  return principal.negated ? [`Everyone except ${named.join(', ')}`] : named
}

/** `Full: List, Read Limited: Write`, in IAM's words. */
export function accessText(access: Access): string {
  if (access.kind === 'full') return 'Full access'
  if (access.kind === 'none') return 'None'
  return [
    ...(access.full.length > 0 ? [`Full: ${access.full.join(', ')}`] : []),
    ...(access.limited.length > 0 ? [`Limited: ${access.limited.join(', ')}`] : []),
  ].join(' ')
}
