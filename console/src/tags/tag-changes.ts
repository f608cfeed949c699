import type { EditedTag } from '../parts/TagFields.tsx'

/** What has to be called to turn the tags into others; removals come first, so that a key can change its case. */
export function tagChanges(before: readonly EditedTag[], after: readonly EditedTag[]) {
  const were = new Map(before.map(({ key, value }) => [key, value]))
  const are = new Map(after.map(({ key, value }) => [key, value]))
  return {
    removed: [...were.keys()].filter((key) => !are.has(key)),
    set: [...are].filter(([key, value]) => were.get(key) !== value).map(([Key, Value]) => ({ Key, Value })),
  }
}

/**
 * Why the tags cannot be saved as they stand; undefined: they can. IAM tells keys apart without their case, and EC2 with
 * it.
 */
export function tagsBlocked(tags: readonly EditedTag[], { byCase = false } = {}): string | undefined {
  if (tags.some(({ key }) => key === '')) return 'Enter the key of every tag, or remove the tag.'
  const keys = tags.map(({ key }) => (byCase ? key : key.toLowerCase()))
  const twice = tags.find((_, index) => keys.indexOf(keys[index] ?? '') !== index)
  return twice && `The key ${twice.key} is there twice.`
}
