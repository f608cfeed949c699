import { config } from '../app/config.ts'
import { region } from '../app/region.ts'
import { type Credentials, credentialsOf, currentSession, drop, type Session } from '../session/session.ts'

/** What every client of the SDK is made with. */
export interface ClientConfig {
  readonly endpoint: string
  readonly region: string
  readonly maxAttempts: number
  readonly requestHandler: { readonly cache: 'no-store' }
  readonly credentials: {
    readonly accessKeyId: string
    readonly secretAccessKey: string
    readonly sessionToken: string
    readonly expiration: Date
  }
}

/** Codes that end a session wherever they come from: its credentials are no longer any. */
const ENDED = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  // S3's and EC2's.
  'InvalidAccessKeyId',
  'AuthFailure',
])

/**
 * One of the SDK's clients for the session and the region of now: the same until one of them changes. IAM's pages are
 * the same in every region, so that they name their own.
 */
export function clientOf<Client extends { readonly middlewareStack: unknown; destroy(): void }>(
  make: (config: ClientConfig) => Client,
  fixedRegion?: string,
): () => Client {
  let made: { readonly session: Session; readonly region: string; readonly client: Client } | undefined
  return () => {
    const session = currentSession()
    if (!session) throw new Error('Nobody is signed in.')
    const wanted = fixedRegion ?? region.get()
    if (made?.session === session && made.region === wanted) return made.client
    const client = make(clientConfig(credentialsOf(session), wanted))
    made = { session, region: wanted, client }
    return client
  }
}

export const clientConfig = ({ expiration, ...keys }: Credentials, wantedRegion: string): ClientConfig => ({
  endpoint: config().endpoint,
  region: wantedRegion,
  maxAttempts: 2,
  // A browser's cache asks nobody whether who is signed in now may have what it keeps.
  requestHandler: { cache: 'no-store' },
  credentials: { ...keys, expiration: new Date(expiration) },
})

/** Ends the session when the server says that its credentials have ended, be it as the cause of another failure. */
export function noteFailure(error: unknown): void {
  if (!(error instanceof Error)) return
  if (ENDED.has(error.name)) drop('Your session ended. Sign in again.')
  else noteFailure(error.cause)
}
