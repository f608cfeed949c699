import { defineTable, type Indexer, type State, type Table } from '../state/table.ts'

/** What every user, group, role, managed policy and instance profile has. Times are milliseconds since 1970. */
export interface Entity {
  readonly account: string
  /** The unique id: AIDA..., AGPA..., AROA..., ANPA..., AIPA... It is never given to another entity. */
  readonly id: string
  /** As created; unique without regard to case. */
  readonly name: string
  /** Begins and ends with a slash. */
  readonly path: string
  readonly created: number
}

export type Tags = Readonly<Record<string, string>>

export interface Tagged {
  readonly tags: Tags
}

/** An entity that identity policies apply to: a user, group or role. */
export interface PolicyHolder extends Entity {
  /** Document text by policy name. */
  readonly inlinePolicies: Readonly<Record<string, string>>
  /** ARNs of managed policies in the order of their attachment. */
  readonly attachedPolicies: readonly string[]
}

/** A user or role, whose permissions a boundary can limit. */
export interface BoundedHolder extends PolicyHolder, Tagged {
  /** ARN of the managed policy that is the permissions boundary. */
  readonly permissionsBoundary?: string | undefined
}

/** The table of one kind of entity, filed by lower-cased name, with the look-up `id` by unique id. */
export const entityTable = <R extends Entity>(name: string, indexes: Readonly<Record<string, Indexer<R>>> = {}) =>
  defineTable<R>({
    name,
    scope: 'account',
    partition: (record) => record.account,
    id: (record) => record.name.toLowerCase(),
    indexes: { id: (record: R) => [record.id], ...indexes },
  })

/** The record of that name, whatever the case. */
export const entityNamed = <R extends Entity>(
  state: State,
  table: Table<R>,
  account: string,
  name: string,
): R | undefined => state.get(table, account, name.toLowerCase())

/** The record with that unique id, in whichever account it is. */
export const entityWithId = <R extends Entity>(state: State, table: Table<R>, id: string): R | undefined =>
  state.find(table, 'id', id)[0]

/** The key's own value: names such as `constructor` are legal tag keys and policy names. */
export const own = (values: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(values, key) ? values[key] : undefined

/** The record without the key. */
export const without = (values: Readonly<Record<string, string>>, key: string): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter(([name]) => name !== key))
