/** Who reaches which bucket, by the policies of IAM and the bucket's own together. */
import { isPublicPolicy, patternMatches } from 'rolecall/policy'
import { bucketArn } from '../buckets/addresses.ts'
import type { Bucket, GraphNode, Holder } from './account.ts'
import { ask, type Facts, type Question } from './ask.ts'
import { EVERYBODY, type Graph, namedNode } from './graph.ts'
import { type Named, namedIn, sessionIn } from './trust.ts'
import { holderAsks, NOBODYS, otherAccounts, serviceAsks, strangerAsks, type Way } from './ways.ts'

/** What is asked of a bucket: whoever changes its policy may give away all the rest. */
const ASKED = [
  { action: 's3:GetObject', verb: 'may read', onObjects: true, kind: 'reaches' },
  { action: 's3:PutObject', verb: 'may write', onObjects: true, kind: 'reaches' },
  { action: 's3:PutBucketPolicy', verb: 'may change the policy of', onObjects: false, kind: 'escalate' },
] as const

type Asker = Pick<Question, 'principal' | 'who' | 'policies'>

/** Objects that are asked about, besides one of any name. */
const MOST_KEYS = 6

/** Every way into a bucket in one step; none where its policy could not be read, which may refuse anybody. */
export function waysToBucket(graph: Graph, bucket: Bucket, leftOut: (id: string) => boolean): readonly Way[] {
  if (bucket.unread !== undefined) return []
  const named = insideFor(graph, bucket)
  const candidates = letsInEach(bucket) ? new Set([...named, ...everybodyInside(graph)]) : named
  const inside = [...candidates].filter(({ id }) => !leftOut(id))
  const outside = [...outsideOf(graph, bucket).values()].filter(({ id }) => !leftOut(id))
  return [
    ...inside.flatMap((holder) => holderWays(graph, holder, bucket)),
    ...outside.flatMap((from) => outsideWays(graph, from, bucket)),
  ]
}

/** The buckets that somebody reaches in one step. */
export function waysToBuckets(graph: Graph, from: GraphNode): readonly Way[] {
  const holder = graph.account.holders.get(from.id)
  const buckets = [...graph.account.buckets.values()].filter(({ unread }) => unread === undefined)
  return buckets.flatMap((bucket) => {
    if (graph.budget.left <= 0) return []
    if (!holder) return outsideOf(graph, bucket).has(from.id) ? outsideWays(graph, from, bucket) : []
    return letsInEach(bucket) || mayConcern(holder, bucket) || namedInside(graph, bucket).has(holder)
      ? holderWays(graph, holder, bucket)
      : []
  })
}

/** Somebody whom a bucket's policy names from outside the account. */
export function outsideNode(graph: Graph, id: string): GraphNode | undefined {
  for (const bucket of graph.account.buckets.values()) {
    const node = outsideOf(graph, bucket).get(id)
    if (node) return node
  }
  return undefined
}

/** Whether the policy is for everybody, or for all but some. */
const letsInEach = ({ policy }: Bucket): boolean =>
  policy?.document.statements.some(
    ({ effect, principal }) =>
      effect === 'Allow' && (principal?.negated || principal?.groups.some(({ values }) => values.includes('*'))),
  ) ?? false

const everybodyInside = (graph: Graph): readonly Holder[] =>
  graph.once('everybody inside', () => [...graph.account.holders.values()].filter(({ kind }) => kind !== 'group'))

/** Whoever could come into question by its own policies, or is named. */
function insideFor(graph: Graph, bucket: Bucket): ReadonlySet<Holder> {
  const found = new Set<Holder>(namedInside(graph, bucket))
  const permitted = ASKED.map(({ action }) => graph.permitted(action).of)
  for (const holder of graph.account.holders.values())
    if (permitted.some((of) => of.has(holder)) && mayConcern(holder, bucket)) found.add(holder)
  return found
}

const namedInside = (graph: Graph, bucket: Bucket): ReadonlySet<Holder> =>
  graph.once(`inside of ${bucket.id}`, () => new Set(namesOfIt(bucket).flatMap((one) => standsFor(graph, one) ?? [])))

const namesOfIt = ({ policy }: Bucket): readonly Named[] => (policy ? namedIn(policy.document) : [])

/** The user or role of the account that is named. */
function standsFor({ account, byEntityId, rolesByName }: Graph, { name }: Named): Holder | undefined {
  const session = sessionIn(name)
  return session?.account === account.account
    ? rolesByName.get(session.role)
    : (account.holders.get(name) ?? byEntityId.get(name))
}

const outsideOf = (graph: Graph, bucket: Bucket): ReadonlyMap<string, GraphNode> =>
  graph.once(`outside of ${bucket.id}`, () => {
    const nodes = namesOfIt(bucket).flatMap((named) => namedNode(graph.account, named) ?? [])
    return new Map(nodes.map((node) => [node.id, node]))
  })

const written = new WeakMap<Holder, readonly string[]>()

/** What the Allow statements of the holder name; `*` for what they leave out. */
function resourcesOf(holder: Holder): readonly string[] {
  let values = written.get(holder)
  if (!values) {
    const statements = holder.identity.flatMap(({ document }) => document.statements)
    const allows = statements.filter(({ effect, resource }) => effect === 'Allow' && resource)
    values = [...new Set(allows.flatMap(({ resource }) => (resource?.negated ? ['*'] : (resource?.values ?? []))))]
    written.set(holder, values)
  }
  return values
}

/** Whether one of the resources may be the bucket or in it, by what stands before the first wildcard: a cheap no for most. */
const mayConcern = (holder: Holder, { id }: Bucket): boolean =>
  resourcesOf(holder).some((value) => {
    const [head = ''] = value.split(/[*?$]/)
    return id.startsWith(head) || head === id || head.startsWith(`${id}/`)
  })

function holderWays(graph: Graph, holder: Holder, bucket: Bucket): readonly Way[] {
  const isNamed = namedInside(graph, bucket).has(holder)
  // What everybody may is told of everybody, and of nobody again who has no policy of its own for it.
  const anybody = letsInEach(bucket) ? verbsOfAnybody(graph, bucket) : undefined
  const asked = ASKED.filter(
    ({ action, verb }) =>
      isNamed || (graph.may(holder, action) && mayConcern(holder, bucket)) || (anybody && !anybody.has(verb)),
  )
  return waysOf(graph, holder, bucket, {
    asker: holderAsks(graph.account, holder, '', ''),
    asked,
    keys: keysFor(bucket, holder),
  })
}

const verbsOfAnybody = (graph: Graph, bucket: Bucket): ReadonlySet<string> =>
  graph.once(`everybody in ${bucket.id}`, () => {
    const ways = outsideOf(graph, bucket).has(EVERYBODY.id) ? outsideWays(graph, EVERYBODY, bucket) : []
    return new Set(ways.filter(({ remarks }) => remarks.length === 0).map(({ verb }) => verb))
  })

interface Asking {
  readonly asker: Asker
  readonly asked?: readonly (typeof ASKED)[number][]
  readonly keys: readonly string[]
  readonly remarks?: readonly string[]
}

function waysOf(graph: Graph, from: GraphNode, bucket: Bucket, asking: Asking): readonly Way[] {
  const { asker, asked = ASKED, keys, remarks = [] } = asking
  const { account, budget } = graph
  const question = { ...asker, ...onBucket(account.account, bucket) }
  return asked.flatMap(({ action, verb, onObjects, kind }): Way[] => {
    for (const [at, key] of (onObjects ? keys : [undefined]).entries()) {
      const answer = ask(account, { ...question, action, resource: bucketArn(bucket.name, key) }, budget)
      if (answer)
        return [{ from, to: bucket, kind, verb: at === 0 ? verb : `${verb} part of`, answers: [answer], remarks }]
    }
    return []
  })
}

const onBucket = (account: string, { policy }: Bucket): Pick<Question, 'onResource' | 'context'> => ({
  context: { 's3:resourceaccount': account },
  ...(policy && { onResource: policy }),
})

/** A key that no policy names, and then such as the policies of both sides speak of. */
function keysFor(bucket: Bucket, holder?: Holder): readonly string[] {
  const ofPolicy = (bucket.policy?.document.statements ?? []).flatMap(({ resource }) => resource?.values ?? [])
  const keys = [...(holder ? resourcesOf(holder) : []), ...ofPolicy].flatMap((value) => {
    const [name, ...rest] = value.replace(/^arn:[^:]+:s3:::/, '').split('/')
    if (name === undefined || rest.length === 0 || !value.includes(':s3:::') || !patternMatches(name, bucket.name))
      return []
    const key = rest.join('/').replaceAll('${aws:username}', holder?.name ?? '')
    return key.includes('$') ? [] : [key.replaceAll('*', ANY_KEY).replaceAll('?', 'x')]
  })
  return [ANY_KEY, ...[...new Set(keys)].filter((key) => key !== ANY_KEY).slice(0, MOST_KEYS)]
}

const ANY_KEY = 'any-object'

const ANONYMOUS: Asker = {
  principal: { kind: 'anonymous' },
  who: {
    id: 'anonymous',
    context: { 'aws:principalisawsservice': 'false', 'aws:principaltype': 'Anonymous' },
    absent: [
      ...['aws:principalaccount', 'aws:principalarn', 'aws:principalorgid', 'aws:principalorgpaths'],
      ...['aws:userid', 'aws:username', 'aws:sourcearn', 'aws:sourceaccount', 'aws:tokenissuetime'],
    ],
    prefixes: ['aws:principaltag/'],
  } satisfies Facts,
  policies: { identity: [] },
}

function outsideWays(graph: Graph, from: GraphNode, bucket: Bucket): readonly Way[] {
  const { policy, restricted } = bucket
  if (!policy || (restricted && isPublicPolicy(policy.document))) return []
  const keys = keysFor(bucket)
  const ways = (asker: Asker, remarks: readonly string[]) => waysOf(graph, from, bucket, { asker, keys, remarks })
  if (from.kind === 'service') return ways(serviceAsks(from.id), [])
  if (from.kind === 'identity provider') return []
  if (from.id !== EVERYBODY.id) return ways(strangerAsks(from), [theirs(from)])
  const anybody = ways(ANONYMOUS, [])
  if (anybody.length > 0) return anybody
  for (const account of otherAccounts(graph.account, policy.document.text).toReversed()) {
    const remarks = account === NOBODYS ? [theirs(from)] : [`if it is of account ${account}`, theirs(from)]
    const found = ways(strangerAsks({ id: `arn:aws:iam::${account}:root` }), remarks)
    if (found.length > 0) return found
  }
  return []
}

const theirs = ({ id }: GraphNode): string =>
  `if the policies of ${id === EVERYBODY.id ? 'its own account' : `account ${id.split(':')[4]}`} permit it`
