import type { AnyTable, Partition, State, Table, Tx } from './table.ts'

/** One table's records in memory, with its indexes. */
class TableData<R extends object> {
  readonly #table: Table<R>
  readonly #partitions = new Map<Partition, { byId: Map<string, R>; sorted: readonly R[] | undefined }>()
  readonly #indexes = new Map<string, Map<string, Set<R>>>()

  constructor(table: Table<R>) {
    this.#table = table
    for (const name of Object.keys(table.indexes ?? {})) this.#indexes.set(name, new Map())
  }

  get(partition: Partition, id: string): R | undefined {
    return this.#partitions.get(partition)?.byId.get(id)
  }

  list(partition: Partition): readonly R[] {
    const data = this.#partitions.get(partition)
    if (!data) return []
    data.sorted ??= sortById(this.#table, [...data.byId.values()])
    return data.sorted
  }

  count(partition: Partition): number {
    return this.#partitions.get(partition)?.byId.size ?? 0
  }

  find(index: string, value: string): readonly R[] {
    const entries = this.#indexes.get(index)
    if (!entries) throw new Error(`table ${this.#table.name} has no index ${index}`)
    return [...(entries.get(value) ?? [])]
  }

  partitions(): Iterable<Partition> {
    return this.#partitions.keys()
  }

  set(partition: Partition, id: string, record: R | undefined): void {
    let data = this.#partitions.get(partition)
    if (!data) {
      if (!record) return
      data = { byId: new Map(), sorted: undefined }
      this.#partitions.set(partition, data)
    }
    const before = data.byId.get(id)
    if (before) this.#unindex(before)
    if (record) {
      data.byId.set(id, record)
      this.#index(record)
    } else {
      data.byId.delete(id)
    }
    data.sorted = undefined
  }

  #index(record: R): void {
    for (const [name, entries] of this.#indexes) {
      for (const value of this.#table.indexes![name]!(record)) {
        const found = entries.get(value)
        if (found) found.add(record)
        else entries.set(value, new Set([record]))
      }
    }
  }

  #unindex(record: R): void {
    for (const [name, entries] of this.#indexes) {
      for (const value of this.#table.indexes![name]!(record)) {
        const found = entries.get(value)
        found?.delete(record)
        if (found?.size === 0) entries.delete(value)
      }
    }
  }
}

const sortById = <R extends object>(table: Table<R>, records: R[]): R[] =>
  records
    .map((record) => ({ id: table.id(record), record }))
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
    .map(({ record }) => record)

/** The applied picture: every table's records at one revision. Only the feed writes it. */
export class Tables implements State {
  readonly #byName = new Map<string, { table: AnyTable; data: TableData<object> }>()

  constructor(tables: readonly AnyTable[]) {
    for (const table of tables) {
      if (this.#byName.has(table.name)) throw new Error(`two tables are named ${table.name}`)
      this.#byName.set(table.name, { table, data: new TableData(table) })
    }
  }

  get<R extends object>(table: Table<R>, partition: Partition, id: string): R | undefined {
    return this.#data(table).get(partition, id)
  }

  list<R extends object>(table: Table<R>, partition: Partition): readonly R[] {
    return this.#data(table).list(partition)
  }

  count<R extends object>(table: Table<R>, partition: Partition): number {
    return this.#data(table).count(partition)
  }

  find<R extends object>(table: Table<R>, index: string, value: string): readonly R[] {
    return this.#data(table).find(index, value)
  }

  /** The partitions that ever held a record of the table. */
  partitions<R extends object>(table: Table<R>): Iterable<Partition> {
    return this.#data(table).partitions()
  }

  /** Applies one change of the feed; a table that this version does not know is an error, never dropped silently. */
  apply(tableName: string, partition: Partition, id: string, record: object | undefined): void {
    const entry = this.#byName.get(tableName)
    if (!entry) throw new Error(`the store holds records of an unknown table: ${tableName}`)
    entry.data.set(partition, id, record)
  }

  #data<R extends object>(table: Table<R>): TableData<R> {
    const entry = this.#byName.get(table.name)
    if (!entry) throw new Error(`table ${table.name} is not registered`)
    // One table object stands behind each name, so the data has its record type.
    return entry.data as unknown as TableData<R>
  }
}

interface Entry {
  readonly table: AnyTable
  readonly partition: Partition
  readonly id: string
  /** undefined: deleted. */
  readonly record: object | undefined
}

export type OverlayChange = Entry

/** Writes that are planned and not yet applied, over a base picture. */
export class Overlay implements Tx {
  readonly #base: State
  readonly #changes = new Map<string, Map<string, Entry>>()

  constructor(base: State) {
    this.#base = base
  }

  get<R extends object>(table: Table<R>, partition: Partition, id: string): R | undefined {
    const change = this.#changes.get(table.name)?.get(changeKey(partition, id))
    // A change filed under the table's name holds the table's record type.
    return change ? (change.record as R | undefined) : this.#base.get(table, partition, id)
  }

  list<R extends object>(table: Table<R>, partition: Partition): readonly R[] {
    const changes = this.#changesOf(table).filter((change) => change.partition === partition)
    const base = this.#base.list(table, partition)
    if (changes.length === 0) return base
    return sortById(table, merge(table, base, changes))
  }

  count<R extends object>(table: Table<R>, partition: Partition): number {
    let count = this.#base.count(table, partition)
    for (const change of this.#changesOf(table)) {
      if (change.partition !== partition) continue
      const before = this.#base.get(table, partition, change.id) !== undefined
      count += Number(change.record !== undefined) - Number(before)
    }
    return count
  }

  find<R extends object>(table: Table<R>, index: string, value: string): readonly R[] {
    const base = this.#base.find(table, index, value)
    const changes = this.#changesOf(table)
    if (changes.length === 0) return base
    const indexer = table.indexes![index]!
    return merge(table, base, changes).filter((record) => indexer(record).includes(value))
  }

  put<R extends object>(table: Table<R>, record: R): void {
    this.#set(table, table.partition(record), table.id(record), record)
  }

  delete<R extends object>(table: Table<R>, record: R): void {
    this.#set(table, table.partition(record), table.id(record), undefined)
  }

  /** Every change in the order of its first write. */
  changes(): readonly OverlayChange[] {
    return [...this.#changes.values()].flatMap((table) => [...table.values()])
  }

  /** Takes over the changes of a plan that succeeded. */
  absorb(changes: readonly OverlayChange[]): void {
    for (const { table, partition, id, record } of changes) this.#set(table, partition, id, record)
  }

  #set<R extends object>(table: Table<R>, partition: Partition, id: string, record: R | undefined): void {
    let changes = this.#changes.get(table.name)
    if (!changes) {
      changes = new Map()
      this.#changes.set(table.name, changes)
    }
    changes.set(changeKey(partition, id), { table, partition, id, record })
  }

  #changesOf<R extends object>(table: Table<R>): Entry[] {
    return [...(this.#changes.get(table.name)?.values() ?? [])]
  }
}

const changeKey = (partition: Partition, id: string): string => `${partition}\n${id}`

function merge<R extends object>(table: Table<R>, base: readonly R[], changes: readonly Entry[]): R[] {
  const changed = new Set(changes.map(({ partition, id }) => changeKey(partition, id)))
  const kept = base.filter((record) => !changed.has(changeKey(table.partition(record), table.id(record))))
  // A change filed under the table's name holds the table's record type.
  for (const { record } of changes) if (record) kept.push(record as R)
  return kept
}
