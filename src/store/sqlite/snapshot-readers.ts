import { prefixEnd } from '../limits.ts'
import { type Item, StoreError } from '../store.ts'
import { Database, type Row } from './database.ts'

const PAGE_BYTES = 1024 * 1024

interface Reader {
  readonly database: Database
  readonly end: string
  /** The next page's first key. */
  start: string
}

/** Snapshots that are being read, each a read transaction of its own connection: it keeps seeing its one revision. */
export class SnapshotReaders {
  readonly #path: string
  readonly #open = new Map<number, Reader>()
  #lastId = 0

  constructor(path: string) {
    this.#path = path
  }

  /** Pins everything below `prefix` as it is now. */
  open(prefix: string): number {
    const database = new Database(this.#path, { readOnly: true })
    // A read transaction begins with its first read, not with BEGIN.
    database.exec('BEGIN; SELECT rev FROM store')
    this.#lastId += 1
    this.#open.set(this.#lastId, { database, start: prefix, end: prefixEnd(prefix) })
    return this.#lastId
  }

  /** The next items in key order, about a mebibyte; none at the end, which also releases the snapshot. */
  page(id: number): Item[] {
    const reader = this.#open.get(id)
    if (!reader) throw new StoreError('unavailable', 'The snapshot was released.')
    const sql = 'SELECT key, value, created, modified FROM item WHERE key >= ? AND key < ? ORDER BY key'
    const items: Item[] = []
    let bytes = 0
    for (const row of reader.database.prepare(sql).iterate(reader.start, reader.end)) {
      const item = readItem(row)
      items.push(item)
      bytes += item.value.byteLength + item.key.length + 64
      if (bytes >= PAGE_BYTES) break
    }
    const last = items.at(-1)
    // NUL is below every character of a key, so this is the first key after the last one.
    if (last) reader.start = `${last.key}\0`
    else this.release(id)
    return items
  }

  release(id: number): void {
    this.#open.get(id)?.database.close()
    this.#open.delete(id)
  }

  closeAll(): void {
    for (const id of [...this.#open.keys()]) this.release(id)
  }
}

export function readItem(row: Row): Item {
  const { key, value, created, modified } = row
  if (
    typeof key !== 'string' ||
    !(value instanceof Uint8Array) ||
    typeof created !== 'number' ||
    typeof modified !== 'number'
  ) {
    throw new StoreError('invalid', 'The store is damaged at an item; restore it from a backup.')
  }
  return { key, value, create: BigInt(created), mod: BigInt(modified) }
}
