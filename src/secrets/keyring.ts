import { randomUUID } from 'node:crypto'
import type { FeedEvent, Rev, Store, StoreOp } from '../store/store.ts'
import { AeadKey, SealError } from './aead-key.ts'
import {
  decodeKeyRecord,
  encodeKeyRecord,
  type KeyRecord,
  KeyringError,
  KID_BYTES,
  keyItem,
  newKeyRecord,
  PURPOSES,
  type Purpose,
  unwrap,
} from './key-record.ts'
import type { RootKey } from './root-key.ts'

export { SealError } from './aead-key.ts'
export { KeyringError } from './key-record.ts'

const HOUR_MS = 60 * 60 * 1000
/** The longest session, and what clocks may differ by. */
const SESSION_READABLE_MS = 36 * HOUR_MS + 15 * 60 * 1000

/** Everything of the keyring lies below this: the keys, and the head that every change of them checks. */
const ITEMS = 's/key'
const HEAD = 's/keyring'

const VERSION = 0x01
const PREFIX_BYTES = 1 + KID_BYTES
const HEADER_LIMIT = 255

export interface KeyringOptions {
  readonly store: Store
  readonly rootKey: RootKey
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** How long a session key opens tokens after it was replaced, in milliseconds. */
  readonly sessionKeyReadableMs?: number
}

/** Seals session tokens. `header` stays readable in the token and is authenticated, at most 255 bytes of UTF-8. */
export interface SessionKeys {
  /** The token, base64. */
  seal(header: string, plaintext: Uint8Array): string
  /** Throws SealError. */
  open(token: string): { readonly header: string; readonly plaintext: Buffer }
}

/** Opens the store's keyring and makes the keys that are missing. Throws KeyringError when the root key is another store's. */
export async function openKeyring(options: KeyringOptions): Promise<Keyring> {
  const keyring = new Keyring(options)
  await keyring.prepare()
  return keyring
}

interface Held {
  readonly record: KeyRecord
  readonly mod: Rev
  readonly prefix: Buffer
  /** Absent when the key was destroyed. */
  readonly key: AeadKey | undefined
}

/** The data keys, opened: they live here and in the store, wrapped by the root key, and nowhere else. */
export class Keyring {
  readonly #options: KeyringOptions
  readonly #readableMs: number
  readonly #keys = new Map<string, Held>()
  #active = new Map<Purpose, Held>()

  /** Seals and opens session tokens, with keys of their own. */
  readonly sessionKeys: SessionKeys = {
    seal: (header, plaintext) => this.#sealToken(header, plaintext),
    open: (token) => this.#openToken(token),
  }

  constructor(options: KeyringOptions) {
    this.#options = options
    this.#readableMs = options.sessionKeyReadableMs ?? SESSION_READABLE_MS
  }

  /**
   * Version (1), key id (8), nonce (12), ciphertext, tag (16). `owner` names whose secret it is and which one; the value
   * opens for the same owner only, so that nobody can swap sealed values in the store.
   */
  seal(plaintext: Uint8Array, owner: string): Uint8Array {
    const { key, prefix } = this.#sealing('secret')
    return Buffer.concat([prefix, key.seal(plaintext, Buffer.concat([prefix, Buffer.from(owner)]))])
  }

  /** The plaintext that was sealed for `owner`. Throws SealError. */
  open(sealed: Uint8Array, owner: string): Buffer {
    const { key, prefix } = this.#opening('secret', sealed)
    return key.open(sealed.subarray(PREFIX_BYTES), Buffer.concat([prefix, Buffer.from(owner)]))
  }

  /**
   * Puts a fresh key in place of the active one, which goes on opening what it sealed: secrets for ever, tokens until the
   * longest session has ended; then it is destroyed. Does nothing, and answers false, while the active key is younger
   * than `olderThanMs`. Throws StoreError.
   */
  async rotate(purpose: Purpose, { olderThanMs = 0 }: { readonly olderThanMs?: number } = {}): Promise<boolean> {
    return this.#change((now) => {
      const active = this.#active.get(purpose)?.record
      if (active && now - active.created < olderThanMs) return []
      const retired: KeyRecord[] = active ? [{ ...active, state: 'verify', retired: now }] : []
      const fresh = newKeyRecord(purpose, this.#options.rootKey, now)
      // Any that do not fit in one transaction go with the next rotation.
      return [...[...retired, fresh].map(putRecord), ...this.#expired(now).slice(0, 50)]
    })
  }

  /** Follows a change that another node made; events of the store's feed, in their order. Throws KeyringError. */
  apply(event: FeedEvent): void {
    if (event.type !== 'txn') return
    for (const { key, value } of event.changes) {
      if (!key.startsWith(keyItem(''))) continue
      const kid = key.slice(keyItem('').length)
      // This node may have read or made a change before the feed brings an older one.
      if (value) this.#hold(key, value, event.rev)
      else if ((this.#keys.get(kid)?.mod ?? 0n) < event.rev) this.#keys.delete(kid)
    }
    this.#choose()
  }

  /** Loads the keys and makes those that are missing. Called once, by `openKeyring`. */
  async prepare(): Promise<void> {
    await this.#change((now) =>
      PURPOSES.filter((purpose) => !this.#active.has(purpose)).map((purpose) =>
        putRecord(newKeyRecord(purpose, this.#options.rootKey, now)),
      ),
    )
  }

  #sealToken(header: string, plaintext: Uint8Array): string {
    const { key, prefix } = this.#sealing('session')
    const headerBytes = Buffer.from(header)
    if (headerBytes.length > HEADER_LIMIT) throw new RangeError('A token header has at most 255 bytes.')
    const clear = Buffer.concat([prefix, Buffer.of(headerBytes.length), headerBytes])
    return Buffer.concat([clear, key.seal(plaintext, clear)]).toString('base64')
  }

  #openToken(token: string) {
    const bytes = Buffer.from(token, 'base64')
    // Buffer skips what is not base64; a token has one spelling.
    if (bytes.toString('base64') !== token) throw new SealError('malformed')
    const { key } = this.#opening('session', bytes)
    const headerLength = bytes[PREFIX_BYTES]
    if (headerLength === undefined) throw new SealError('malformed')
    const clear = bytes.subarray(0, PREFIX_BYTES + 1 + headerLength)
    const plaintext = key.open(bytes.subarray(clear.length), clear)
    return { header: clear.toString('utf8', PREFIX_BYTES + 1), plaintext }
  }

  #sealing(purpose: Purpose) {
    const held = this.#active.get(purpose)
    if (!held?.key) throw new KeyringError(`The keyring has no active ${purpose} key.`)
    return { key: held.key, prefix: held.prefix }
  }

  #opening(purpose: Purpose, sealed: Uint8Array) {
    if (sealed.length <= PREFIX_BYTES || sealed[0] !== VERSION) throw new SealError('malformed')
    const kid = Buffer.from(sealed.buffer, sealed.byteOffset + 1, KID_BYTES).toString('hex')
    const held = this.#keys.get(kid)
    if (!held?.key || held.record.purpose !== purpose || this.#isExpired(held.record, this.#options.now())) {
      throw new SealError('unknown_key')
    }
    return { key: held.key, prefix: held.prefix }
  }

  /** Keys whose time is over lose their key at the first rotation after it, and their record at the next. */
  #expired(now: number): StoreOp[] {
    return [...this.#keys.values()].flatMap(({ record }): StoreOp[] => {
      if (record.state === 'destroyed') return [{ del: keyItem(record.kid) }]
      return this.#isExpired(record, now) ? [putRecord({ ...record, state: 'destroyed', wrapped: '' })] : []
    })
  }

  #isExpired({ purpose, state, retired, created }: KeyRecord, now: number): boolean {
    return purpose === 'session' && state === 'verify' && now - (retired ?? created) > this.#readableMs
  }

  /** Plans on what the store holds and commits it; when another node was faster, plans again. False when there is nothing to do. */
  async #change(plan: (now: number) => StoreOp[]): Promise<boolean> {
    const { store, now } = this.#options
    for (let attempt = 0; attempt < 5; attempt++) {
      const head = await this.#load()
      const ops = plan(now())
      if (ops.length === 0) return false
      const check = head === undefined ? ({ key: HEAD, absent: true } as const) : { key: HEAD, mod: head }
      const opId = `keyring-${randomUUID()}`
      const result = await store.commit({
        opId,
        checks: [check],
        ops: [...ops, { put: HEAD, value: new Uint8Array(0) }],
      })
      if (!result.ok) continue
      const changes = ops.map((op) => ('put' in op ? { key: op.put, value: op.value } : { key: op.del, value: null }))
      this.apply({ type: 'txn', rev: result.rev, opId, changes })
      return true
    }
    throw new KeyringError('The keyring changed too often while it was being changed; try again.')
  }

  /** Reads the keyring afresh and answers the head's revision. The keys go on working while it reads. */
  async #load(): Promise<Rev | undefined> {
    const { rev, items } = await this.#options.store.snapshot(ITEMS)
    const seen = new Set<string>()
    let head: Rev | undefined
    for await (const { key, value, mod } of items) {
      if (key === HEAD) head = mod
      else if (key.startsWith(keyItem(''))) seen.add(this.#hold(key, value, mod))
    }
    // What the feed brought in the meantime is younger than the snapshot and stays.
    for (const [kid, { mod }] of this.#keys) if (!seen.has(kid) && mod <= rev) this.#keys.delete(kid)
    this.#choose()
    return head
  }

  #hold(item: string, value: Uint8Array, mod: Rev): string {
    const record = decodeKeyRecord(item, value)
    const { kid, wrapped } = record
    const before = this.#keys.get(kid)
    if (before && before.mod >= mod) return kid
    const prefix = Buffer.concat([Buffer.of(VERSION), Buffer.from(kid, 'hex')])
    const opened = () => new AeadKey(unwrap(record, this.#options.rootKey))
    const key =
      record.state === 'destroyed'
        ? undefined
        : before?.record.wrapped === wrapped && before.key
          ? before.key
          : opened()
    this.#keys.set(kid, { record, mod, prefix, key })
    return kid
  }

  #choose(): void {
    const active = new Map<Purpose, Held>()
    for (const held of this.#keys.values()) if (held.record.state === 'active') active.set(held.record.purpose, held)
    this.#active = active
  }
}

const putRecord = (record: KeyRecord): StoreOp => ({ put: keyItem(record.kid), value: encodeKeyRecord(record) })
