import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Whose token: a token serves this boot of this instance and no other. */
export interface TokenBearer {
  readonly id: string
  readonly bootEpoch: number
}

/** 01 00 04: real tokens begin with `AQAE`. */
const HEAD = Buffer.from([1, 0, 4])
const EXPIRY_BYTES = 6
const NONCE_BYTES = 7
const MAC_BYTES = 24
const SIGNED_BYTES = HEAD.length + EXPIRY_BYTES + NONCE_BYTES

/** A 56-character token that carries its own expiry, so that nothing is stored. `ttl` is in seconds, `now` in milliseconds. */
export function issueToken(key: Uint8Array, bearer: TokenBearer, ttl: number, now: number): string {
  const signed = Buffer.alloc(SIGNED_BYTES)
  HEAD.copy(signed)
  signed.writeUIntBE(now + ttl * 1000, HEAD.length, EXPIRY_BYTES)
  randomBytes(NONCE_BYTES).copy(signed, HEAD.length + EXPIRY_BYTES)
  return encode(Buffer.concat([signed, mac(key, bearer, signed)]))
}

/** Tokens that were found genuine, with their expiry: a client sends one token for hours. The oldest goes first. */
const genuine = new WeakMap<Uint8Array, Map<string, number>>()
const GENUINE_LIMIT = 10_000

/** Seconds that the token still lives, or undefined when it is invalid, expired or another instance's. */
export function tokenLife(key: Uint8Array, bearer: TokenBearer, token: string, now: number): number | undefined {
  const known = genuine.get(key) ?? new Map<string, number>()
  const name = `${bearer.id}/${bearer.bootEpoch}/${token}`
  let expiry = known.get(name)
  if (expiry === undefined) {
    expiry = expiryOf(key, bearer, token)
    if (expiry === undefined) return undefined
    if (known.size >= GENUINE_LIMIT) known.delete(known.keys().next().value ?? '')
    known.set(name, expiry)
    genuine.set(key, known)
  }
  return expiry > now ? Math.ceil((expiry - now) / 1000) : undefined
}

/** When the token ends, in milliseconds since 1970; undefined when its seal does not fit this key and bearer. */
function expiryOf(key: Uint8Array, bearer: TokenBearer, token: string): number | undefined {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== SIGNED_BYTES + MAC_BYTES || encode(bytes) !== token) return undefined
  const signed = bytes.subarray(0, SIGNED_BYTES)
  if (!timingSafeEqual(mac(key, bearer, signed), bytes.subarray(SIGNED_BYTES))) return undefined
  return signed.readUIntBE(HEAD.length, EXPIRY_BYTES)
}

const mac = (key: Uint8Array, { id, bootEpoch }: TokenBearer, signed: Buffer): Buffer =>
  createHmac('sha256', key).update(signed).update(`${id}/${bootEpoch}`).digest().subarray(0, MAC_BYTES)

/** The URL-safe alphabet, padded as AWS does. */
const encode = (bytes: Buffer): string => `${bytes.toString('base64url')}==`
