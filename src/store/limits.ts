import { STORE_LIMITS, type StoreCheck, StoreError, type StoreOp, type Txn } from './store.ts'

/** Throws StoreError `invalid` or `too_large` unless the transaction keeps the contract; every engine asks it first. */
export function assertTxn(txn: Txn): void {
  assertKey('The operation id', txn.opId)
  if (txn.ops.length > STORE_LIMITS.ops) tooLarge(`${txn.ops.length} operations; ${STORE_LIMITS.ops} are allowed`)
  if (txn.checks.length > STORE_LIMITS.checks) {
    tooLarge(`${txn.checks.length} checks; ${STORE_LIMITS.checks} are allowed`)
  }
  for (const check of txn.checks) assertCheck(check)
  const keys = new Set<string>()
  let total = 0
  for (const op of txn.ops) {
    const key = keyOf(op)
    assertKey('A key', key)
    if (keys.has(key)) invalid(`The transaction writes the key ${key} twice.`)
    keys.add(key)
    total += key.length
    if ('put' in op) {
      if (!(op.value instanceof Uint8Array)) invalid(`The value of ${key} is not a Uint8Array.`)
      if (op.value.byteLength > STORE_LIMITS.valueBytes) {
        tooLarge(`a value of ${op.value.byteLength} bytes at ${key}; ${STORE_LIMITS.valueBytes} are allowed`)
      }
      total += op.value.byteLength
    }
  }
  if (total > STORE_LIMITS.totalBytes) tooLarge(`${total} bytes; ${STORE_LIMITS.totalBytes} are allowed`)
}

/** Throws StoreError `invalid` unless `rev` can be compacted to in a store that stands at `head`. */
export function assertCompaction(rev: bigint, head: bigint): void {
  if (rev < 0n || rev > head) invalid(`Cannot compact up to revision ${rev}; the store stands at ${head}.`)
}

/** The key that the operation writes. */
export const keyOf = (op: StoreOp): string => ('put' in op ? op.put : op.del)

/**
 * The first key after all keys that begin with `prefix`. Keys are printable ASCII, so DEL sorts behind whatever may
 * follow the prefix.
 */
export const prefixEnd = (prefix: string): string => `${prefix}\x7f`

function assertCheck(check: StoreCheck): void {
  if (!('prefix' in check)) {
    assertKey('A checked key', check.key)
    if ('mod' in check && typeof check.mod !== 'bigint')
      invalid(`The checked revision of ${check.key} is not a bigint.`)
  } else if (check.prefix !== '') assertKey('A checked prefix', check.prefix)
}

function assertKey(what: string, key: string): void {
  if (typeof key !== 'string' || key === '') invalid(`${what} is empty.`)
  if (key.length > STORE_LIMITS.keyBytes) {
    tooLarge(`${what.toLowerCase()} of ${key.length} bytes; ${STORE_LIMITS.keyBytes} are allowed`)
  }
  if (!/^[\x20-\x7e]+$/.test(key)) invalid(`${what} has characters other than printable ASCII.`)
}

function invalid(message: string): never {
  throw new StoreError('invalid', message)
}

function tooLarge(what: string): never {
  throw new StoreError('too_large', `The transaction is too large: ${what}.`)
}
