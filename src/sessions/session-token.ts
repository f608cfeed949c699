import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Session } from '../aws/caller.ts'

/** Seals and opens a session token's claims; the keyring stands behind it. `header` stays readable and is authenticated. */
export interface TokenSealer {
  seal(header: string, plaintext: Uint8Array): string
  /** Throws for a token that this server did not seal, or whose key has been destroyed. */
  open(token: string): { readonly header: string; readonly plaintext: Uint8Array }
}

/** A session with the temporary secret that its token carries. */
export interface SessionCredentials {
  readonly session: Session
  readonly secretAccessKey: string
}

/** Longest token in bytes; beyond it the request is refused with PackedPolicyTooLarge. */
export const TOKEN_LIMIT = 4096
/** Largest plaintext that an opened token may inflate to: tags, policies and ids together stay far below it. */
const CLAIMS_LIMIT = 64 * 1024

/** Claims are deflated only where it matters for the token's length: setting up a compressor costs more than all else. */
const PLAIN_LIMIT = 1024
const PLAIN = 0
const DEFLATED = 1

const OPENED_LIMIT = 10_000

/** Mints and opens session tokens. Sessions need no storage: the token is the session. */
export class SessionTokens {
  readonly #sealer: TokenSealer
  /** The last opened tokens, least recently used out first. */
  readonly #opened = new Map<string, SessionCredentials>()

  constructor(sealer: TokenSealer) {
    this.#sealer = sealer
  }

  /** The token, or how many percent of the allotted space it would take when it is too large. */
  mint(credentials: SessionCredentials): { readonly token: string } | { readonly tooLarge: number } {
    const token = this.#sealer.seal(credentials.session.account, pack(Buffer.from(JSON.stringify(credentials))))
    return token.length > TOKEN_LIMIT ? { tooLarge: Math.ceil((token.length * 100) / TOKEN_LIMIT) } : { token }
  }

  /** The session of a token, or undefined when this server did not seal it. Expiry is the caller's to check. */
  open(token: string): SessionCredentials | undefined {
    const known = this.#opened.get(token)
    if (known) {
      this.#opened.delete(token)
      this.#opened.set(token, known)
      return known
    }
    const opened = this.#unseal(token)
    if (!opened) return undefined
    this.#opened.set(token, opened)
    if (this.#opened.size > OPENED_LIMIT) this.#opened.delete(this.#opened.keys().next().value ?? '')
    return opened
  }

  #unseal(token: string): SessionCredentials | undefined {
    if (token.length > TOKEN_LIMIT) return undefined
    try {
      const { header, plaintext } = this.#sealer.open(token)
      // The seal proves that this server wrote the claims, in this shape.
      const credentials = JSON.parse(unpack(plaintext)) as SessionCredentials
      return credentials.session.account === header ? credentials : undefined
    } catch {
      return undefined
    }
  }
}

/** One byte says whether the claims after it are deflated. */
const pack = (claims: Buffer): Buffer =>
  claims.length <= PLAIN_LIMIT
    ? Buffer.concat([Buffer.of(PLAIN), claims])
    : Buffer.concat([Buffer.of(DEFLATED), deflateRawSync(claims)])

function unpack(packed: Uint8Array): string {
  const claims = Buffer.from(packed).subarray(1)
  return packed[0] === PLAIN ? claims.toString() : inflateRawSync(claims, { maxOutputLength: CLAIMS_LIMIT }).toString()
}
