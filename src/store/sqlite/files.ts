import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { StoreError } from '../store.ts'
import { Database } from './database.ts'

const STORE_FILE = 'identity.db'
const LOCK_FILE = 'identity.lock'

export const storeFile = (directory: string): string => join(directory, STORE_FILE)

/** Whether the directory holds a store already. */
export const sqliteStoreExists = (directory: string): boolean => existsSync(storeFile(directory))

/**
 * Makes the data directory (0700) and the store's files (0600) as far as they are missing, and takes the directory's lock.
 * The lock is held by the open file, so it ends with the process however that dies. Throws StoreError `locked`.
 */
export function claimDirectory(directory: string): Database {
  try {
    if (!existsSync(directory)) {
      const first = mkdirSync(directory, { recursive: true, mode: 0o700 })
      if (first) syncDirectory(dirname(resolve(first)))
    } else if (sqliteStoreExists(directory) || readdirSync(directory).length === 0) closeToOthers(directory)
    createPrivate(join(directory, LOCK_FILE))
    const lock = takeLock(directory)
    createPrivate(storeFile(directory))
    return lock
  } catch (cause) {
    if (cause instanceof StoreError) throw cause
    throw explain(directory, cause)
  }
}

function closeToOthers(directory: string): void {
  try {
    chmodSync(directory, 0o700)
  } catch (error) {
    // A mounted volume may belong to another user who lets this one write; the files in it are ours and 0600.
    if (!hasCode(error, 'EPERM')) throw error
  }
}

function takeLock(directory: string): Database {
  const lock = new Database(join(directory, LOCK_FILE))
  try {
    // An exclusive transaction that writes nothing: SQLite takes the operating system's file lock and keeps it.
    lock.exec('BEGIN EXCLUSIVE')
    return lock
  } catch (cause) {
    lock.close()
    if (!(cause instanceof StoreError) || cause.reason !== 'locked') throw cause
    throw new StoreError(
      'locked',
      `Another Rolecall process is using the data directory ${directory}; stop it, or give this one another directory.`,
      { cause },
    )
  }
}

/**
 * INVARIANT: a file that exists is never opened here. POSIX drops all of a process's locks on a file as soon as it closes
 * any descriptor of it, and this process may hold the lock already.
 */
function createPrivate(path: string): void {
  if (!existsSync(path)) {
    try {
      closeSync(openSync(path, 'wx', 0o600))
      syncDirectory(dirname(path))
    } catch (error) {
      // Another process that starts at the same time may have been faster; the lock decides between the two.
      if (!hasCode(error, 'EEXIST')) throw error
    }
  }
  chmodSync(path, 0o600)
}

function syncDirectory(path: string): void {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function explain(directory: string, cause: unknown): StoreError {
  if (hasCode(cause, 'ENOSPC') || hasCode(cause, 'EDQUOT')) {
    return new StoreError('full', `Cannot write to the data directory ${directory}: the disk is full.`, { cause })
  }
  const why = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : ''
  return new StoreError(
    'unavailable',
    `Cannot use the data directory ${directory}${why}; check that it can be written.`,
    {
      cause,
    },
  )
}

const hasCode = (error: unknown, code: string) => error instanceof Error && 'code' in error && error.code === code
