import type { Dimension } from '../aws/generated/cloudwatch.ts'
import type { Dimensions } from './metric-log.ts'

/** The dimensions in order of name, which is how metrics are told apart: the order of a request says nothing. `refuse` throws AWS's sentence. */
export function dimensionsOf(given: readonly Dimension[] | undefined, refuse: (message: string) => never): Dimensions {
  const names = new Set(given?.map(({ Name }) => Name))
  if (names.size !== (given?.length ?? 0)) refuse('No metric may specify the same dimension name twice.')
  return (given ?? []).map(({ Name, Value }) => [Name, Value] as const).sort(([a], [b]) => (a < b ? -1 : 1))
}

export const dimensionsAnswer = (dimensions: Dimensions): readonly Dimension[] =>
  dimensions.map(([Name, Value]) => ({ Name, Value }))
