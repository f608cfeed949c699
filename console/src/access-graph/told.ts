/** Ways in words, as the page is handed them by the worker: nothing but data. */
import type { GraphNode } from './account.ts'
import { isOnEverything } from './administrator.ts'
import { conditionsOf, type Evidence, evidenceOf } from './ask.ts'
import { isCertain, type Way, type WayKind } from './ways.ts'

export interface ToldWay {
  readonly from: GraphNode
  readonly to: GraphNode
  readonly kind: WayKind
  readonly verb: string
  readonly certain: boolean
  /** Under which conditions, where it is not certain. */
  readonly conditions: readonly string[]
  readonly blocked?: string
  readonly steps: readonly { readonly asked: string; readonly evidence: readonly Evidence[] }[]
}

export const plainNode = ({ id, kind, name }: GraphNode): GraphNode => ({ id, kind, name })

export function told(way: Way): ToldWay {
  const { from, to, kind, verb, answers, remarks, blocked } = way
  // Of everything that an administrator is allowed one action stands for all.
  const first = answers.findIndex(({ question }) => isOnEverything(question))
  const shown = answers.filter(({ question }, at) => at === first || !isOnEverything(question))
  return {
    from: plainNode(from),
    to: plainNode(to),
    kind,
    verb,
    certain: isCertain(way),
    conditions: [...new Set([...answers.flatMap(conditionsOf), ...remarks])],
    ...(blocked !== undefined && { blocked }),
    steps: shown.map((answer) => ({
      asked: isOnEverything(answer.question)
        ? 'any action on any resource'
        : `${answer.question.action} on ${answer.question.resource}`,
      evidence: evidenceOf(answer),
    })),
  }
}
