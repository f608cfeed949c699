import { AwsError } from '../aws/error.ts'

interface Tag {
  readonly Key: string
  readonly Value: string
}

/** Letters, digits, spaces and `_ . : / = + - @`. */
const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u

const invalidTag = (message: string, fields: Record<string, string>): AwsError =>
  new AwsError('InvalidTag', message, { status: 400, fields })

/**
 * The tags of a tag set, checked by S3's rules: at most 10 for an object and 50 for a bucket. Throws InvalidTag and
 * BadRequest with S3's sentences.
 */
export function checkedTags(tagSet: readonly Tag[], kind: 'object' | 'bucket'): Readonly<Record<string, string>> {
  const limit = kind === 'object' ? 10 : 50
  if (tagSet.length > limit) {
    const message =
      kind === 'object' ? 'Object tags cannot be greater than 10' : 'Bucket tag count cannot be greater than 50'
    throw new AwsError('BadRequest', message, { status: 400 })
  }
  const tags = new Map<string, string>()
  for (const { Key, Value } of tagSet) {
    if (tags.has(Key)) throw invalidTag('Cannot provide multiple Tags with the same key', { TagKey: Key })
    if (Key.toLowerCase().startsWith('aws:')) {
      const message =
        kind === 'object'
          ? 'Your TagKey cannot be prefixed with aws:'
          : 'System tags cannot be added/updated by requester'
      throw invalidTag(message, { TagKey: Key })
    }
    if (Key.length === 0 || Key.length > 128 || !ALLOWED.test(Key)) {
      throw invalidTag('The TagKey you have provided is invalid', { TagKey: Key })
    }
    if (Value.length > 256 || !ALLOWED.test(Value)) {
      throw invalidTag('The TagValue you have provided is invalid', { TagKey: Key, TagValue: Value })
    }
    tags.set(Key, Value)
  }
  return Object.fromEntries(tags)
}

/** The tags of the header `x-amz-tagging`, which is written as a query string. */
export function headerTags(header: string | undefined): Readonly<Record<string, string>> | undefined {
  if (header === undefined || header === '') return undefined
  const pairs = [...new URLSearchParams(header)]
  if (new Set(pairs.map(([key]) => key)).size < pairs.length) {
    const message =
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates."
    throw new AwsError('InvalidArgument', message, {
      status: 400,
      fields: { ArgumentName: 'x-amz-tagging', ArgumentValue: header },
    })
  }
  return checkedTags(
    pairs.map(([Key, Value]) => ({ Key, Value })),
    'object',
  )
}

export const tagList = (tags: Readonly<Record<string, string>> = {}): Tag[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
