/** Hexadecimal digits of an authorization id that a key holds: 52 bits, which a number holds exactly. */
const DIGITS = 13

/** What a call is indexed by: the head of its authorization id. Two calls may share one, so that a reader compares ids. */
export const keyOf = (authorizationId: string): number => keysOf(authorizationId).first

/** The keys of the authorization ids that begin so. An id that is not hexadecimal, as ours all are, has the key 0. */
export function keysOf(authorizationId: string): { readonly first: number; readonly last: number } {
  const head = authorizationId.slice(0, DIGITS)
  if (!/^[0-9a-f]+$/.test(head)) return { first: 0, last: 0 }
  const [first, last] = ['0', 'f'].map((digit) => Number.parseInt(head.padEnd(DIGITS, digit), 16))
  return { first: first ?? 0, last: last ?? 0 }
}

/** The keys of a block as its row carries them. */
export const packKeys = (keys: readonly number[]): Uint8Array => new Uint8Array(Float64Array.from(keys).buffer)

/** Reads a copy: numbers begin at a multiple of eight bytes, and what SQLite hands out begins anywhere. */
export function unpackKeys(column: unknown): Float64Array {
  if (!(column instanceof Uint8Array)) throw new Error('a block of the trail has no keys')
  return new Float64Array(Uint8Array.from(column).buffer)
}
