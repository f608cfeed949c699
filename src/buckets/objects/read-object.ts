/** What GetObject and HeadObject have in common: everything but the bytes. */
import { AwsError } from '../../aws/error.ts'
import type { ByteRange, ObjectStore, StoredObject } from '../object-store.ts'
import { quoted, requireReadConditions } from './conditions.ts'
import { metadataHeaders } from './metadata.ts'
import { checksumMembers } from './object-checksums.ts'
import { contentRange, requestedRange } from './ranges.ts'

interface ReadInput {
  readonly IfMatch?: string | undefined
  readonly IfNoneMatch?: string | undefined
  readonly IfModifiedSince?: Date | undefined
  readonly IfUnmodifiedSince?: Date | undefined
  readonly Range?: string | undefined
  readonly PartNumber?: number | undefined
  readonly ChecksumMode?: string | undefined
  readonly ResponseCacheControl?: string | undefined
  readonly ResponseContentDisposition?: string | undefined
  readonly ResponseContentEncoding?: string | undefined
  readonly ResponseContentLanguage?: string | undefined
  readonly ResponseContentType?: string | undefined
  readonly ResponseExpires?: Date | undefined
}

/** The range of the object that the request is about (undefined: all of it) and the headers of the answer. */
export function describeObject(objects: ObjectStore, object: StoredObject, input: ReadInput) {
  requireReadConditions(object, input)
  const stretch = requestedStretch(objects, object, input)
  const range = stretch?.range
  const whole = range === undefined
  const showChecksum = input.ChecksumMode?.toUpperCase() === 'ENABLED' && (whole || stretch?.part)
  const headers = {
    ...metadataHeaders(object),
    AcceptRanges: 'bytes',
    ETag: quoted(object.etag),
    LastModified: new Date(object.modified),
    ContentLength: whole ? object.size : range.last - range.first + 1,
    ContentRange: whole || object.size === 0 ? undefined : contentRange(range, object.size),
    ServerSideEncryption: 'AES256',
    PartsCount: input.PartNumber !== undefined && object.partCount > 0 ? object.partCount : undefined,
    ...(showChecksum ? checksumMembers(object.checksum) : {}),
    ...overrides(input),
  }
  return { range, headers }
}

function requestedStretch(
  objects: ObjectStore,
  object: StoredObject,
  { PartNumber: number, Range: header }: ReadInput,
): { range: ByteRange; part: boolean } | undefined {
  if (number === undefined) {
    const range = requestedRange(header, object.size)
    return range && { range, part: false }
  }
  if (header !== undefined) {
    throw new AwsError('InvalidRequest', 'Cannot specify both Range header and partNumber query parameter', {
      status: 400,
    })
  }
  const parts = object.partCount === 0 ? [] : objects.parts(object.body, 0, object.partCount)
  const part = parts.length === 0 ? { start: 0, size: object.size } : parts[number - 1]
  if (!part || (parts.length === 0 && number !== 1)) {
    throw new AwsError('InvalidPartNumber', 'The requested partnumber is not satisfiable', {
      status: 416,
      fields: { PartNumberRequested: number, ActualPartCount: Math.max(parts.length, 1) },
    })
  }
  return object.size === 0 ? undefined : { range: { first: part.start, last: part.start + part.size - 1 }, part: true }
}

/** `response-*` parameters put other headers on the answer than the object has. */
const overrides = (input: ReadInput) => ({
  ...(input.ResponseCacheControl !== undefined && { CacheControl: input.ResponseCacheControl }),
  ...(input.ResponseContentDisposition !== undefined && { ContentDisposition: input.ResponseContentDisposition }),
  ...(input.ResponseContentEncoding !== undefined && { ContentEncoding: input.ResponseContentEncoding }),
  ...(input.ResponseContentLanguage !== undefined && { ContentLanguage: input.ResponseContentLanguage }),
  ...(input.ResponseContentType !== undefined && { ContentType: input.ResponseContentType }),
  ...(input.ResponseExpires !== undefined && { Expires: input.ResponseExpires.toUTCString() }),
})

const OVERRIDES = [
  'ResponseCacheControl',
  'ResponseContentDisposition',
  'ResponseContentEncoding',
  'ResponseContentLanguage',
  'ResponseContentType',
  'ResponseExpires',
] as const

/** Anonymous requests may not choose headers. Throws InvalidRequest. */
export function requireSignedOverrides(input: ReadInput, anonymous: boolean): void {
  if (!anonymous || OVERRIDES.every((name) => input[name] === undefined)) return
  throw new AwsError('InvalidRequest', 'Request specific response headers cannot be used for anonymous GET requests.', {
    status: 400,
  })
}
