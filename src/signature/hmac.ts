import { hash, timingSafeEqual } from 'node:crypto'

const BLOCK = 64
const DIGEST = 32
const SCRATCH = 8192

/** A key of HMAC-SHA256 as its two padded blocks, ready to be hashed in front of a message. */
export interface HmacKey {
  readonly inner: Uint8Array
  readonly outer: Uint8Array
}

// One buffer serves all short messages: hashing is synchronous, so that no two uses overlap.
const scratch = Buffer.allocUnsafe(SCRATCH)
const finish = Buffer.allocUnsafe(BLOCK + DIGEST)

/** Pads a key once, so that every later HMAC with it is two plain hashes (RFC 2104). Strings are taken as UTF-8. */
export const hmacKey = (secret: Uint8Array | string): HmacKey => {
  const bytes = typeof secret === 'string' ? Buffer.from(secret, 'utf8') : secret
  const key = bytes.length > BLOCK ? hash('sha256', bytes, 'buffer') : bytes
  const inner = new Uint8Array(BLOCK).fill(0x36)
  const outer = new Uint8Array(BLOCK).fill(0x5c)
  for (const [i, byte] of key.entries()) {
    inner[i] = byte ^ 0x36
    outer[i] = byte ^ 0x5c
  }
  return { inner, outer }
}

/** HMAC-SHA256 of a message as 32 bytes. Strings are taken as UTF-8. */
export const hmacSha256 = (key: HmacKey, message: Uint8Array | string): Buffer => outer(key, 'buffer', message)

/** HMAC-SHA256 of a message as 64 lower-case hexadecimal digits. Strings are taken as UTF-8. */
export const hmacSha256Hex = (key: HmacKey, message: Uint8Array | string): string => outer(key, 'hex', message)

/** SHA-256 as lower-case hexadecimal digits. Strings are taken as UTF-8. */
export const sha256Hex = (data: Uint8Array | string): string => hash('sha256', data, 'hex')

/** Compares two texts in a time that depends on their lengths only. */
export const equalInConstantTime = (a: string, b: string): boolean => {
  const left = Buffer.from(a, 'utf8')
  const right = Buffer.from(b, 'utf8')
  return left.length === right.length && timingSafeEqual(left, right)
}

/** Derives SigV4's signing key of one day, region and service; the date is YYYYMMDD. */
export const deriveSigningKey = (secret: string, date: string, region: string, service: string): HmacKey => {
  const ofDate = hmacKey(hmacSha256(hmacKey(`AWS4${secret}`), date))
  const ofRegion = hmacKey(hmacSha256(ofDate, region))
  const ofService = hmacKey(hmacSha256(ofRegion, service))
  return hmacKey(hmacSha256(ofService, 'aws4_request'))
}

/** One character a byte: a text costs less than a buffer, which has memory of its own. */
const firstHash = (key: HmacKey, message: Uint8Array | string): string => {
  const length = typeof message === 'string' ? Buffer.byteLength(message) : message.length
  const block = BLOCK + length <= SCRATCH ? scratch : Buffer.allocUnsafe(BLOCK + length)
  block.set(key.inner)
  if (typeof message === 'string') block.write(message, BLOCK, length, 'utf8')
  else block.set(message, BLOCK)
  return hash('sha256', block.subarray(0, BLOCK + length), 'latin1')
}

function outer(key: HmacKey, encoding: 'hex', message: Uint8Array | string): string
function outer(key: HmacKey, encoding: 'buffer', message: Uint8Array | string): Buffer
function outer(key: HmacKey, encoding: 'hex' | 'buffer', message: Uint8Array | string): string | Buffer {
  finish.write(firstHash(key, message), BLOCK, 'latin1')
  finish.set(key.outer)
  return encoding === 'hex' ? hash('sha256', finish, 'hex') : hash('sha256', finish, 'buffer')
}
