import type { Session } from '../aws/caller.ts'
import type { Ids } from '../aws/ids.ts'
import type { SessionTokens } from './session-token.ts'

export interface IssuedCredentials {
  readonly AccessKeyId: string
  readonly SecretAccessKey: string
  readonly SessionToken: string
  readonly Expiration: Date
}

const wholeSeconds = (time: number): number => Math.floor(time / 1000) * 1000

/** Credentials for a session whose key id is drawn here, or the percentage by which its token would be too large. */
export function issueCredentials(
  tokens: SessionTokens,
  ids: Ids,
  claims: Omit<Session, 'accessKeyId'>,
): { readonly credentials: IssuedCredentials } | { readonly tooLarge: number } {
  const session: Session = {
    ...claims,
    accessKeyId: ids.accessKeyId('ASIA', claims.account),
    // AWS counts sessions in whole seconds: `Expiration` and aws:TokenIssueTime show no fraction.
    issuedAt: wholeSeconds(claims.issuedAt),
    expiresAt: wholeSeconds(claims.expiresAt),
  }
  const secretAccessKey = ids.secretAccessKey()
  const minted = tokens.mint({ session, secretAccessKey })
  if ('tooLarge' in minted) return minted
  return {
    credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: minted.token,
      Expiration: new Date(session.expiresAt),
    },
  }
}
