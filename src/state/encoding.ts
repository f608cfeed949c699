import type { Partition, TableDefinition } from './table.ts'

/** Where a record stands in the store: see `TableDefinition.scope` for the form of the key. */
export function storeKey<R extends object>(table: TableDefinition<R>, record: R): string {
  return storeKeyOf(table, table.partition(record), table.id(record))
}

export function storeKeyOf<R extends object>(table: TableDefinition<R>, partition: Partition, id: string): string {
  const name = encodeURIComponent(id)
  if (table.scope === 'global') return `g/${table.name}/${name}`
  const [account, region] = partition.split('/')
  return table.scope === 'account'
    ? `a/${account}/${table.name}/${name}`
    : `a/${account}/${table.name}/${region}/${name}`
}

export interface KeyParts {
  readonly table: string
  readonly partition: Partition
  readonly id: string
}

/** The parts of a record's key, or undefined for keys that hold no record (heads, the keyring). */
export function parseStoreKey(key: string): KeyParts | undefined {
  const parts = key.split('/')
  if (parts[0] === 'g' && parts.length === 3)
    return { table: parts[1]!, partition: '', id: decodeURIComponent(parts[2]!) }
  if (parts[0] !== 'a' || parts.length < 4) return undefined
  const account = parts[1]!
  if (parts.length === 4) return { table: parts[2]!, partition: account, id: decodeURIComponent(parts[3]!) }
  return { table: parts[2]!, partition: `${account}/${parts[3]!}`, id: decodeURIComponent(parts[4]!) }
}

/** The head key: the precondition of every write in the account. */
export const headKey = (account: string): string => `a/${account}/head`

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true })

export const encodeRecord = (record: object): Uint8Array => encoder.encode(JSON.stringify(record))

export const decodeRecord = <R extends object>(value: Uint8Array): R => JSON.parse(decoder.decode(value)) // JSON.parse answers any; the table wrote an R under this key.
