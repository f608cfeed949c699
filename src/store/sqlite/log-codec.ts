import type { Change } from '../store.ts'

const DELETED = 0xffffffff

/**
 * The changes of one transaction as one blob: for each, key length (u16), key (ASCII), value length (u32, all ones for a
 * deletion), value. Numbers are big-endian. INVARIANT: stores on disk hold this; another layout needs another schema version.
 */
export function encodeChanges(changes: readonly Change[]): Uint8Array {
  let size = 0
  for (const { key, value } of changes) size += 6 + key.length + (value?.byteLength ?? 0)
  const blob = Buffer.allocUnsafeSlow(size)
  let at = 0
  for (const { key, value } of changes) {
    at = blob.writeUInt16BE(key.length, at)
    at += blob.write(key, at, 'latin1')
    at = blob.writeUInt32BE(value ? value.byteLength : DELETED, at)
    if (value) {
      blob.set(value, at)
      at += value.byteLength
    }
  }
  return blob
}

/** The inverse of `encodeChanges`. */
export function decodeChanges(encoded: Uint8Array): Change[] {
  const blob = Buffer.from(encoded.buffer, encoded.byteOffset, encoded.byteLength)
  const changes: Change[] = []
  let at = 0
  while (at < blob.length) {
    const keyEnd = at + 2 + blob.readUInt16BE(at)
    const key = blob.toString('latin1', at + 2, keyEnd)
    const size = blob.readUInt32BE(keyEnd)
    at = keyEnd + 4
    if (size === DELETED) changes.push({ key, value: null })
    else {
      changes.push({ key, value: Uint8Array.from(blob.subarray(at, at + size)) })
      at += size
    }
  }
  return changes
}
