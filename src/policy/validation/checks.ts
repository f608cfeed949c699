import type { PolicyDocument, Statement } from '../document.ts'
import { parseOperatorName } from '../values/operator-name.ts'

/** The first defined answer. */
export function firstOf<T>(items: Iterable<T>, check: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const problem = check(item)
    if (problem !== undefined) return problem
  }
  return undefined
}

/** The first operator that AWS does not know; one without keys is stored unread. */
export const unknownOperator = ({ conditions }: Statement): string | undefined =>
  conditions.find(({ operator, keys }) => keys.length > 0 && !parseOperatorName(operator))?.operator

export function hasRepeatedSid({ statements }: PolicyDocument): boolean {
  const sids = statements.map(({ sid }) => sid).filter((sid) => sid !== undefined && sid !== '')
  return new Set(sids).size !== sids.length
}
