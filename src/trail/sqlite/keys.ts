import { hash } from 'node:crypto'

/** What a call is indexed by: 52 bits of its authorization id's hash. Two calls may share one, so that a reader compares ids. */
export const keyOf = (authorizationId: string): number =>
  Number.parseInt(hash('sha1', authorizationId, 'hex').slice(0, 13), 16)

/** The keys of a block as its row carries them. */
export const packKeys = (keys: readonly number[]): Uint8Array => new Uint8Array(Float64Array.from(keys).buffer)

/** Reads a copy: numbers begin at a multiple of eight bytes, and what SQLite hands out begins anywhere. */
export function unpackKeys(column: unknown): Float64Array {
  if (!(column instanceof Uint8Array)) throw new Error('a block of the trail has no keys')
  return new Float64Array(Uint8Array.from(column).buffer)
}
