/**
 * Typed tables over the store's keys. A subject folder defines its tables; the store's feed fills them in memory;
 * handlers read them through `State` and write them through `Tx`.
 */

/** Where a record lives: its account, `account/region` for regional records (see `inRegion`), or '' for global ones. */
export type Partition = string

export const inRegion = (account: string, region: string): Partition => `${account}/${region}`

/** Answers the values that a record is found under. Method syntax keeps tables of any record type in one list. */
export type Indexer<R> = { values(record: R): readonly string[] }['values']

export interface TableDefinition<R extends object> {
  /** Names the table in store keys: short, kebab-case, never changed once released. */
  readonly name: string
  /**
   * `account`: key `a/<account>/<name>/<id>`. `region`: key `a/<account>/<name>/<region>/<id>`.
   * `global`: key `g/<name>/<id>`, unique over all accounts.
   */
  readonly scope: 'account' | 'region' | 'global'
  /** The record's partition, as `scope` says. */
  partition(record: R): Partition
  /** Unique in its partition and stable for the record's life, such as the lower-cased role name. */
  id(record: R): string
  /** Named look-ups over all partitions: each answers the values that the record is found under. */
  readonly indexes?: Readonly<Record<string, Indexer<R>>>
}

/** A table's definition with its record type; also what State and Tx are asked with. */
export type Table<R extends object> = TableDefinition<R>

/** A table of any record type. */
export type AnyTable = Table<object>

export const defineTable = <R extends object>(definition: TableDefinition<R>): Table<R> => definition

/** The in-memory picture that decisions and reads use. Synchronous, never does I/O. Records are immutable. */
export interface State {
  get<R extends object>(table: Table<R>, partition: Partition, id: string): R | undefined
  /** All records of the partition, sorted by id (by UTF-16 code unit). */
  list<R extends object>(table: Table<R>, partition: Partition): readonly R[]
  count<R extends object>(table: Table<R>, partition: Partition): number
  /** Records that the named index files under `value`, over all partitions. */
  find<R extends object>(table: Table<R>, index: string, value: string): readonly R[]
}

/** One call's view while it plans its writes: its own writes and those of calls before it are visible. */
export interface Tx extends State {
  /** Creates or replaces the record. Never mutate a record that State handed out: put a changed copy. */
  put<R extends object>(table: Table<R>, record: R): void
  delete<R extends object>(table: Table<R>, record: R): void
}
