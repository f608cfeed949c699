import { STORE_LIMITS, type StoreErrorReason, type StoreOp, type Txn } from './store.ts'

interface LimitCase {
  readonly what: string
  readonly txn: () => Txn
  /** Absent when the transaction is just within the limits. */
  readonly reason?: StoreErrorReason
}

const write = (...ops: StoreOp[]): Txn => ({ opId: 'limit', checks: [], ops })
const put = (key: string, size = 0): StoreOp => ({ put: key, value: new Uint8Array(size) })
const times = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n))
const checking = (count: number): Txn => ({
  ...write(put('k')),
  checks: times(count, (n) => ({ key: `absent/${n}`, absent: true }) as const),
})
const { ops, checks, keyBytes, valueBytes, totalBytes } = STORE_LIMITS

/** The edges of STORE_LIMITS: each as far as it goes, and one beyond. */
export const limitCases: readonly LimitCase[] = [
  { what: `${ops} operations`, txn: () => write(...times(ops, (n) => put(`k/${n}`))) },
  { what: `${ops + 1} operations`, txn: () => write(...times(ops + 1, (n) => put(`k/${n}`))), reason: 'too_large' },
  { what: `${checks} checks`, txn: () => checking(checks) },
  { what: `${checks + 1} checks`, txn: () => checking(checks + 1), reason: 'too_large' },
  { what: `a key of ${keyBytes} bytes`, txn: () => write(put('k'.repeat(keyBytes))) },
  { what: `a key of ${keyBytes + 1} bytes`, txn: () => write(put('k'.repeat(keyBytes + 1))), reason: 'too_large' },
  { what: `a value of ${valueBytes} bytes`, txn: () => write(put('k', valueBytes)) },
  { what: `a value of ${valueBytes + 1} bytes`, txn: () => write(put('k', valueBytes + 1)), reason: 'too_large' },
  { what: `${totalBytes} bytes in all`, txn: () => write(put('a', valueBytes), put('b', totalBytes - valueBytes - 2)) },
  {
    what: `${totalBytes + 1} bytes in all`,
    txn: () => write(put('a', valueBytes), put('b', valueBytes - 2), put('c')),
    reason: 'too_large',
  },
  { what: 'a key that is written twice', txn: () => write(put('k'), { del: 'k' }), reason: 'invalid' },
  { what: 'an empty key', txn: () => write(put('')), reason: 'invalid' },
  { what: 'a key with a line break', txn: () => write(put('a\n')), reason: 'invalid' },
  { what: 'a key with DEL', txn: () => write({ del: 'a\x7f' }), reason: 'invalid' },
  { what: 'a key beyond ASCII', txn: () => write(put('ä')), reason: 'invalid' },
  { what: 'a key of blanks and punctuation', txn: () => write(put(' ~!/')) },
  {
    what: 'a checked key beyond ASCII',
    txn: () => ({ ...write(put('k')), checks: [{ key: 'ä', absent: true }] }),
    reason: 'invalid',
  },
  { what: 'an empty operation id', txn: () => ({ ...write(put('k')), opId: '' }), reason: 'invalid' },
]
