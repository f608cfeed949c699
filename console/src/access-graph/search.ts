/** From one place outward: what lies next to it, what lies behind that, and the shortest way to an administrator. */
import type { GraphNode, Holder } from './account.ts'
import { administrator, surelyAdministrator } from './administrator.ts'
import { waysToBucket } from './buckets.ts'
import { administratorWays, TAKEOVERS, takeovers } from './escalations.ts'
import { couldGrant, grantTo } from './grants.ts'
import { ADMINISTRATOR, type Graph, namedNode } from './graph.ts'
import { bestInGuises, guisesFor, ownGuises, waysInGuise } from './guises.ts'
import { REWRITES } from './passing.ts'
import { sessionsOf } from './trust.ts'
import { assumeWay, isCertain, outsideWay, profileWays, type Way } from './ways.ts'

const isHolder = (node: GraphNode): node is Holder =>
  node.kind === 'user' || node.kind === 'role' || node.kind === 'group'

/** Every way out of a place. */
export function waysFrom(graph: Graph, node: GraphNode): readonly Way[] {
  const { account, trusts, budget } = graph
  if (isHolder(node)) {
    const direct = [...targetsOf(graph, node)].flatMap((to) => waysBetween(graph, node, to))
    return [
      ...administratorWays(graph, node),
      ...throughWays(graph, node, direct),
      ...direct,
      ...memberships(graph, node),
    ]
  }
  switch (node.kind) {
    case 'root':
      return [
        { from: node, to: ADMINISTRATOR, kind: 'administrator', verb: 'is the root user', answers: [], remarks: [] },
      ]
    case 'instance profile': {
      const role = account.holders.get(account.profiles.get(node.id)?.role ?? '')
      return role ? profileWays(graph, node, role) : []
    }
    case 'instance':
      return instanceWays(graph, node)
    case 'administrator':
    case 'bucket':
      return []
    default: {
      const roles = trusts.byName.get(nameInTrust(node)) ?? []
      return roles.flatMap((role) => (budget.left > 0 ? (outsideWay(graph, node, role) ?? []) : []))
    }
  }
}

const nameInTrust = ({ id }: GraphNode): string => /^arn:[^:]+:iam::(\d{12}):root$/.exec(id)?.[1] ?? id

function instanceWays({ account }: Graph, node: GraphNode): readonly Way[] {
  const profile = account.profiles.get(account.instances.get(node.id)?.profile ?? '')
  return profile ? [{ from: node, to: profile, kind: 'runs as', verb: 'runs as', answers: [], remarks: [] }] : []
}

function memberships({ account }: Graph, from: Holder): readonly Way[] {
  return from.groups
    .flatMap((id) => account.holders.get(id) ?? [])
    .map((to) => ({ from, to, kind: 'member', verb: 'is a member of', answers: [], remarks: [] }))
}

/** Whoever could come into question: of everybody else it is known that there is no way. */
function targetsOf(graph: Graph, from: Holder): ReadonlySet<Holder> {
  const { account, trusts, permitted } = graph
  const targets = new Set<Holder>()
  const add = (holders: Iterable<Holder | undefined>) => {
    for (const holder of holders) if (holder && holder !== from) targets.add(holder)
  }
  const named = [from.id, from.entityId, '*', ...(from.kind === 'role' ? [sessionsOf(account.account, from.name)] : [])]
  if (from.kind !== 'group') add(named.flatMap((name) => trusts.byName.get(name) ?? []))
  const trustingAccount = () => trusts.byName.get(account.account) ?? []
  const byKind = (kind: Holder['kind']) => () =>
    graph.once(kind, () => [...account.holders.values()].filter((one) => one.kind === kind))
  const reach = (action: string, all: () => readonly Holder[]) => {
    const { of } = permitted(action)
    if (of.has(from)) add(of.get(from)?.map((id) => account.holders.get(id)) ?? all())
  }
  reach('sts:AssumeRole', trustingAccount)
  // Administrators are not accused of what they may anyway.
  if (surelyAdministrator(graph, from)) return targets
  for (const action of TAKEOVERS.role) reach(action, byKind('role'))
  for (const action of TAKEOVERS.user) reach(action, byKind('user'))
  for (const action of TAKEOVERS.group) reach(action, byKind('group'))
  if (permitted(REWRITES).of.has(from)) add(rolesOfInstances(graph))
  return targets
}

const rolesOfInstances = ({ account, instancesOf }: Graph): readonly (Holder | undefined)[] =>
  [...instancesOf.keys()].map((profile) => account.holders.get(account.profiles.get(profile)?.role ?? ''))

export function waysBetween(graph: Graph, from: Holder, to: Holder): readonly Way[] {
  if (graph.budget.left <= 0) return []
  const ways = waysAsTheyAre(graph, from, to)
  if (ways.some(isCertain) || surelyAdministrator(graph, from)) return ways
  const others = bestInGuises([...ownGuises(graph, from), ...guisesFor(graph, from, to)], (guise) => {
    // A trust policy knows a user by its unique id, whatever it is called: another name changes nothing there.
    if (guise.as.id !== from.id && guise.as.kind === from.kind && to.trust?.document.text.includes(from.id)) return []
    const isOwn = guise.as.entityId === from.entityId
    return waysInGuise(
      guise,
      from,
      to,
      isOwn ? waysAsTheyAre(graph, guise.as, to) : waysAsTheyAre(graph, from, guise.as),
    )
  })
  return others.some(isCertain) || ways.length === 0 ? [...ways, ...others] : ways
}

function waysAsTheyAre(graph: Graph, from: Holder, to: Holder): readonly Way[] {
  const assumed = to.kind === 'role' ? assumeWay(graph, from, to) : undefined
  if (assumed && isCertain(assumed)) return [assumed]
  return [...(assumed ? [assumed] : []), ...takeovers(graph, from, to)]
}

/** To be an administrator as somebody whose place can be taken and who can be given everything. */
function throughWays(graph: Graph, from: Holder, direct: readonly Way[]): readonly Way[] {
  if (!couldGrant(graph, from) || surelyAdministrator(graph, from)) return []
  for (const way of direct) {
    if (!isHolder(way.to) || way.kind === 'member' || way.to.kind === 'group' || administrator(graph, way.to)) continue
    const grant = grantTo(graph, from, way.to)
    if (!grant) continue
    const answers = [...grant.answers, ...way.answers]
    return [
      {
        ...way,
        kind: 'escalate',
        to: ADMINISTRATOR,
        through: way.to,
        verb: `${grant.verb} and ${way.verb} it`,
        answers,
      },
    ]
  }
  return []
}

/** Every way into a place, from whoever is not left out. `left`: the users, roles and groups that are not, where they are known. */
export function waysTo(
  graph: Graph,
  node: GraphNode,
  leftOut: (id: string) => boolean = () => false,
  left?: ReadonlySet<Holder>,
): readonly Way[] {
  const { account, instancesOf, membersOf } = graph
  if (node.kind === 'instance profile')
    return (instancesOf.get(node.id) ?? [])
      .filter(({ id }) => !leftOut(id))
      .flatMap((instance) => instanceWays(graph, instance))
  const bucket = account.buckets.get(node.id)
  if (bucket) return waysToBucket(graph, bucket, leftOut)
  if (!isHolder(node)) return []
  const candidates = [...candidatesFor(graph, node, left)].filter(({ id }) => !leftOut(id))
  const between = candidates.flatMap((from) => waysBetween(graph, from, node))
  if (node.kind === 'user') return between
  if (node.kind === 'group')
    return [
      ...(membersOf.get(node.id) ?? []).flatMap((user) => memberships(graph, user).filter(({ to }) => to === node)),
      ...between,
    ]
  const profiles = (graph.profilesOf.get(node.id) ?? []).filter(({ id }) => !leftOut(id))
  const outside = new Map(
    (graph.trusts.namesIn.get(node) ?? []).flatMap((named) => {
      const from = namedNode(account, named)
      return from && !leftOut(from.id) ? [[from.id, from] as const] : []
    }),
  )
  return [
    ...between,
    ...profiles.flatMap((profile) => profileWays(graph, profile, node)),
    ...[...outside.values()].flatMap((from) => outsideWay(graph, from, node) ?? []),
  ]
}

function candidatesFor(graph: Graph, to: Holder, left?: ReadonlySet<Holder>): ReadonlySet<Holder> {
  const { account, trusts, permitted, byEntityId, rolesByName } = graph
  const candidates = new Set<Holder>()
  const add = (holders: Iterable<Holder | undefined>) => {
    for (const holder of holders) if (holder && holder !== to) candidates.add(holder)
  }
  const permittedOn = (action: string) => {
    const { exact, open, of } = permitted(action)
    add(exact.get(to.id) ?? [])
    // Many who may much are asked about many: what counts is who of them is left.
    if (left && left.size < open.length) add([...left].filter((one) => of.has(one) && of.get(one) === undefined))
    else add(open)
  }
  for (const { name } of trusts.namesIn.get(to) ?? []) {
    // A group may it only as its members may; those are here themselves.
    if (name === '*') add([...(left ?? account.holders.values())].filter(({ kind }) => kind !== 'group'))
    else if (name === account.account) permittedOn('sts:AssumeRole')
    else add([account.holders.get(name), byEntityId.get(name), sessionHolder(name, account.account, rolesByName)])
  }
  for (const action of TAKEOVERS[to.kind]) permittedOn(action)
  const onInstances = (graph.profilesOf.get(to.id) ?? []).some(({ id }) => graph.instancesOf.has(id))
  if (onInstances) add(permitted(REWRITES).of.keys())
  return candidates
}

function sessionHolder(name: string, account: string, roles: ReadonlyMap<string, Holder>): Holder | undefined {
  const [, role] = new RegExp(`^arn:[^:]+:sts::${account}:assumed-role/([^/]+)/`).exec(name) ?? []
  return role === undefined ? undefined : roles.get(role)
}

/** The better of two ways between the same places comes first: what is certain, then what was found first. */
export const bestFirst = (ways: readonly Way[]): readonly Way[] =>
  [...ways].sort((a, b) => Number(isCertain(b)) - Number(isCertain(a)))

/** Places behind one another, each with the way by which it was reached first. */
export interface Reach {
  /** In the order of distance; a route is the ways from the asked place to it, or from it to the asked place. */
  readonly routes: readonly (readonly Way[])[]
  /** There is more than was looked at. */
  readonly incomplete: boolean
}

const REACHED = 150
const DEPTH = 5

/** What can be reached from a place, or who can reach it, over at most five steps. */
export function reachOf(graph: Graph, node: GraphNode, direction: 'from' | 'to', first: readonly Way[]): Reach {
  const routes: (readonly Way[])[] = []
  const seen = new Set([node.id])
  let edge: readonly (readonly Way[])[] = [[]]
  for (let depth = 0; depth < DEPTH && edge.length > 0; depth += 1) {
    const next: (readonly Way[])[] = []
    for (const route of edge) {
      const at = direction === 'from' ? (route.at(-1)?.to ?? node) : (route[0]?.from ?? node)
      // An administrator can become everybody: nothing behind one is news.
      const ends = direction === 'from' && depth > 0 && isHolder(at) && surelyAdministrator(graph, at)
      const all = depth === 0 ? first : ends ? administratorWays(graph, at) : nextWays(graph, at, direction, seen)
      for (const way of bestFirst(all)) {
        const other = direction === 'from' ? way.to : way.from
        if (way.blocked !== undefined || seen.has(other.id) || (depth > 0 && way.kind === 'member')) continue
        if (routes.length >= REACHED || graph.budget.left <= 0) return { routes, incomplete: true }
        seen.add(other.id)
        const longer = direction === 'from' ? [...route, way] : [way, ...route]
        routes.push(longer)
        next.push(longer)
      }
    }
    edge = next
  }
  return { routes, incomplete: edge.length > 0 }
}

const nextWays = (graph: Graph, at: GraphNode, direction: 'from' | 'to', seen: ReadonlySet<string>) =>
  direction === 'from' ? waysFrom(graph, at) : waysTo(graph, at, (id) => seen.has(id))

/** The first step of the shortest way to an administrator, for everybody who has one. */
export interface AdministratorRoutes {
  readonly next: ReadonlyMap<string, Way>
  readonly incomplete: boolean
}

/** Backward from the administrators, each place once. */
export function administratorRoutes(graph: Graph): AdministratorRoutes {
  const next = new Map<string, Way>([[graph.account.root.id, ...waysFrom(graph, graph.account.root)] as [string, Way]])
  const holders = [...graph.account.holders.values()]
  const found: GraphNode[] = []
  const left = new Set(holders)
  const keep = (way: Way | undefined) => {
    if (!way || way.blocked !== undefined || next.has(way.from.id) || way.from.kind === 'service') return
    next.set(way.from.id, way)
    found.push(way.from)
    if (isHolder(way.from)) left.delete(way.from)
  }
  let at = 0
  const follow = (end: number) => {
    for (; at < end && graph.budget.left > 0; at += 1) {
      const node = found[at]
      if (!node) continue
      const ways = waysTo(graph, node, (id) => next.has(id), left)
      for (const way of bestFirst(ways)) if (holds(graph, way, next)) keep(way)
    }
  }
  for (const holder of holders) if (surelyAdministrator(graph, holder)) keep(administratorWays(graph, holder)[0])
  const administrators = found.length
  for (const holder of holders)
    if (!next.has(holder.id) && graph.budget.left > 0) keep(bestFirst(administratorWays(graph, holder))[0])
  follow(administrators)
  follow(found.length)
  // Taking somebody's place and widening it are two steps, as far as the search has come here.
  for (const holder of holders) {
    if (next.has(holder.id) || graph.budget.left <= 0 || !couldGrant(graph, holder)) continue
    const direct = [...targetsOf(graph, holder)].flatMap((to) => waysBetween(graph, holder, to))
    keep(throughWays(graph, holder, direct)[0])
  }
  while (at < found.length && graph.budget.left > 0) follow(found.length)
  return { next, incomplete: graph.budget.left <= 0 }
}

/** Who joins a group keeps its own policies and boundary, which may refuse what the group's members may. */
function holds(graph: Graph, way: Way, next: ReadonlyMap<string, Way>): boolean {
  const { from, to } = way
  if (to.kind !== 'group' || way.kind === 'member' || !isHolder(from) || !isHolder(to)) return way.kind !== 'member'
  const joined: Holder = { ...from, identity: [...from.identity, ...to.identity], madeOf: [from, to] }
  const onward = next.get(to.id)
  if (!onward) return false
  if (onward.to.kind === 'administrator') return administratorWays(graph, joined).length > 0
  return isHolder(onward.to) && waysBetween(graph, joined, onward.to).length > 0
}

export function routeFrom({ next }: AdministratorRoutes, id: string): readonly Way[] {
  const route: Way[] = []
  const seen = new Set<string>()
  for (let way = next.get(id); way && !seen.has(way.from.id); way = next.get(way.to.id)) {
    seen.add(way.from.id)
    route.push(way)
  }
  return route
}
