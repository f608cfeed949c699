import { deriveSigningKey, type HmacKey } from './hmac.ts'

/** What a signing key is derived from, besides the secret itself. */
export interface SigningKeyName {
  readonly accessKeyId: string
  /** Changes whenever the secret of the access key id does: a stale key is then never found. */
  readonly secretVersion: string
  /** YYYYMMDD. */
  readonly date: string
  readonly region: string
  readonly service: string
}

/**
 * The signing keys in use, least recently used out first. It holds at most `limit` keys (default 10,000, about 400 bytes
 * each), so that callers who invent dates, regions or services cannot grow it; only derive for known access keys.
 */
export class SigningKeyCache {
  readonly #keys = new Map<string, HmacKey>()
  readonly #limit: number

  constructor(limit = 10_000) {
    if (!Number.isInteger(limit) || limit < 1) throw new RangeError('limit must be a positive integer')
    this.#limit = limit
  }

  get size(): number {
    return this.#keys.size
  }

  /** The signing key, derived when it is not held. `secret` is called only then. */
  get(name: SigningKeyName, secret: () => string): HmacKey {
    const id = `${name.accessKeyId}\n${name.secretVersion}\n${name.date}\n${name.region}\n${name.service}`
    const held = this.#keys.get(id)
    if (held) {
      this.#keys.delete(id)
      this.#keys.set(id, held)
      return held
    }
    const key = deriveSigningKey(secret(), name.date, name.region, name.service)
    this.#keys.set(id, key)
    if (this.#keys.size > this.#limit) this.#dropOldest()
    return key
  }

  clear(): void {
    this.#keys.clear()
  }

  #dropOldest(): void {
    const oldest = this.#keys.keys().next()
    if (!oldest.done) this.#keys.delete(oldest.value)
  }
}
