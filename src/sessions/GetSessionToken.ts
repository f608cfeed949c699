import { operation } from '../aws/operation.ts'
import { issueCredentials } from './issue.ts'
import { refuseMfa } from './mfa.ts'
import type { SessionTokens } from './session-token.ts'

const HOUR = 3600
const DEFAULT_SECONDS = 12 * HOUR

/** Temporary credentials with the caller's own permissions. The account root's live an hour at most. */
export const GetSessionToken = (tokens: SessionTokens) =>
  operation('sts', 'GetSessionToken', {
    authorization: { kind: 'always allowed', why: 'AWS documents that no permissions are required to perform it' },
    read({ input, caller, now, ids, fail }) {
      if (caller.session || caller.kind === 'anonymous') {
        return fail('AccessDenied', 'Cannot call GetSessionToken with session credentials')
      }
      refuseMfa(input, fail)
      const asked = input.DurationSeconds ?? DEFAULT_SECONDS
      const seconds = caller.kind === 'root' ? Math.min(asked, HOUR) : asked
      const issued = issueCredentials(tokens, ids, {
        kind: 'session-token',
        account: caller.account,
        issuerArn: caller.arn,
        issuerName: caller.name ?? '',
        issuerId: caller.entityId ?? caller.account,
        sessionName: '',
        issuedAt: now,
        expiresAt: now + seconds * 1000,
        chained: false,
        tags: {},
        transitiveTagKeys: [],
      })
      if ('tooLarge' in issued) throw new Error('a session without tags and policies is larger than a token may be')
      return { Credentials: issued.credentials }
    },
  })
