import { randomBytes } from 'node:crypto'
import { chmodSync, closeSync, existsSync, mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import {
  type ByteRange,
  type KeyRange,
  type ObjectStore,
  ObjectStoreError,
  type Part,
  type StagedBody,
  type StoredChecksum,
  type StoredObject,
  type Upload,
  type WriteCondition,
  type WriteResult,
} from '../object-store.ts'
import { BodyFiles, concatenated, type DrainedBody } from './body-files.ts'
import type { Command, ObjectRow, PieceRow } from './commands.ts'
import { IndexClient } from './index-client.ts'
import { type IndexReader, openReader } from './index-reader.ts'

type NewObject = Omit<StoredObject, 'body' | 'partCount'>

/** Objects in a directory: bytes in files, or in the SQLite index when they are few. Open with `openDiskObjects`. */
class DiskObjectStore implements ObjectStore {
  readonly #index: IndexClient
  readonly #reader: IndexReader
  readonly #files: BodyFiles
  readonly #staged = new Map<string, DrainedBody>()
  readonly #onClose: () => void
  readonly #sweeping: Promise<number>

  constructor(index: IndexClient, reader: IndexReader, files: BodyFiles, onClose: () => void) {
    this.#index = index
    this.#reader = reader
    this.#files = files
    this.#onClose = onClose
    this.#sweeping = files.sweep((shard) => reader.files(shard))
    // A sweep that fails leaves orphans for the next start and must not end the server.
    this.#sweeping.catch(() => undefined)
  }

  head(bucket: string, key: string): StoredObject | undefined {
    return this.#reader.head(bucket, key)
  }

  list(bucket: string, range: KeyRange): readonly StoredObject[] {
    return this.#reader.list(bucket, range)
  }

  isEmpty(bucket: string): boolean {
    return this.#reader.isEmpty(bucket)
  }

  parts(body: string, after: number, limit: number): readonly Part[] {
    return this.#reader.parts(body, after, limit)
  }

  part(body: string, number: number): Part | undefined {
    return this.#reader.part(body, number)
  }

  upload(id: string): Upload | undefined {
    return this.#reader.upload(id)
  }

  uploads(bucket: string, range: KeyRange): readonly Upload[] {
    return this.#reader.uploads(bucket, range)
  }

  async read(object: StoredObject, range?: ByteRange): Promise<Uint8Array | Readable> {
    if (object.size === 0) return new Uint8Array(0)
    const { first, last } = range ?? { first: 0, last: object.size - 1 }
    const pieces = this.#reader.pieces(object.body, first, last)
    const readers = pieces.map(({ start, size, file, data }) => {
      const from = Math.max(first - start, 0)
      const to = Math.min(last - start, size - 1)
      return async () => (data ? data.subarray(from, to + 1) : this.#files.read(file!, { first: from, last: to }))
    })
    const only = readers[0]
    if (!only) throw new ObjectStoreError('gone', 'The object has been replaced or deleted.')
    return readers.length === 1 ? only() : concatenated(readers)
  }

  async stage(source: AsyncIterable<Uint8Array>): Promise<StagedBody> {
    const body = await this.#files.drain(source)
    const staged = body.file ?? randomBytes(16).toString('hex')
    this.#staged.set(staged, body)
    return { etag: body.etag, size: body.size, staged }
  }

  async discard(body: StagedBody): Promise<void> {
    const drained = this.#staged.get(body.staged)
    this.#staged.delete(body.staged)
    if (drained?.file) await this.#files.remove([drained.file])
  }

  async put(bucket: string, object: NewObject, body: StagedBody, condition?: WriteCondition): Promise<WriteResult> {
    const piece = this.#piece(body, { number: 1, modified: object.modified, checksum: undefined })
    return this.#take(body, { kind: 'put', object: objectRow(bucket, object), body: body.staged, piece, condition })
  }

  async delete(bucket: string, key: string, condition?: WriteCondition): Promise<WriteResult> {
    return this.#run({ kind: 'delete', bucket, key, condition })
  }

  async setTags(bucket: string, object: StoredObject, tags: Readonly<Record<string, string>>): Promise<WriteResult> {
    const metadata = JSON.stringify({ ...object.metadata, tags })
    return this.#run({ kind: 'metadata', bucket, key: object.key, body: object.body, metadata })
  }

  async createUpload(upload: Upload): Promise<void> {
    const { id, bucket, key, initiated } = upload
    await this.#run({ kind: 'create-upload', id, bucket, key, initiated, record: JSON.stringify(upload) })
  }

  async putPart(upload: string, part: Omit<Part, 'start'>, body: StagedBody): Promise<WriteResult> {
    return this.#take(body, { kind: 'put-part', upload, piece: this.#piece(body, part) })
  }

  async complete(
    upload: string,
    object: NewObject,
    parts: readonly number[],
    condition?: WriteCondition,
  ): Promise<WriteResult> {
    const { bucket } = this.#reader.upload(upload) ?? {}
    if (bucket === undefined) return { ok: false, why: 'missing' }
    return this.#run({ kind: 'complete', upload, object: objectRow(bucket, object), parts, condition })
  }

  async abort(upload: string): Promise<WriteResult> {
    return this.#run({ kind: 'abort', upload })
  }

  async dropBucket(bucket: string): Promise<void> {
    await this.#run({ kind: 'drop-bucket', bucket })
  }

  async close(): Promise<void> {
    await this.#sweeping.catch(() => undefined)
    for (const [staged, { etag, size }] of this.#staged) await this.discard({ staged, etag, size })
    await this.#index.close()
    this.#reader.close()
    this.#onClose()
  }

  async #run(command: Command): Promise<WriteResult> {
    const { result, garbage } = await this.#index.run(command)
    // The rows are gone for good, so nobody waits for the files to go too.
    if (garbage.length > 0) void this.#files.remove(garbage)
    return result
  }

  /** Runs a command that takes a staged body; a body that is not taken is freed. */
  async #take(body: StagedBody, command: Command): Promise<WriteResult> {
    let taken = false
    try {
      const result = await this.#run(command)
      taken = result.ok
      return result
    } finally {
      if (!taken) await this.discard(body)
      const file = this.#staged.get(body.staged)?.file
      if (file) this.#files.settle(file)
      this.#staged.delete(body.staged)
    }
  }

  #piece(body: StagedBody, part: { number: number; modified: number; checksum: StoredChecksum | undefined }): PieceRow {
    const drained = this.#staged.get(body.staged)
    if (!drained) throw new ObjectStoreError('gone', 'The staged body has been taken already.')
    const { number, modified, checksum } = part
    return { number, modified, checksum: checksum ? JSON.stringify(checksum) : null, ...drained }
  }
}

const objectRow = (bucket: string, object: NewObject): ObjectRow => ({
  bucket,
  key: object.key,
  etag: object.etag,
  size: object.size,
  modified: object.modified,
  checksum: object.checksum ? JSON.stringify(object.checksum) : null,
  metadata: JSON.stringify(object.metadata),
})

/** Opens or makes the store in `directory` (made 0700, files 0600). Throws ObjectStoreError and StoreError. */
export async function openDiskObjects(directory: string): Promise<ObjectStore> {
  return openIn(directory, true, () => undefined)
}

/** A store in a temporary directory that is removed when it closes; nothing waits for the disk. */
export async function openTemporaryObjects(): Promise<ObjectStore> {
  const directory = mkdtempSync(join(tmpdir(), 'rolecall-objects-'))
  return openIn(directory, false, () => rmSync(directory, { recursive: true, force: true }))
}

async function openIn(directory: string, durable: boolean, onClose: () => void): Promise<ObjectStore> {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const path = join(directory, 'objects.db')
  // SQLite gives its own files beside it the mode of this one.
  if (!existsSync(path)) closeSync(openSync(path, 'wx', 0o600))
  chmodSync(path, 0o600)
  const reader = openReader(path)
  const index = new IndexClient({ path, durable })
  return new DiskObjectStore(index, reader, new BodyFiles(join(directory, 'bodies'), durable), onClose)
}
