import { contextKeysOf } from '../policy/context-keys.ts'
import { permits } from '../policy/decide.ts'
import type { DecisionRequest } from '../policy/request.ts'

/** Whether it is another account's. `aws`, whose managed policies everybody may read, is no account. */
export const isOthers = (owner: string, account: string): boolean => /^\d{12}$/.test(owner) && owner !== account

/** A question as one account may be told of it, and what it comes to. */
interface OwnSide {
  readonly allowed: boolean
  readonly request: DecisionRequest
}

/** Condition keys whose values another account's resource brings along. */
const OF_RESOURCE = /^(?:[^:]+:resourcetag|s3:existingobjecttag)\//i

/**
 * A question about another account's resource as the caller's own policies alone decide it, which is what they would come to
 * were the resource of the caller's account. Undefined where they ask for what the resource is tagged with: the answer would tell it.
 */
export function ownSideOf(request: DecisionRequest, account: string): OwnSide | undefined {
  const { identity, boundary, session } = request.policies
  const applied = [...identity, ...(boundary ? [boundary] : []), ...(session ?? [])]
  if (contextKeysOf(applied.map(({ document }) => document)).some((key) => OF_RESOURCE.test(key))) return undefined
  const side: DecisionRequest = {
    ...request,
    resourceAccount: account,
    context: new Map([...request.context].filter(([key]) => !OF_RESOURCE.test(key))),
    policies: { identity, ...(boundary && { boundary }), ...(session && { session }) },
  }
  return { allowed: permits(side), request: side }
}
