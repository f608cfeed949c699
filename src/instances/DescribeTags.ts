import { operation } from '../aws/operation.ts'
import { stopDryRun } from './ec2-errors.ts'
import { type FilterFields, filtered, page } from './filters.ts'
import { describeCheck } from './instance-check.ts'
import { type TaggedResource, taggedResources } from './tagged-resources.ts'
import { tagList } from './tags.ts'

export const DescribeTags = operation('ec2', 'DescribeTags', {
  authorization: { kind: 'permissions', check: (call) => [describeCheck('ec2:DescribeTags', call)] },
  read(call) {
    const { input, state, fail } = call
    stopDryRun(input.DryRun)
    const tags = taggedResources(state, call).flatMap(({ id, type, tags }) =>
      tagList(tags).map(({ Key, Value }) => ({ id, type, key: Key, value: Value })),
    )
    const { items, next } = page(filtered(tags, input.Filters, FILTERS, fail), order, input, fail)
    return {
      Tags: items.map(({ id, type, key, value }) => ({ ResourceId: id, ResourceType: type, Key: key, Value: value })),
      NextToken: next,
    }
  },
})

interface TagEntry {
  readonly id: string
  readonly type: TaggedResource['type']
  readonly key: string
  readonly value: string
}

const order = ({ id, key }: TagEntry): string => `${id}\n${key}`

const FILTERS: FilterFields<TagEntry> = {
  key: ({ key }) => [key],
  value: ({ value }) => [value],
  'resource-id': ({ id }) => [id],
  'resource-type': ({ type }) => [type],
}
