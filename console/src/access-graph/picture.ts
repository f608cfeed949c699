/** Which part of the graph is drawn around a place, and where each thing of it stands. */
import dagre from '@dagrejs/dagre'
import type { GraphNode } from './account.ts'
import type { ToldWay } from './told.ts'
import type { View } from './view.ts'

export interface DrawnNode {
  readonly key: string
  readonly node: GraphNode | undefined
  /** Of what stands for more than is drawn. */
  readonly more?: { readonly text: string; readonly tab: Tab }
  readonly x: number
  readonly y: number
}

/** The list that has the rest. */
type Tab = 'into' | 'outOf' | 'buckets'

export interface DrawnEdge {
  readonly key: string
  readonly way: ToldWay
  /** How many other ways there are between the two. */
  readonly others: number
  readonly onRoute: boolean
  readonly points: readonly Point[]
  readonly label: Point
}

interface Point {
  readonly x: number
  readonly y: number
}

export interface Picture {
  readonly nodes: readonly DrawnNode[]
  readonly edges: readonly DrawnEdge[]
  readonly width: number
  readonly height: number
}

export const NODE = { width: 168, height: 50 }
/** How many stand on one side; the rest is one thing that says how many there are. */
const SIDE = 7

export function pictureOf(view: View, route: readonly ToldWay[]): Picture {
  const { node, into, intoCount, outOf, outOfCount, buckets, bucketCount } = view
  const routeKeys = new Set(route.map(edgeKey))
  const before = sideOf(into, intoCount, ({ from }) => from)
  const after = sideOf(outOf, outOfCount, ({ to }) => to)
  // What one can become comes first; buckets have the room that it leaves.
  const reached = sideOf(buckets, bucketCount, ({ to }) => to, SIDE - after.places)
  const ways = new Map<string, { readonly way: ToldWay; readonly others: number }>()
  for (const way of [...before.ways, ...after.ways, ...reached.ways, ...route]) {
    const known = ways.get(edgeKey(way))
    ways.set(
      edgeKey(way),
      known ? { ...known, others: known.others + (known.way.verb === way.verb ? 0 : 1) } : { way, others: 0 },
    )
  }
  const nodes = new Map<string, Pick<DrawnNode, 'node' | 'more'>>([[node.id, { node }]])
  for (const { way } of ways.values()) for (const one of [way.from, way.to]) nodes.set(one.id, { node: one })
  const more = (tab: Tab, left: number) => {
    const text = tab === 'buckets' ? `${left} more to buckets` : `${left} more`
    if (left > 0) nodes.set(`more ${tab}`, { node: undefined, more: { text, tab } })
  }
  more('into', before.left)
  more('outOf', after.left)
  more('buckets', reached.left)

  const graph = new dagre.graphlib.Graph({ multigraph: false })
  graph.setGraph({ rankdir: 'LR', nodesep: 14, edgesep: 10, ranksep: 26, marginx: 8, marginy: 12 })
  for (const key of nodes.keys()) graph.setNode(key, { ...NODE })
  for (const [key, { way }] of ways) {
    const [from = '', to = ''] = key.split('\n')
    graph.setEdge(from, to, { width: labelOf(way, 0).length * 6.3 + 10, height: 18, labelpos: 'c' })
  }
  if (before.left > 0) graph.setEdge('more into', node.id, {})
  if (after.left > 0) graph.setEdge(node.id, 'more outOf', {})
  if (reached.left > 0) graph.setEdge(node.id, 'more buckets', {})
  dagre.layout(graph)
  const { width = 0, height = 0 } = graph.graph()
  return {
    width,
    height,
    nodes: [...nodes].map(([key, drawn]) => {
      const { x, y } = graph.node(key)
      return { key, ...drawn, x, y }
    }),
    edges: [...ways].map(([key, { way, others }]) => {
      const [from = '', to = ''] = key.split('\n')
      const { points, x, y } = graph.edge(from, to)
      const line = fromSides(points, graph.node(from), graph.node(to))
      return { key, way, others, onRoute: routeKeys.has(key), points: line, label: { x, y } }
    }),
  }
}

const edgeKey = ({ from, to }: ToldWay): string => `${from.id}\n${to.id}`

/** The first of a side, each other place once, and how many other ways are left. */
function sideOf(ways: readonly ToldWay[], count: number, other: (way: ToldWay) => GraphNode, most = SIDE) {
  const shown = new Set<string>()
  for (const way of ways) if (shown.size < most) shown.add(other(way).id)
  const drawn = ways.filter((way) => shown.has(other(way).id))
  return { ways: drawn, left: count - drawn.length, places: shown.size }
}

/** What stands at a line. */
export const labelOf = ({ verb, blocked }: ToldWay, others: number): string => {
  const text = blocked === undefined ? verb : `${verb}, in vain`
  const short = text.length > 36 ? `${text.slice(0, 35)}…` : text
  return others > 0 ? `${short} (+${others})` : short
}

/** The layout ends lines wherever they meet a box; they are easier to follow from side to side. */
function fromSides(points: readonly Point[], from: Point, to: Point): readonly Point[] {
  if (from.x + NODE.width > to.x) return points
  const half = NODE.width / 2
  return [{ x: from.x + half, y: from.y }, ...points.slice(1, -1), { x: to.x - half, y: to.y }]
}

/** A line through the points, rounded at each. */
export function pathThrough(points: readonly Point[]): string {
  const [first, ...rest] = points
  if (!first) return ''
  const parts = [`M${first.x},${first.y}`]
  rest.forEach((point, index) => {
    const next = rest[index + 1]
    if (!next) parts.push(`L${point.x},${point.y}`)
    else parts.push(`Q${point.x},${point.y} ${(point.x + next.x) / 2},${(point.y + next.y) / 2}`)
  })
  return parts.join(' ')
}
