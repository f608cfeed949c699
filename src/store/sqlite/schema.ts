import { randomBytes } from 'node:crypto'
import { StoreError } from '../store.ts'
import type { Database } from './database.ts'

/** Marks the file as ours in SQLite's header: the letters `Role`. */
const APPLICATION_ID = 0x526f6c65
const SCHEMA_VERSION = 1

/**
 * `log` is the feed and remembers the operation ids: `changes` is null once the transaction is compacted, and the row
 * goes when its operation id may be forgotten.
 */
const SCHEMA = `
  CREATE TABLE store (
    one INTEGER PRIMARY KEY CHECK (one = 1), epoch TEXT NOT NULL, rev INTEGER NOT NULL, compacted INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE item (
    key TEXT PRIMARY KEY NOT NULL, value BLOB NOT NULL, created INTEGER NOT NULL, modified INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE log (rev INTEGER PRIMARY KEY, op_id TEXT NOT NULL UNIQUE, changes BLOB) STRICT;
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${SCHEMA_VERSION};
`

/**
 * Readies the writing connection: refuses a file that is not ours before anything in it changes, makes the schema in a
 * fresh one, and sets what keeps acknowledged commits. Throws StoreError `invalid`.
 */
export function prepareStore(database: Database, path: string): void {
  assertOurs(database, path)
  // INVARIANT: both on every open. FULL makes each commit wait for the disk; SQLite does not remember it in the file.
  database.exec('PRAGMA journal_mode = WAL')
  database.exec('PRAGMA synchronous = FULL')
  const mode = database.prepare('PRAGMA synchronous').get()?.['synchronous']
  const journal = database.prepare('PRAGMA journal_mode').get()?.['journal_mode']
  if (mode !== 2 || journal !== 'wal') {
    throw new StoreError('invalid', `${path} cannot be opened in WAL mode; the data directory must be on a local disk.`)
  }
  database.exec(`
    PRAGMA trusted_schema = OFF;
    PRAGMA cache_size = -16000;
    PRAGMA wal_autocheckpoint = 4000;
    PRAGMA journal_size_limit = 33554432;
  `)
  if (versionOf(database) === 0) createSchema(database)
}

function createSchema(database: Database): void {
  database.transaction(() => {
    database.exec(SCHEMA)
    const insert = database.prepare('INSERT INTO store (one, epoch, rev, compacted) VALUES (1, ?, 0, 0)')
    insert.run(randomBytes(16).toString('hex'))
  })
}

function assertOurs(database: Database, path: string): void {
  const applicationId = database.prepare('PRAGMA application_id').get()?.['application_id']
  const tables = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()?.['tables']
  const version = versionOf(database)
  if (applicationId === 0 && tables === 0 && version === 0) return
  if (applicationId !== APPLICATION_ID) {
    throw new StoreError('invalid', `${path} is another program's database; point the data directory elsewhere.`)
  }
  if (version !== SCHEMA_VERSION) {
    throw new StoreError(
      'invalid',
      `${path} has schema version ${version} and this Rolecall reads version ${SCHEMA_VERSION}; use the release that wrote it.`,
    )
  }
}

const versionOf = (database: Database) => database.prepare('PRAGMA user_version').get()?.['user_version']
