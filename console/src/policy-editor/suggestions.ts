import { CONDITION_OPERATORS, patternMatches, STATEMENT_ELEMENTS } from 'rolecall/policy'
import type { EditedKind } from './kind.ts'
import type { Place } from './place.ts'
import { FEDERATED_PRINCIPALS, SERVICE_PRINCIPALS } from './service-principals.ts'
import type { Action, ServiceReference } from './service-reference.ts'

/** Something that can be written at a place. */
export interface Suggestion {
  /** What is written; `${Name}` in it is filled in by whoever writes. */
  readonly text: string
  readonly detail?: string
  /** More is to be written behind it, such as the name of an action: what comes next is suggested at once. */
  readonly goesOn?: boolean
}

export interface Surroundings {
  readonly kind: EditedKind
  /** 12 digits. */
  readonly account: string
  readonly region: string
  readonly reference: ServiceReference
}

/** What can be written at a place of a policy. Throws when the service reference cannot be read. */
export async function suggestionsAt(
  text: string,
  place: Place,
  surroundings: Surroundings,
): Promise<readonly Suggestion[]> {
  const [first, element, operator, ...deeper] = place.path
  if (place.kind === 'name') return names(place, surroundings)
  if (first === 'Version' && element === undefined)
    return [
      { text: '2012-10-17', detail: 'current' },
      { text: '2008-10-17', detail: 'without policy variables' },
    ]
  if (first !== 'Statement') return []
  if (element === 'Effect') return plain(['Allow', 'Deny'])
  if (element === 'Action' || element === 'NotAction')
    return actionNames(text.slice(place.from, place.to), surroundings)
  if (element === 'Resource' || element === 'NotResource') return resources(place, surroundings)
  if (element === 'Principal' || element === 'NotPrincipal') return principals(operator, surroundings)
  if (element === 'Condition' && operator !== undefined && deeper.length > 0 && /Bool|^Null$/.test(operator))
    return plain(['true', 'false'])
  return []
}

const plain = (texts: readonly string[]): readonly Suggestion[] => texts.map((text) => ({ text }))

async function names(place: Place, surroundings: Surroundings): Promise<readonly Suggestion[]> {
  const [first, element, operator, deeper] = place.path
  const left = (all: readonly string[]) => plain(all.filter((name) => !place.siblings.includes(name)))
  if (first === undefined) return left(['Version', 'Id', 'Statement'])
  if (first !== 'Statement') return []
  if (element === undefined) return left(elementsOf(surroundings.kind, place.siblings))
  if (operator === undefined && /^(Not)?Principal$/.test(element))
    return left(['AWS', 'Service', 'Federated', 'CanonicalUser'])
  if (element !== 'Condition') return []
  if (operator === undefined) return left(OPERATORS)
  return deeper === undefined ? conditionKeys(place, surroundings) : []
}

const NO_PRINCIPAL: readonly EditedKind[] = ['identity', 'boundary', 'session']

/** What a statement of the kind can still hold: an element and its negation exclude each other. */
function elementsOf(kind: EditedKind, present: readonly string[]): readonly string[] {
  const taken = new Set(present.map((name) => name.replace(/^Not/, '')))
  return STATEMENT_ELEMENTS.filter((name) => {
    if (taken.has(name.replace(/^Not/, ''))) return false
    if (name.endsWith('Principal')) return !NO_PRINCIPAL.includes(kind)
    return !(kind === 'trust' && name.endsWith('Resource'))
  })
}

const OPERATORS: readonly string[] = [
  ...CONDITION_OPERATORS,
  ...CONDITION_OPERATORS.filter((name) => name !== 'Null').map((name) => `${name}IfExists`),
  ...CONDITION_OPERATORS.filter((name) => /^(String|Arn)/.test(name)).flatMap((name) => [
    `ForAnyValue:${name}`,
    `ForAllValues:${name}`,
  ]),
]

async function actionNames(written: string, { reference }: Surroundings): Promise<readonly Suggestion[]> {
  const [prefix = '', ...rest] = written.split(':')
  if (rest.length === 0) {
    const prefixes = await reference.prefixes()
    return [{ text: '*', detail: 'every action' }, ...prefixes.map((name) => ({ text: `${name}:`, goesOn: true }))]
  }
  const service = await reference.service(prefix)
  if (!service) return []
  return [
    { text: `${prefix}:*`, detail: 'every action of the service' },
    ...service.actions.map(({ name, level }) => ({ text: `${prefix}:${name}`, detail: level })),
  ]
}

async function resources(place: Place, surroundings: Surroundings): Promise<readonly Suggestion[]> {
  const types = (await actionsOf(place.actions, surroundings.reference)).flatMap((action) => action.types)
  const forms = new Map(types.flatMap(({ name, arns }) => arns.map((arn) => [filledIn(arn, surroundings), name])))
  return [
    { text: '*', detail: 'every resource' },
    ...[...forms].map(([text, detail]) => ({ text, ...(detail !== undefined && { detail }) })),
  ]
}

const filledIn = (arn: string, { account, region }: Surroundings): string =>
  arn.replace('${Partition}', 'aws').replace('${Region}', region).replace('${Account}', account)

/** The actions that a statement's patterns stand for; a service whose every action is meant is among them. */
async function actionsOf(patterns: readonly string[], reference: ServiceReference): Promise<readonly Action[]> {
  const found: Action[] = []
  for (const pattern of patterns) {
    const [prefix = '', name] = pattern.toLowerCase().split(':')
    const service = name === undefined ? undefined : await reference.service(prefix)
    if (service && name !== undefined)
      found.push(...service.actions.filter((action) => patternMatches(name, action.name.toLowerCase())))
  }
  return found
}

async function conditionKeys(place: Place, { reference }: Surroundings): Promise<readonly Suggestion[]> {
  const actions = await actionsOf(place.actions, reference)
  const services = await Promise.all(
    [...new Set(place.actions.map((action) => action.split(':')[0] ?? ''))].map((prefix) => reference.service(prefix)),
  )
  const global = await reference.globalKeys()
  const types = new Map(
    [...global, ...services.flatMap((service) => service?.keys ?? [])].map((key) => [key.name, key.type]),
  )
  const own = actions.flatMap((action) => [...action.keys, ...action.types.flatMap((type) => type.keys)])
  const wanted = [...new Set([...own, ...global.map(({ name }) => name)])]
  return wanted
    .filter((name) => !place.siblings.includes(name))
    .map((text) => ({ text, ...(types.get(text) && { detail: types.get(text) ?? '' }) }))
}

function principals(type: string | undefined, { account }: Surroundings): readonly Suggestion[] {
  if (type === 'Service') return plain(SERVICE_PRINCIPALS)
  if (type === 'Federated')
    return plain([
      ...FEDERATED_PRINCIPALS,
      `arn:aws:iam::${account}:oidc-provider/\${ProviderUrl}`,
      `arn:aws:iam::${account}:saml-provider/\${ProviderName}`,
    ])
  if (type === 'CanonicalUser') return []
  const everyone = { text: '*', detail: 'everyone' }
  if (type === undefined) return [everyone]
  return [
    { text: `arn:aws:iam::${account}:root`, detail: 'this account' },
    { text: `arn:aws:iam::${account}:role/\${RoleName}`, detail: 'role' },
    { text: `arn:aws:iam::${account}:user/\${UserName}`, detail: 'user' },
    everyone,
  ]
}
