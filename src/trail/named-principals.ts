import type { DecisionRequest } from '../policy/request.ts'
import type { State } from '../state/table.ts'

/** The ARN of the user or role with a unique id, as it is called now; undefined once it is gone. */
export type PrincipalArn = (state: State, id: string) => string | undefined

const UNIQUE_ID = /"(A(?:IDA|ROA)[A-Z0-9]+)"/g

/**
 * Who the unique ids are that resource and trust policies name. Such policies are kept as the engine reads them, in which
 * a user or role stands by its id.
 */
export function namedPrincipals(
  requests: readonly DecisionRequest[],
  arnOf: (id: string) => string | undefined,
): Readonly<Record<string, string>> {
  const texts = new Set(requests.map(({ policies }) => policies.resource?.document.text ?? ''))
  const ids = new Set([...texts].flatMap((text) => [...text.matchAll(UNIQUE_ID)].map(([, id = '']) => id)))
  const named = [...ids].map((id) => [id, arnOf(id)] as const)
  return Object.fromEntries(named.filter((entry): entry is readonly [string, string] => entry[1] !== undefined))
}
