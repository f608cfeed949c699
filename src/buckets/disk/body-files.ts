import { createHash, type Hash, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type ByteRange, ObjectStoreError } from '../object-store.ts'

/** Bodies up to this many bytes stand in the index itself, so that one wait for the disk makes many of them durable. */
export const INLINE_BYTES = 16 * 1024
/** What is gathered before it is written to a file, and what is read in one go. */
const GATHER_BYTES = 256 * 1024
const READ_AT_ONCE_BYTES = 1024 * 1024
const SHARDS = Array.from({ length: 256 }, (_, index) => index.toString(16).padStart(2, '0'))

export interface DrainedBody {
  readonly etag: string
  readonly size: number
  readonly file: string | null
  readonly data: Uint8Array | null
}

/**
 * The files that hold larger bodies, in 256 folders. A file gets a random name of its own and is never written again, so
 * the index row that names it is what makes it an object; a file that no row names is swept.
 */
export class BodyFiles {
  readonly #directory: string
  readonly #durable: boolean
  /** Files that are being written or wait for their row: not to be swept. */
  readonly #pending = new Set<string>()

  constructor(directory: string, durable: boolean) {
    this.#directory = directory
    this.#durable = durable
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    chmodSync(directory, 0o700)
    for (const shard of SHARDS) {
      const path = join(directory, shard)
      if (!existsSync(path)) mkdirSync(path, { mode: 0o700 })
    }
  }

  /** Drains a source: small ones into memory, others into a file that is durable when this resolves. */
  async drain(source: AsyncIterable<Uint8Array>): Promise<DrainedBody> {
    const hash = createHash('md5')
    const chunks: Uint8Array[] = []
    let size = 0
    const rest = source[Symbol.asyncIterator]()
    let next = await rest.next()
    for (; !next.done; next = await rest.next()) {
      hash.update(next.value)
      chunks.push(next.value)
      size += next.value.byteLength
      if (size > INLINE_BYTES) break
    }
    if (next.done) return { etag: hash.digest('hex'), size, file: null, data: Buffer.concat(chunks, size) }
    return this.#drainToFile(rest, hash, chunks)
  }

  async #drainToFile(rest: AsyncIterator<Uint8Array>, hash: Hash, chunks: Uint8Array[]): Promise<DrainedBody> {
    const file = randomBytes(16).toString('hex')
    this.#pending.add(file)
    try {
      const handle = await open(this.#path(file), 'wx', 0o600)
      let size: number
      try {
        size = await writeAll(handle, rest, hash, chunks)
        if (this.#durable) await handle.sync()
      } finally {
        await handle.close()
      }
      if (this.#durable) await syncDirectory(join(this.#directory, file.slice(0, 2)))
      return { etag: hash.digest('hex'), size, file, data: null }
    } catch (error) {
      await this.remove([file])
      throw translated(error)
    }
  }

  /** The row that names the file is durable: from now on the index keeps it. */
  settle(file: string): void {
    this.#pending.delete(file)
  }

  /** Removes files that no row names; what cannot be removed now is swept at the next start. */
  async remove(files: readonly string[]): Promise<void> {
    await Promise.all(files.map((file) => unlink(this.#path(file)).catch(() => undefined)))
    for (const file of files) this.#pending.delete(file)
  }

  /** Opens at once, so that a file that is gone is known before the answer begins. Throws ObjectStoreError `gone`. */
  async read(file: string, { first, last }: ByteRange): Promise<Uint8Array | Readable> {
    let handle: FileHandle
    try {
      handle = await open(this.#path(file), 'r')
    } catch (error) {
      throw translated(error)
    }
    const length = last - first + 1
    // The stream closes the file when it ends or is destroyed.
    if (length > READ_AT_ONCE_BYTES)
      return handle.createReadStream({ start: first, end: last, highWaterMark: GATHER_BYTES })
    try {
      const buffer = Buffer.allocUnsafe(length)
      let filled = 0
      while (filled < length) {
        const { bytesRead } = await handle.read(buffer, filled, length - filled, first + filled)
        if (bytesRead === 0)
          throw new ObjectStoreError('unavailable', `The file of an object is shorter than its index says: ${file}`)
        filled += bytesRead
      }
      return buffer
    } finally {
      await handle.close()
    }
  }

  /** Removes the files that `named` does not know, one folder a turn of the event loop; answers how many they were. */
  async sweep(named: (shard: string) => ReadonlySet<string>): Promise<number> {
    let swept = 0
    for (const shard of SHARDS) {
      const files = readdirSync(join(this.#directory, shard)).filter((file) => !this.#pending.has(file))
      if (files.length > 0) {
        const known = named(shard)
        const orphans = files.filter((file) => !known.has(file))
        await this.remove(orphans)
        swept += orphans.length
      }
    }
    return swept
  }

  #path(file: string): string {
    return join(this.#directory, file.slice(0, 2), file)
  }
}

async function writeAll(
  handle: FileHandle,
  rest: AsyncIterator<Uint8Array>,
  hash: Hash,
  chunks: Uint8Array[],
): Promise<number> {
  let gathered = chunks
  let pending = chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0)
  let size = pending
  for (let next = await rest.next(); !next.done; next = await rest.next()) {
    hash.update(next.value)
    gathered.push(next.value)
    pending += next.value.byteLength
    size += next.value.byteLength
    if (pending < GATHER_BYTES) continue
    await writeChunks(handle, gathered)
    gathered = []
    pending = 0
  }
  if (gathered.length > 0) await writeChunks(handle, gathered)
  return size
}

async function writeChunks(handle: FileHandle, chunks: readonly Uint8Array[]): Promise<void> {
  const buffer = Buffer.concat(chunks)
  let written = 0
  // A write may be short, as when the disk fills up; the next one then answers the reason.
  while (written < buffer.byteLength) written += (await handle.write(buffer, written)).bytesWritten
}

async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** File errors become ours; everything else, such as the source's own error, passes as it is. */
function translated(error: unknown): unknown {
  const code = error instanceof Error && 'syscall' in error && 'code' in error ? error.code : undefined
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new ObjectStoreError('full', 'The disk of the object store is full.', { cause: error })
  if (code === 'ENOENT')
    return new ObjectStoreError('gone', 'The object has been replaced or deleted.', { cause: error })
  if (typeof code === 'string' && code.startsWith('E')) {
    return new ObjectStoreError('unavailable', `The object store cannot use its files (${code}).`, { cause: error })
  }
  return error
}

/** One stream over several pieces in turn. */
export const concatenated = (pieces: readonly (() => Promise<Uint8Array | Readable>)[]): Readable =>
  Readable.from(
    (async function* () {
      for (const piece of pieces) {
        const bytes = await piece()
        if (bytes instanceof Uint8Array) yield bytes
        else yield* bytes
      }
    })(),
    { objectMode: false },
  )
