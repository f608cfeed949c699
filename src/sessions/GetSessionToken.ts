import { operation } from '../aws/operation.ts'
import { refuseMfa } from './mfa.ts'
import { issueOwnSession } from './own-session.ts'
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
      return { Credentials: issueOwnSession(tokens, ids, caller, { kind: 'session-token', now, seconds }) }
    },
  })
