/**
 * Written into the file; a change of the tables, of `Block` or of the packer's words is a new version. Rows of a block may
 * grow at their end: a reader takes what an older block lacks as absent.
 */
export const VERSION = 1

/**
 * A block is deflated JSON of many calls; `policies` lists the numbers of its documents, `keys` the keys of its calls.
 * `calls` finds a block by the key of an authorization id. `policies.blocks` counts the blocks that name the text.
 */
export const SCHEMA = `
  CREATE TABLE blocks (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER NOT NULL, denied INTEGER NOT NULL,
    policies TEXT NOT NULL, keys BLOB NOT NULL, body BLOB NOT NULL);
  CREATE TABLE calls (key INTEGER NOT NULL, block INTEGER NOT NULL, PRIMARY KEY (key, block)) WITHOUT ROWID;
  CREATE TABLE policies (
    number INTEGER PRIMARY KEY AUTOINCREMENT, hash TEXT NOT NULL UNIQUE, blocks INTEGER NOT NULL, text TEXT NOT NULL);
  CREATE TABLE gaps (
    since INTEGER NOT NULL, until INTEGER NOT NULL, allowed INTEGER NOT NULL, denied INTEGER NOT NULL, why TEXT NOT NULL);
`
