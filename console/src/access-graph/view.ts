/** What the page shows of one place, and of the whole account. */
import type { AppliedPolicy } from 'rolecall/policy'
import type { GraphNode, Holder } from './account.ts'
import { outsideNode, waysToBuckets } from './buckets.ts'
import { DECISIONS, type Graph, nodeOf } from './graph.ts'
import {
  type AdministratorRoutes,
  administratorRoutes,
  bestFirst,
  reachOf,
  routeFrom,
  waysFrom,
  waysTo,
} from './search.ts'
import { plainNode, type ToldWay, told } from './told.ts'
import type { Way } from './ways.ts'

/** How many of one list are told. */
export const SHOWN = 100

export interface View {
  readonly node: GraphNode
  /** The ways that begin or end here, at most SHOWN of each, and how many there are. */
  readonly into: readonly ToldWay[]
  readonly intoCount: number
  readonly outOf: readonly ToldWay[]
  readonly outOfCount: number
  /** The ways to buckets that begin here. */
  readonly buckets: readonly ToldWay[]
  readonly bucketCount: number
  /** Over several steps. */
  readonly reachedBy: readonly (readonly ToldWay[])[]
  readonly reaches: readonly (readonly ToldWay[])[]
  readonly incomplete: boolean
  readonly permissions: readonly Permission[]
  /** What the place is, beside its name. */
  readonly note: string | undefined
}

export interface Permission {
  readonly policy: string
  readonly limit: boolean
  readonly effect: 'Allow' | 'Deny'
  readonly actions: string
  readonly resources: string
  readonly conditional: boolean
}

export interface Overview {
  readonly routes: readonly (readonly ToldWay[])[]
  /** How many there are; routes are told of at most SHOWN. */
  readonly count: number
  readonly administrators: number
  readonly incomplete: boolean
}

/** Undefined when there is no such place. */
export function viewOf(graph: Graph, id: string): View | undefined {
  graph.budget.left = DECISIONS
  const node = nodeOf(graph, id) ?? outsideNode(graph, id)
  if (!node) return undefined
  const into = bestFirst(waysTo(graph, node))
  const outOf = bestFirst(waysFrom(graph, node))
  const reachedBy = reachOf(graph, node, 'to', into)
  const reaches = reachOf(graph, node, 'from', outOf)
  const buckets = bestFirst(waysToBuckets(graph, node))
  return {
    node: plainNode(node),
    into: into.slice(0, SHOWN).map(told),
    intoCount: into.length,
    outOf: outOf.slice(0, SHOWN).map(told),
    outOfCount: outOf.length,
    buckets: buckets.slice(0, SHOWN).map(told),
    bucketCount: buckets.length,
    reachedBy: longer(reachedBy.routes),
    reaches: longer(reaches.routes),
    incomplete: reachedBy.incomplete || reaches.incomplete,
    permissions: permissionsOf(graph, node),
    note: noteOf(graph, node),
  }
}

const longer = (routes: readonly (readonly Way[])[]) =>
  routes
    .filter(({ length }) => length > 1)
    .slice(0, SHOWN)
    .map((route) => route.map(told))

/** The shortest way from a place to an administrator; empty: there is none, or the search ended before it found it. */
export function administratorRouteOf(graph: Graph, id: string): readonly ToldWay[] {
  graph.budget.left = DECISIONS
  return routeFrom(routesOf(graph), id).map(told)
}

export function overviewOf(graph: Graph): Overview {
  graph.budget.left = DECISIONS
  const routes = routesOf(graph)
  const starts = [...routes.next].filter(([, { from }]) => from.kind !== 'group' && from.kind !== 'instance profile')
  const all = starts.map(([id]) => routeFrom(routes, id)).sort((a, b) => a.length - b.length)
  return {
    // Those who have to do something for it are what one looks for.
    routes: [...all.filter((route) => !isAdministrator(route)), ...all.filter(isAdministrator)]
      .slice(0, SHOWN)
      .map((route) => route.map(told)),
    count: all.length,
    administrators: all.filter(isAdministrator).length,
    incomplete: routes.incomplete,
  }
}

const isAdministrator = ([first]: readonly Way[]): boolean => first?.kind === 'administrator'

const routesOf = (graph: Graph): AdministratorRoutes => graph.once('administrators', () => administratorRoutes(graph))

function permissionsOf({ account }: Graph, node: GraphNode): readonly Permission[] {
  const bucket = account.buckets.get(node.id)
  const holder = account.holders.get(node.id) ?? roleOf(account, node)
  if (!holder) return bucket?.policy ? statementsOf({ ...bucket.policy, name: 'bucket policy', limit: false }) : []
  const limits = holder.boundary ? [{ ...holder.boundary, limit: true }] : []
  return [...holder.identity.map((policy) => ({ ...policy, limit: false })), ...limits].flatMap(statementsOf)
}

const statementsOf = ({ name, document, limit }: AppliedPolicy & { readonly limit: boolean }): readonly Permission[] =>
  document.statements.map(({ effect, action, resource, conditions }) => ({
    policy: name.split('/').at(-1) ?? name,
    limit,
    effect,
    actions: listed(action),
    resources: listed(resource),
    conditional: conditions.length > 0,
  }))

const listed = (element: { readonly negated: boolean; readonly values: readonly string[] } | undefined): string =>
  `${element?.negated ? 'everything but ' : ''}${(element?.values ?? []).join(', ')}`

function roleOf(account: Graph['account'], node: GraphNode): Holder | undefined {
  const profile = node.kind === 'instance' ? account.instances.get(node.id)?.profile : node.id
  return account.holders.get(account.profiles.get(profile ?? '')?.role ?? '')
}

function noteOf(graph: Graph, node: GraphNode): string | undefined {
  switch (node.kind) {
    case 'instance':
      return graph.account.instances.get(node.id)?.profile === undefined
        ? 'No instance profile is associated with this instance, so it has no credentials.'
        : 'What runs on it gets the credentials of the role in its instance profile.'
    case 'instance profile':
      return graph.account.profiles.get(node.id)?.role === undefined
        ? 'There is no role in this instance profile.'
        : 'It carries one role, and hands it to the instances that it is associated with.'
    case 'bucket': {
      const bucket = graph.account.buckets.get(node.id)
      if (bucket?.unread !== undefined)
        return `Its policy could not be read, so that nobody is asked about it: ${bucket.unread}`
      return bucket?.policy
        ? 'Its policy and those of the account’s users and roles decide together. Access control lists are not looked at.'
        : 'It has no policy: those of the account’s users and roles alone decide. Access control lists are not looked at.'
    }
    case 'group':
      return 'A group is no principal: nobody signs a request as a group. What it may is what its members may.'
    case 'root':
      return 'The root user needs no policy, and may not assume roles.'
    default:
      return undefined
  }
}
