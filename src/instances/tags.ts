import type { Tag, TagSpecification } from '../aws/generated/ec2.ts'
import type { Fail } from '../aws/operation.ts'

export type Tags = Readonly<Record<string, string>>

const MAX_TAGS = 50

/** False for a tag that AWS itself sets: it is not counted, and nobody adds or deletes one. */
export const isUserTag = (key: string): boolean => !key.toLowerCase().startsWith('aws:')

/** The tags of a request as a record. Errors: EC2's for keys and values out of bounds, doubled or reserved. */
export function readTags(tags: readonly Tag[] | undefined, fail: Fail<string>): Tags {
  // No prototype: `__proto__` is a legal tag key.
  const read: Record<string, string> = Object.create(null)
  for (const { Key = '', Value = '' } of tags ?? []) {
    if (Key === '' || Key.length > 127) {
      fail('InvalidParameterValue', `Tag key exceeds the maximum length of 127 characters or is empty.`)
    }
    if (Value.length > 255) fail('InvalidParameterValue', 'Tag value exceeds the maximum length of 255 characters')
    if (!isUserTag(Key)) {
      fail('InvalidParameterValue', `Tag keys starting with 'aws:' are reserved for internal use`)
    }
    if (Object.hasOwn(read, Key)) fail('InvalidParameterValue', `Duplicate tag key '${Key}' specified.`)
    read[Key] = Value
  }
  return read
}

/** The tags that TagSpecifications asks for each of the resource types the operation makes. */
export function readTagSpecifications<const T extends string>(
  specifications: readonly TagSpecification[] | undefined,
  types: readonly T[],
  fail: Fail<string>,
): Readonly<Partial<Record<T, Tags>>> {
  const read: Partial<Record<T, Tags>> = {}
  for (const { ResourceType = '', Tags } of specifications ?? []) {
    const type = types.find((known) => known === ResourceType)
    if (type === undefined) {
      return fail(
        'InvalidParameterValue',
        `'${ResourceType}' is not a valid taggable resource type for this operation.`,
      )
    }
    if (read[type])
      fail('InvalidParameterValue', `The same resource type may not be specified more than once in tag specifications`)
    const tags = readTags(Tags, fail)
    requireTagCount(tags, fail)
    if (Object.keys(tags).length > 0) read[type] = tags
  }
  return read
}

export function requireTagCount(tags: Tags, fail: Fail<string>): void {
  if (Object.keys(tags).filter(isUserTag).length > MAX_TAGS) {
    fail('TagLimitExceeded', 'The maximum number of Tags for a resource has been reached.')
  }
}

/**
 * Tag keys become path segments of the metadata service, so other characters are refused while its tags are enabled.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/work-with-tags-in-IMDS.html
 */
export function requireMetadataTagKeys(tags: Tags, fail: Fail<string>): void {
  for (const key of Object.keys(tags)) {
    if (/^[0-9a-zA-Z\-_+=,.@:]{1,255}$/.test(key) && key !== '.' && key !== '..' && key !== '_index') continue
    fail(
      'InvalidParameterValue',
      `'${key}' is not a valid tag key. Tag keys must match pattern ([0-9a-zA-Z\\-_+=,.@:]{1,255}), and must not be a reserved name ('.', '..', '_index')`,
    )
  }
}

/** In AWS's order of keys; an empty set is left out of answers by the caller's choice. */
export const tagList = (tags: Tags): readonly { Key: string; Value: string }[] =>
  Object.keys(tags)
    .sort()
    .map((Key) => ({ Key, Value: tags[Key] ?? '' }))
