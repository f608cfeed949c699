/** Written into the file; a change of the tables is a new version. */
export const VERSION = 1

/**
 * `seq` is never given out twice (AUTOINCREMENT), because clients tell events apart by it.
 * `garbage` holds streams whose events are still to be deleted; no reader finds them any more.
 */
export const SCHEMA = `
  CREATE TABLE groups (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, bytes INTEGER NOT NULL DEFAULT 0);
  CREATE TABLE streams (
    number INTEGER PRIMARY KEY AUTOINCREMENT, grp INTEGER NOT NULL, name TEXT NOT NULL, created INTEGER NOT NULL,
    last_event INTEGER NOT NULL DEFAULT -1, last_ingested INTEGER, bytes INTEGER NOT NULL DEFAULT 0, seq INTEGER NOT NULL DEFAULT 0,
    UNIQUE (grp, name));
  CREATE INDEX streams_by_last_event ON streams (grp, last_event, name);
  CREATE TABLE events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, grp INTEGER NOT NULL, stream INTEGER NOT NULL,
    ts INTEGER NOT NULL, ingested INTEGER NOT NULL, message TEXT NOT NULL);
  CREATE INDEX events_by_group ON events (grp, ts);
  CREATE INDEX events_by_stream ON events (stream, ts);
  CREATE TABLE garbage (stream INTEGER PRIMARY KEY);
`
