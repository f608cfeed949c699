/**
 * The store of object bytes: bulk data beside the identity state. Index look-ups are synchronous and cheap, because
 * authorization needs an object's tags; bytes and writes are asynchronous. A write resolves once it is durable.
 */
import type { Readable } from 'node:stream'
import type { ObjectChecksum } from '../signature/checksums.ts'

/** A checksum of a whole object or part; `value` is base64, and for COMPOSITE ends in `-N` as S3 shows it. */
export interface StoredChecksum {
  readonly algorithm: ObjectChecksum
  readonly type: 'FULL_OBJECT' | 'COMPOSITE'
  readonly value: string
}

/** What an object carries besides its bytes. */
export interface ObjectMetadata {
  readonly contentType: string
  readonly cacheControl?: string
  readonly contentDisposition?: string
  readonly contentEncoding?: string
  readonly contentLanguage?: string
  readonly expires?: string
  readonly websiteRedirectLocation?: string
  readonly storageClass?: string
  /** User metadata: names in lower case, without `x-amz-meta-`. */
  readonly user?: Readonly<Record<string, string>>
  readonly tags?: Readonly<Record<string, string>>
}

export interface StoredObject {
  readonly key: string
  /** Lower-case hex MD5, or `md5-N` of a multipart upload; without quotes. */
  readonly etag: string
  /** Bytes. */
  readonly size: number
  /** Milliseconds since 1970. */
  readonly modified: number
  /** The engine's name of the object's bytes; another write of the key has another one. */
  readonly body: string
  /** Number of parts of a multipart upload; 0 for others. */
  readonly partCount: number
  readonly checksum: StoredChecksum | undefined
  readonly metadata: ObjectMetadata
}

/** What became of a stream: its bytes are staged, visible to nobody until an operation takes the body. */
export interface StagedBody {
  readonly etag: string
  readonly size: number
  /** The engine's handle. */
  readonly staged: string
}

export interface Upload {
  readonly id: string
  readonly bucket: string
  readonly key: string
  /** Milliseconds since 1970. */
  readonly initiated: number
  /** ARN and account of who began it. */
  readonly initiator: string
  readonly initiatorId: string
  readonly metadata: ObjectMetadata
  /** As the client asked; undefined leaves it to S3's own: CRC64NVME over the full object. */
  readonly checksum: Pick<StoredChecksum, 'algorithm' | 'type'> | undefined
}

export interface Part {
  readonly number: number
  readonly etag: string
  readonly size: number
  readonly modified: number
  /** First byte in the completed object; 0 before. */
  readonly start: number
  readonly checksum: StoredChecksum | undefined
}

/** A condition on what stands under the key when the write happens; decided together with it. */
export type WriteCondition = { readonly kind: 'absent' } | { readonly kind: 'etag'; readonly etag: string }

/** `exists`: an object stands where none may. `missing`: none stands. `differs`: another one stands. */
export type WriteResult = { readonly ok: true } | { readonly ok: false; readonly why: 'exists' | 'missing' | 'differs' }

/** Keys at or after `from` and before `to` (undefined: to the end), in the order of their UTF-8 bytes. */
export interface KeyRange {
  readonly from: string
  readonly to: string | undefined
  readonly limit: number
}

/** First and last byte, both included. */
export interface ByteRange {
  readonly first: number
  readonly last: number
}

/** `full`: no space is left and nothing was stored. `gone`: what was asked for is not there any more. `unavailable`: else. */
export class ObjectStoreError extends Error {
  readonly reason: 'full' | 'gone' | 'unavailable'
  constructor(reason: 'full' | 'gone' | 'unavailable', message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ObjectStoreError'
    this.reason = reason
  }
}

/** `bucket` is always a bucket's unique id, never its name. Asynchronous methods throw ObjectStoreError. */
export interface ObjectStore {
  head(bucket: string, key: string): StoredObject | undefined
  list(bucket: string, range: KeyRange): readonly StoredObject[]
  isEmpty(bucket: string): boolean
  /** Parts of a completed multipart object (its `body`) or of an upload (its id), numbers above `after`. */
  parts(body: string, after: number, limit: number): readonly Part[]
  part(body: string, number: number): Part | undefined
  upload(id: string): Upload | undefined
  /** Uploads in the order of key, then begin. */
  uploads(bucket: string, range: KeyRange): readonly Upload[]

  /** Bytes of the object, all or a range of them. Throws `gone` when the object has been replaced since. */
  read(object: StoredObject, range?: ByteRange): Promise<Uint8Array | Readable>
  /** Drains the source to where it is durable or becomes so with the write that takes it; its errors pass through. */
  stage(source: AsyncIterable<Uint8Array>): Promise<StagedBody>
  /** Frees a staged body that no write took. */
  discard(body: StagedBody): Promise<void>

  put(
    bucket: string,
    object: Omit<StoredObject, 'body' | 'partCount'>,
    body: StagedBody,
    condition?: WriteCondition,
  ): Promise<WriteResult>
  /** Deleting what is not there is a success unless a condition asks for it. */
  delete(bucket: string, key: string, condition?: WriteCondition): Promise<WriteResult>
  /** `missing` when that very object has been replaced since. */
  setTags(bucket: string, object: StoredObject, tags: Readonly<Record<string, string>>): Promise<WriteResult>

  createUpload(upload: Upload): Promise<void>
  /** Replaces a part of the same number; `missing` when the upload has ended. */
  putPart(upload: string, part: Omit<Part, 'start'>, body: StagedBody): Promise<WriteResult>
  /** Makes an object of the parts, in this order; the upload and its other parts are gone. */
  complete(
    upload: string,
    object: Omit<StoredObject, 'body' | 'partCount'>,
    parts: readonly number[],
    condition?: WriteCondition,
  ): Promise<WriteResult>
  abort(upload: string): Promise<WriteResult>
  /** Removes every object and upload of a bucket that has been deleted. */
  dropBucket(bucket: string): Promise<void>
  close(): Promise<void>
}
