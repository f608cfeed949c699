import type { Fail, OperationDefinition } from '../aws/operation.ts'
import { type Entity, own, type Tagged, type Tags, without } from './entity.ts'
import { type PageInput, pageByPosition, sortedBy } from './pages.ts'
import { QUOTAS } from './quotas.ts'
import { type Naming, onSubject, required, type Subject } from './subject.ts'

export interface Tag {
  readonly Key: string
  readonly Value: string
}

/** Tags as condition keys see them. */
export const tagRecord = (tags: readonly Tag[] | undefined): Tags =>
  Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key, Value]))

/** Tags as answers show them: sorted by key, as AWS lists them. */
export const tagList = (tags: Tags): Tag[] =>
  sortedBy(
    Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    ({ Key }) => Key,
  )

/** `Tags` for an answer that leaves the member out when there is none. */
export const tagsIfAny = (tags: Tags): { readonly Tags?: Tag[] } =>
  Object.keys(tags).length === 0 ? {} : { Tags: tagList(tags) }

/**
 * How a subject compares tag keys. Users and roles ignore case; managed policies and instance profiles do not.
 * Both sentences are recorded from AWS.
 */
export type TagCase = 'ignores case' | 'minds case'

/** The tags of a new entity. Fails with InvalidInput for a key that comes twice. */
export const newTags = (tags: readonly Tag[] | undefined, tagCase: TagCase, fail: Fail<'InvalidInput'>): Tags =>
  merged({}, tags ?? [], tagCase, fail)

/** The tags after TagRole and its twins. Fails with InvalidInput for a key that comes twice or is AWS's. */
function merged(before: Tags, tags: readonly Tag[], tagCase: TagCase, fail: Fail<'InvalidInput'>): Tags {
  const folded = (key: string): string => (tagCase === 'ignores case' ? key.toLowerCase() : key)
  if (new Set(tags.map(({ Key }) => folded(Key))).size < tags.length) {
    const sentence = 'Duplicate tag keys found.'
    return fail(
      'InvalidInput',
      tagCase === 'ignores case' ? `${sentence} Please note that Tag keys are case insensitive.` : sentence,
    )
  }
  let after: Tags = before
  for (const { Key, Value } of tags) {
    if (Key.toLowerCase().startsWith('aws:')) {
      fail('InvalidInput', 'aws: prefixed tag key names are not allowed for external use.')
    }
    const replaced = Object.keys(after).find((key) => folded(key) === folded(Key))
    after = { ...(replaced === undefined ? after : without(after, replaced)), [Key]: Value }
  }
  return after
}

export const tagging = <R extends Entity & Tagged, K extends string>(
  subject: Subject<R, K>,
  tagCase: TagCase,
): OperationDefinition<
  Naming<K> & { readonly Tags: readonly Tag[] },
  void,
  'NoSuchEntity' | 'InvalidInput' | 'LimitExceeded'
> => ({
  authorization: onSubject(subject, `Tag${subject.word}`, ({ Tags }: { readonly Tags: readonly Tag[] }) => ({
    requestTags: tagRecord(Tags),
  })),
  handle({ tx, ...call }) {
    const record = required(subject, tx, call)
    const tags = merged(record.tags, call.input.Tags, tagCase, call.fail)
    if (Object.keys(tags).length > QUOTAS.tags) {
      call.fail('LimitExceeded', `The number of tags has reached the maximum limit.`)
    }
    tx.put(subject.table, { ...record, tags })
  },
})

export const untagging = <R extends Entity & Tagged, K extends string>(
  subject: Subject<R, K>,
  tagCase: TagCase,
): OperationDefinition<Naming<K> & { readonly TagKeys: readonly string[] }, void, 'NoSuchEntity'> => ({
  authorization: onSubject(subject, `Untag${subject.word}`, ({ TagKeys }: { readonly TagKeys: readonly string[] }) => ({
    context: { 'aws:TagKeys': TagKeys },
  })),
  handle({ tx, ...call }) {
    const record = required(subject, tx, call)
    let tags = record.tags
    for (const key of call.input.TagKeys) {
      for (const name of Object.keys(tags)) {
        const same = tagCase === 'ignores case' ? name.toLowerCase() === key.toLowerCase() : name === key
        if (same && own(tags, name) !== undefined) tags = without(tags, name)
      }
    }
    tx.put(subject.table, { ...record, tags })
  },
})

export const listingTags = <R extends Entity & Tagged, K extends string>(
  subject: Subject<R, K>,
): OperationDefinition<
  Naming<K> & PageInput,
  { readonly Tags: readonly Tag[]; readonly IsTruncated: boolean; readonly Marker?: string },
  'NoSuchEntity' | 'ValidationError'
> => ({
  authorization: onSubject(subject, `List${subject.word}Tags`),
  read({ state, ...call }) {
    const { items, more } = pageByPosition(tagList(required(subject, state, call).tags), call.input, call.fail)
    return { Tags: items, ...more }
  },
})
