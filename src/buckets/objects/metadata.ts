import { AwsError } from '../../aws/error.ts'
import type { ObjectMetadata, StoredObject } from '../object-store.ts'
import { requireDefaultEncryption, requireNoObjectLock, requirePrivateAcl, requireStorageClass } from '../supported.ts'

const USER_METADATA_BYTES = 2048
const DEFAULT_TYPE = 'binary/octet-stream'

interface MetadataInput {
  readonly CacheControl?: string | undefined
  readonly ContentDisposition?: string | undefined
  readonly ContentEncoding?: string | undefined
  readonly ContentLanguage?: string | undefined
  readonly ContentType?: string | undefined
  readonly Expires?: string | undefined
  readonly Metadata?: Readonly<Record<string, string>> | undefined
  readonly StorageClass?: string | undefined
  readonly WebsiteRedirectLocation?: string | undefined
}

type WriteInput = MetadataInput &
  Parameters<typeof requirePrivateAcl>[0] &
  Parameters<typeof requireDefaultEncryption>[0] &
  Parameters<typeof requireNoObjectLock>[0]

/** Refuses what a new object may not ask for here: ACLs, other encryption, locks, archives. */
export function requireSupported(input: WriteInput): void {
  requirePrivateAcl(input)
  requireDefaultEncryption(input)
  requireNoObjectLock(input)
  requireStorageClass(input.StorageClass)
}

/** What a request says of the object besides its bytes and tags. Throws MetadataTooLarge. */
export function metadataOf(input: MetadataInput, tags?: Readonly<Record<string, string>>): ObjectMetadata {
  const user = input.Metadata && Object.keys(input.Metadata).length > 0 ? userMetadata(input.Metadata) : undefined
  const encoding = withoutAwsChunked(input.ContentEncoding)
  return {
    contentType: input.ContentType || DEFAULT_TYPE,
    ...(input.CacheControl && { cacheControl: input.CacheControl }),
    ...(input.ContentDisposition && { contentDisposition: input.ContentDisposition }),
    ...(encoding && { contentEncoding: encoding }),
    ...(input.ContentLanguage && { contentLanguage: input.ContentLanguage }),
    ...(input.Expires && { expires: input.Expires }),
    ...(input.WebsiteRedirectLocation && { websiteRedirectLocation: input.WebsiteRedirectLocation }),
    ...(input.StorageClass && input.StorageClass !== 'STANDARD' && { storageClass: input.StorageClass }),
    ...(user && { user }),
    ...(tags && Object.keys(tags).length > 0 && { tags }),
  }
}

/** The headers of an object's answer that its metadata fills. */
export const metadataHeaders = ({ metadata }: StoredObject) => ({
  ContentType: metadata.contentType,
  CacheControl: metadata.cacheControl,
  ContentDisposition: metadata.contentDisposition,
  ContentEncoding: metadata.contentEncoding,
  ContentLanguage: metadata.contentLanguage,
  Expires: metadata.expires,
  WebsiteRedirectLocation: metadata.websiteRedirectLocation,
  Metadata: metadata.user,
  // The header is left out for the standard class.
  StorageClass: metadata.storageClass,
  TagCount: metadata.tags ? Object.keys(metadata.tags).length : undefined,
})

function userMetadata(metadata: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  let size = 0
  const user: Record<string, string> = Object.create(null)
  for (const [name, value] of Object.entries(metadata)) {
    size += Buffer.byteLength(name) + Buffer.byteLength(value)
    user[name.toLowerCase()] = value
  }
  if (size > USER_METADATA_BYTES) {
    throw new AwsError('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', {
      status: 400,
      fields: { Size: size, MaxSizeAllowed: USER_METADATA_BYTES },
    })
  }
  return { ...user }
}

/** `aws-chunked` says how the upload was written, not how the object is encoded. */
const withoutAwsChunked = (encoding: string | undefined): string | undefined =>
  encoding
    ?.split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part.toLowerCase() !== 'aws-chunked')
    .join(',')
