/** Written into the file; a change of the tables is a new version. */
export const VERSION = 1

/**
 * `ts` is a period's start and `period` its length, both in seconds. `dist` holds the values as JSON; null when min and max
 * are the same or the values are not known.
 */
export const SCHEMA = `
  CREATE TABLE series (
    number INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, region TEXT NOT NULL, namespace TEXT NOT NULL,
    name TEXT NOT NULL, dims TEXT NOT NULL, received INTEGER NOT NULL, UNIQUE (account, region, namespace, name, dims));
  CREATE TABLE points (
    series INTEGER NOT NULL, ts INTEGER NOT NULL, period INTEGER NOT NULL, unit TEXT NOT NULL,
    n REAL NOT NULL, sum REAL NOT NULL, min REAL NOT NULL, max REAL NOT NULL, dist TEXT,
    PRIMARY KEY (series, ts, period, unit)) WITHOUT ROWID;
  CREATE INDEX points_by_age ON points (period, ts);
`
