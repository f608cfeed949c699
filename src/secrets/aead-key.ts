import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomFillSync } from 'node:crypto'

const NONCE_BYTES = 12
const TAG_BYTES = 16
export const KEY_BYTES = 32

/**
 * `malformed`: not something that was sealed here. `unknown_key`: its key is not in the keyring, or is past its time.
 * `tampered`: it, or what it is bound to, was changed.
 */
export type SealErrorReason = 'malformed' | 'unknown_key' | 'tampered'

/** A sealed value that does not open. It never says anything about what was sealed. */
export class SealError extends Error {
  readonly reason: SealErrorReason
  constructor(reason: SealErrorReason) {
    super(
      {
        malformed: 'The sealed value is malformed.',
        unknown_key: 'The sealed value names a key that is not available.',
        tampered: 'The sealed value, or what it is bound to, was changed.',
      }[reason],
    )
    this.name = 'SealError'
    this.reason = reason
  }
}

const nonces = Buffer.alloc(256 * NONCE_BYTES)
let nextNonce = nonces.length

/** Nonces are drawn many at once, since each draw from the system costs as much as sealing. None is handed out twice. */
function freshNonce(): Buffer {
  if (nextNonce === nonces.length) {
    randomFillSync(nonces)
    nextNonce = 0
  }
  const nonce = Buffer.from(nonces.subarray(nextNonce, nextNonce + NONCE_BYTES))
  nextNonce += NONCE_BYTES
  return nonce
}

/** An AES-256-GCM key that leaves no trace in output. One key seals fewer than 2^32 values: the nonces are random. */
export class AeadKey {
  readonly #key: KeyObject

  /** Takes the 32 bytes over and wipes them. */
  constructor(bytes: Buffer) {
    if (bytes.length !== KEY_BYTES) throw new TypeError(`A key has ${KEY_BYTES} bytes, not ${bytes.length}.`)
    this.#key = createSecretKey(bytes)
    bytes.fill(0)
  }

  /** Nonce (12 bytes), ciphertext and tag (16). It opens only with the same `bound` bytes. */
  seal(plaintext: Uint8Array, bound: Uint8Array): Buffer {
    const nonce = freshNonce()
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce, { authTagLength: TAG_BYTES })
    cipher.setAAD(bound)
    return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
  }

  /** The plaintext of `seal`. Throws SealError `malformed` or `tampered`. */
  open(sealed: Uint8Array, bound: Uint8Array): Buffer {
    if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new SealError('malformed')
    const nonce = sealed.subarray(0, NONCE_BYTES)
    const decipher = createDecipheriv('aes-256-gcm', this.#key, nonce, { authTagLength: TAG_BYTES })
    decipher.setAAD(bound)
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
    const plaintext = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES))
    try {
      return Buffer.concat([plaintext, decipher.final()])
    } catch {
      throw new SealError('tampered')
    } finally {
      plaintext.fill(0)
    }
  }
}
