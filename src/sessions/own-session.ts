import type { Caller } from '../aws/caller.ts'
import type { Ids } from '../aws/ids.ts'
import { type IssuedCredentials, issueCredentials } from './issue.ts'
import type { SessionTokens } from './session-token.ts'

/** Whose session it is: a user, or root without a unique id. */
export type SessionOwner = Pick<Caller, 'account' | 'arn' | 'name' | 'entityId'>

/** A user's or root's session of their own permissions. */
export function issueOwnSession(
  tokens: SessionTokens,
  ids: Ids,
  owner: SessionOwner,
  facts: { readonly kind: 'session-token' | 'console'; readonly now: number; readonly seconds: number },
): IssuedCredentials {
  const issued = issueCredentials(tokens, ids, {
    kind: facts.kind,
    account: owner.account,
    issuerArn: owner.arn,
    issuerName: owner.name ?? '',
    issuerId: owner.entityId ?? owner.account,
    sessionName: '',
    issuedAt: facts.now,
    expiresAt: facts.now + facts.seconds * 1000,
    chained: false,
    tags: {},
    transitiveTagKeys: [],
  })
  if ('tooLarge' in issued) throw new Error('a session without tags and policies is larger than a token may be')
  return issued.credentials
}
