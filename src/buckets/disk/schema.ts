import type { Database } from '../../store/sqlite/database.ts'

/** Marks the file as ours in SQLite's header: the letters `Rolo`. */
const APPLICATION_ID = 0x526f6c6f
const SCHEMA_VERSION = 1

/**
 * Text compares by its UTF-8 bytes, which is S3's order. `piece` holds the bytes of a body: one piece for an upload in
 * one go, one a part for a multipart upload. Small pieces stand in `data`; of others `file` names the file.
 */
const SCHEMA = `
  CREATE TABLE object (
    bucket TEXT NOT NULL, key TEXT NOT NULL, etag TEXT NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL,
    body TEXT NOT NULL, parts INTEGER NOT NULL, checksum TEXT, metadata TEXT NOT NULL,
    PRIMARY KEY (bucket, key)
  ) STRICT;
  CREATE TABLE upload (
    id TEXT PRIMARY KEY NOT NULL, bucket TEXT NOT NULL, key TEXT NOT NULL, initiated INTEGER NOT NULL, record TEXT NOT NULL
  ) STRICT;
  CREATE INDEX upload_key ON upload (bucket, key, initiated, id);
  CREATE TABLE piece (
    body TEXT NOT NULL, number INTEGER NOT NULL, start INTEGER NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL,
    etag TEXT NOT NULL, checksum TEXT, file TEXT, data BLOB,
    PRIMARY KEY (body, number)
  ) STRICT;
  CREATE INDEX piece_file ON piece (file) WHERE file IS NOT NULL;
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${SCHEMA_VERSION};
`

/** Makes the index, or sees that it is ours. Throws on a foreign file. */
export function prepareIndex(database: Database, path: string): void {
  const found = (pragma: string) => database.prepare(`PRAGMA ${pragma}`).get()?.[pragma]
  const fresh = database.prepare('SELECT count(*) AS count FROM sqlite_schema').get()?.['count'] === 0
  if (!fresh && (found('application_id') !== APPLICATION_ID || found('user_version') !== SCHEMA_VERSION)) {
    throw new Error(`${path} is not an object index of this version; point the data directory elsewhere.`)
  }
  database.exec('PRAGMA journal_mode = WAL')
  database.exec('PRAGMA synchronous = FULL')
  if (fresh) database.transaction(() => database.exec(SCHEMA))
}

/** Readies the writing connection. `durable` false is for servers whose data ends with them. */
export function openForWriting(database: Database, durable: boolean): void {
  // INVARIANT: both on every open. FULL makes each commit wait for the disk; SQLite does not remember it in the file.
  database.exec('PRAGMA journal_mode = WAL')
  database.exec(`PRAGMA synchronous = ${durable ? 'FULL' : 'OFF'}`)
}
