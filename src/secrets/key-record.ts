import { randomBytes } from 'node:crypto'
import { type AeadKey, KEY_BYTES, SealError } from './aead-key.ts'
import type { RootKey } from './root-key.ts'

export const PURPOSES = ['secret', 'session'] as const
export type Purpose = (typeof PURPOSES)[number]

const STATES = ['active', 'verify', 'destroyed'] as const

/** Length of a key id in bytes; as text it is hexadecimal. */
export const KID_BYTES = 8

/** One data key as the store holds it. Times are milliseconds since 1970. */
export interface KeyRecord {
  readonly kid: string
  readonly purpose: Purpose
  /** `active` seals and opens, `verify` only opens, `destroyed` has no key any more. */
  readonly state: (typeof STATES)[number]
  /** The key sealed by the root key, base64; empty when destroyed. */
  readonly wrapped: string
  readonly created: number
  /** When it stopped being active. */
  readonly retired?: number
}

/** A keyring that cannot be used; the message says what to do. */
export class KeyringError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'KeyringError'
  }
}

/** A fresh active key, sealed by the root key. */
export function newKeyRecord(purpose: Purpose, rootKey: RootKey, now: number): KeyRecord {
  const kid = randomBytes(KID_BYTES).toString('hex')
  const key = randomBytes(KEY_BYTES)
  const wrapped = rootKey.seal(key, boundTo(kid, purpose)).toString('base64')
  key.fill(0)
  return { kid, purpose, state: 'active', wrapped, created: now }
}

/** The record's 32 key bytes. Throws KeyringError when the root key is not the one that sealed it. */
export function unwrap({ kid, purpose, wrapped }: KeyRecord, rootKey: AeadKey): Buffer {
  try {
    return rootKey.open(Buffer.from(wrapped, 'base64'), boundTo(kid, purpose))
  } catch (cause) {
    if (!(cause instanceof SealError)) throw cause
    throw new KeyringError(
      'The root key does not open the keys of this store: it belongs to another store. Give the root key that this store was made with.',
      { cause },
    )
  }
}

export const keyItem = (kid: string): string => `s/key/${kid}`

export const encodeKeyRecord = (record: KeyRecord): Uint8Array => new TextEncoder().encode(JSON.stringify(record))

/** Throws KeyringError when the value is not a key record under its own key. */
export function decodeKeyRecord(item: string, value: Uint8Array): KeyRecord {
  const record = parsed(value)
  if (!isKeyRecord(record) || keyItem(record.kid) !== item) {
    throw new KeyringError(`The store's item ${item} is not a key record; restore the store from a backup.`)
  }
  return record
}

function parsed(value: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(value))
  } catch {
    return undefined
  }
}

function isKeyRecord(value: unknown): value is KeyRecord {
  if (typeof value !== 'object' || value === null) return false
  // Looked at member by member below.
  const record = value as Record<string, unknown>
  return (
    typeof record['kid'] === 'string' &&
    /^[0-9a-f]{16}$/.test(record['kid']) &&
    PURPOSES.some((purpose) => purpose === record['purpose']) &&
    STATES.some((state) => state === record['state']) &&
    typeof record['wrapped'] === 'string' &&
    typeof record['created'] === 'number' &&
    (record['retired'] === undefined || typeof record['retired'] === 'number')
  )
}

const boundTo = (kid: string, purpose: Purpose) => Buffer.from(`rolecall key|${kid}|${purpose}`)
