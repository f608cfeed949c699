/** The graph in a thread of its own: with thousands of roles an answer takes longer than a page may stand still. */
import type { AccountDetails, GraphNode } from './account.ts'
import { type Graph, graphOf } from './graph.ts'
import type { ToldWay } from './told.ts'
import { administratorRouteOf, type Overview, overviewOf, type View, viewOf } from './view.ts'

/** What the page asks, and what each is answered with. */
export interface Answers {
  /** Comes first; the others are about what was loaded last. */
  readonly load: readonly GraphNode[]
  readonly view: View | undefined
  readonly administratorRoute: readonly ToldWay[]
  readonly overview: Overview
}
export type Asked = { readonly ticket: number } & (
  | { readonly kind: 'load'; readonly details: AccountDetails }
  | { readonly kind: 'view' | 'administratorRoute'; readonly id: string }
  | { readonly kind: 'overview' }
)
export type Answered = { readonly ticket: number } & (
  | { readonly value: Answers[keyof Answers] }
  | { readonly failure: string }
)

let graph: Graph | undefined

function answer(asked: Asked): Answers[keyof Answers] {
  if (asked.kind === 'load') {
    graph = graphOf(asked.details)
    return placesOf(graph)
  }
  if (!graph) throw new Error('no account is loaded')
  if (asked.kind === 'view') return viewOf(graph, asked.id)
  if (asked.kind === 'administratorRoute') return administratorRouteOf(graph, asked.id)
  return overviewOf(graph)
}

const placesOf = ({ account: { root, holders, profiles, instances, buckets } }: Graph): readonly GraphNode[] =>
  [root, ...holders.values(), ...profiles.values(), ...instances.values(), ...buckets.values()].map(
    ({ id, kind, name }) => ({
      id,
      kind,
      name,
    }),
  )

const post = (answered: Answered) => self.postMessage(answered)

self.onmessage = ({ data }: MessageEvent<Asked>) => {
  const { ticket } = data
  try {
    post({ ticket, value: answer(data) })
  } catch (error) {
    post({ ticket, failure: error instanceof Error ? error.message : String(error) })
  }
}
