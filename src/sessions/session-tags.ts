import type { Session } from '../aws/caller.ts'

interface Tag {
  readonly Key: string
  readonly Value: string
}

export interface SessionTags {
  readonly tags: Readonly<Record<string, string>>
  readonly transitiveTagKeys: readonly string[]
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/**
 * The tags of a session: those passed, with the caller's transitive ones inherited. Keys compare without case.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export function sessionTags(
  passed: readonly Tag[],
  transitiveKeys: readonly string[],
  caller: Session | undefined,
): SessionTags | { readonly problem: string } {
  for (const [index, tag] of passed.entries()) {
    if (tag.Key.toLowerCase().startsWith('aws:')) {
      return { problem: 'aws: prefixed tag key names are not allowed for external use.' }
    }
    if (passed.slice(0, index).some((other) => same(other.Key, tag.Key))) {
      return { problem: 'Duplicate tag keys found. Please note that Tag keys are case insensitive.' }
    }
  }
  const inherited = caller?.transitiveTagKeys ?? []
  if ([...transitiveKeys, ...passed.map((tag) => tag.Key)].some((key) => inherited.some((other) => same(key, other)))) {
    return {
      problem:
        "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    }
  }
  const transitive: string[] = []
  for (const key of transitiveKeys) {
    const tag = passed.find((other) => same(other.Key, key))
    if (!tag) return { problem: 'The specified transitive tag key must be included in the requested tags.' }
    // In the tag's own spelling: the next session of the chain looks its value up by it.
    if (!transitive.includes(tag.Key)) transitive.push(tag.Key)
  }
  // fromEntries, not assignment: a key named __proto__ is a key like any other.
  const tags = Object.fromEntries([
    ...inherited.map((key) => [key, caller?.tags[key] ?? '']),
    ...passed.map((tag) => [tag.Key, tag.Value]),
  ])
  return { tags, transitiveTagKeys: [...inherited, ...transitive] }
}
