import { randomBytes } from 'node:crypto'
import { closeSync, fstatSync, fsyncSync, linkSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { AeadKey, KEY_BYTES } from './aead-key.ts'

/** The key that wraps the keyring's keys. */
export type RootKey = AeadKey

export type RootKeyErrorReason = 'missing' | 'unreadable' | 'permissions' | 'length'

/** Why there is no root key; the message says what to do. */
export class RootKeyError extends Error {
  readonly reason: RootKeyErrorReason
  constructor(reason: RootKeyErrorReason, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'RootKeyError'
    this.reason = reason
  }
}

/**
 * The root key in `file`, 32 bytes; made with mode 0600 when it is missing and there is no store yet. Throws RootKeyError,
 * also when the file is missing although `storeExists`: a fresh key would not open that store's secrets.
 */
export function loadOrCreateRootKey(file: string, { storeExists }: { readonly storeExists: boolean }): RootKey {
  const found = read(file)
  if (found) return new AeadKey(found)
  if (storeExists) {
    throw new RootKeyError(
      'missing',
      `The root key ${file} is missing, and the store cannot be read without it. Restore the file from your backup, or, to start over, remove the data directory as well.`,
    )
  }
  create(file)
  const made = read(file)
  if (!made) throw new RootKeyError('unreadable', `The root key ${file} vanished while it was being made.`)
  return new AeadKey(made)
}

/** A root key that ends with the process, for stores in memory. */
export const ephemeralRootKey = (): RootKey => new AeadKey(randomBytes(KEY_BYTES))

function read(file: string): Buffer | undefined {
  const descriptor = opened(file)
  if (descriptor === undefined) return undefined
  try {
    const stat = fstatSync(descriptor)
    if (!stat.isFile()) throw new RootKeyError('unreadable', `Cannot read the root key ${file}: it is not a file.`)
    const { mode, size } = stat
    if ((mode & 0o077) !== 0) {
      throw new RootKeyError(
        'permissions',
        `The root key ${file} can be read or changed by others (mode ${(mode & 0o777).toString(8)}); run: chmod 600 ${file}`,
      )
    }
    const key = Buffer.alloc(KEY_BYTES)
    if (size !== KEY_BYTES || readSync(descriptor, key) !== KEY_BYTES) {
      throw new RootKeyError(
        'length',
        `The root key ${file} has ${size} bytes instead of ${KEY_BYTES}; restore it from your backup.`,
      )
    }
    return key
  } catch (cause) {
    throw cause instanceof RootKeyError ? cause : unreadable(file, cause)
  } finally {
    closeSync(descriptor)
  }
}

function opened(file: string): number | undefined {
  try {
    return openSync(file, 'r')
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined
    throw unreadable(file, cause)
  }
}

/** The file appears under its name only when its bytes are on the disk; a file that is there is never replaced. */
function create(file: string): void {
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    const key = randomBytes(KEY_BYTES)
    synced(openSync(draft, 'wx', 0o600), (descriptor) => writeSync(descriptor, key))
    key.fill(0)
    try {
      linkSync(draft, file)
    } catch (cause) {
      // Another process that starts at the same time was faster: its key counts.
      if (codeOf(cause) !== 'EEXIST') throw cause
    }
    rmSync(draft)
    synced(openSync(dirname(file), 'r'))
  } catch (cause) {
    rmSync(draft, { force: true })
    throw new RootKeyError('unreadable', `Cannot make the root key ${file} (${codeOf(cause)}); check its folder.`, {
      cause,
    })
  }
}

function synced(descriptor: number, work: (descriptor: number) => void = () => {}): void {
  try {
    work(descriptor)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

const unreadable = (file: string, cause: unknown) =>
  new RootKeyError('unreadable', `Cannot read the root key ${file} (${codeOf(cause)}); check who owns it.`, { cause })

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown')
