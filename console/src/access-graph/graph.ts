/** The account with what is looked up in it, each part made when it is first needed. */
import { type Account, type AccountDetails, type GraphNode, type Holder, readAccount } from './account.ts'
import { type Budget, widestStatements } from './ask.ts'
import { sessionIn, type TrustIndex, trustIndex } from './trust.ts'

export interface Graph {
  readonly account: Account
  readonly trusts: TrustIndex
  readonly budget: Budget
  readonly byEntityId: ReadonlyMap<string, Holder>
  readonly rolesByName: ReadonlyMap<string, Holder>
  /** Profiles by the role in them, instances by their profile, users by their group. */
  readonly profilesOf: ReadonlyMap<string, readonly GraphNode[]>
  readonly instancesOf: ReadonlyMap<string, readonly GraphNode[]>
  readonly membersOf: ReadonlyMap<string, readonly Holder[]>
  readonly permitted: (action: string) => Permitted
  /** Whether somebody could be permitted the action on anything: a cheap no for most. */
  readonly may: (holder: Holder, action: string) => boolean
  readonly once: <Value>(key: string, make: () => Value) => Value
}

/** Who could be permitted an action at the very most, by what their policies name. */
export interface Permitted {
  /** Everybody of them; what a policy names exactly, or undefined when a pattern stands there. */
  readonly of: ReadonlyMap<Holder, readonly string[] | undefined>
  /** By a resource that is named exactly. */
  readonly exact: ReadonlyMap<string, readonly Holder[]>
  readonly open: readonly Holder[]
}

/** Decisions of one answer. A search that needs more ends, and says so. */
export const DECISIONS = 1_500_000

export function graphOf(details: AccountDetails): Graph {
  const account = readAccount(details)
  const holders = [...account.holders.values()]
  const budget: Budget = { left: DECISIONS }
  const kept = new Map<string, unknown>()
  const once = <Value>(key: string, make: () => Value): Value => {
    if (!kept.has(key)) kept.set(key, make())
    // Each key is asked for with one type.
    return kept.get(key) as Value
  }
  const permitted = (action: string) => once(`permitted ${action}`, () => permittedIn(account, holders, action, budget))
  return {
    account,
    trusts: trustIndex(account),
    budget,
    byEntityId: new Map(holders.map((holder) => [holder.entityId, holder])),
    rolesByName: new Map(holders.filter(({ kind }) => kind === 'role').map((role) => [role.name, role])),
    profilesOf: grouped([...account.profiles.values()], ({ role }) => role),
    instancesOf: grouped([...account.instances.values()], ({ profile }) => profile),
    membersOf: groupedMany(holders, ({ groups }) => groups),
    permitted,
    may: (holder, action) => (holder.madeOf ?? [holder]).some((one) => permitted(action).of.has(one)),
    once,
  }
}

function permittedIn(account: Account, holders: readonly Holder[], action: string, budget: Budget): Permitted {
  const of = new Map<Holder, readonly string[] | undefined>()
  for (const holder of holders) {
    const statements = widestStatements(account, holder, action, budget)
    if (statements.length > 0) of.set(holder, exactTargets(holder, statements))
  }
  const open = [...of].filter(([, targets]) => targets === undefined).map(([holder]) => holder)
  return { of, open, exact: groupedMany([...of.keys()], (holder) => of.get(holder) ?? []) }
}

/** The resources that the statements name, or undefined when one of them names any by a pattern. */
function exactTargets(
  { identity }: Holder,
  statements: readonly { readonly policy: string; readonly index: number; readonly sid?: string }[],
): readonly string[] | undefined {
  const targets: string[] = []
  for (const { policy, index, sid } of statements) {
    for (const { name, document } of identity) {
      const statement = name === policy ? document.statements[index] : undefined
      if (!statement || statement.sid !== sid) continue
      const { resource } = statement
      if (!resource || resource.negated || resource.values.some((value) => /[*?$]/.test(value))) return undefined
      targets.push(...resource.values)
    }
  }
  return [...new Set(targets)]
}

const grouped = <Item>(items: readonly Item[], key: (item: Item) => string | undefined) =>
  groupedMany(items, (item) => [key(item) ?? ''])

function groupedMany<Item>(items: readonly Item[], keys: (item: Item) => readonly string[]): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    for (const key of keys(item)) {
      const group = groups.get(key)
      if (group) group.push(item)
      else groups.set(key, [item])
    }
  }
  return groups
}

export const ADMINISTRATOR: GraphNode = { id: 'administrator', kind: 'administrator', name: 'Administrator' }
export const EVERYBODY: GraphNode = { id: '*', kind: 'outside', name: 'Everybody (*)' }

/** The place with this id; undefined when the account has none and no trust policy names it. */
export function nodeOf({ account, trusts }: Graph, id: string): GraphNode | undefined {
  const inside =
    account.holders.get(id) ??
    account.profiles.get(id) ??
    account.instances.get(id) ??
    account.buckets.get(id) ??
    (id === account.root.id ? account.root : undefined)
  if (inside) return inside
  if (id === ADMINISTRATOR.id) return ADMINISTRATOR
  const outside = /^arn:[^:]+:iam::(\d{12}):root$/.exec(id)?.[1] ?? id
  for (const role of trusts.byName.get(outside) ?? []) {
    const named = trusts.namesIn.get(role)?.find(({ name }) => name === outside)
    if (named) return namedNode(account, named)
  }
  return undefined
}

/** Whom a trust policy names from outside the account: a service, a provider, another account or one of its principals. */
export function namedNode(
  account: Account,
  { type, name }: { readonly type: string; readonly name: string },
): GraphNode | undefined {
  if (type === 'Service') return { id: name, kind: 'service', name }
  if (type === 'Federated') return { id: name, kind: 'identity provider', name: name.split('/').at(-1) ?? name }
  if (name === '*') return EVERYBODY
  if (/^\d{12}$/.test(name))
    return name === account.account
      ? undefined
      : { id: `arn:aws:iam::${name}:root`, kind: 'outside', name: `Account ${name}` }
  const [, owner] = /^arn:[^:]+:(?:iam|sts)::(\d{12}):/.exec(name) ?? []
  if (owner === undefined || owner === account.account) return undefined
  const short = sessionIn(name)?.role ?? name.split(':').at(-1) ?? name
  return { id: name, kind: 'outside', name: `${short} of ${owner}` }
}
