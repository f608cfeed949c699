import { type Call, type Check, type Fail, operation } from '../aws/operation.ts'
import type { State } from '../state/table.ts'
import { findGroup, type LogGroup, logGroups, placeOfIdentifier, requireGroup } from './log-group.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagResource.html */
export const MAX_TAGS = 50

export const TagResource = operation('logs', 'TagResource', {
  authorization: {
    kind: 'permissions',
    check: (call) => [resourceCheck('logs:TagResource', call, { requestTags: call.input.tags })],
  },
  handle(call) {
    const group = requireResource(call.tx, call, call.fail)
    const tags = { ...group.tags, ...call.input.tags }
    if (Object.keys(tags).length > MAX_TAGS)
      call.fail('TooManyTagsException', `A resource can have no more than ${MAX_TAGS} tags.`, {
        resourceName: call.input.resourceArn,
      })
    call.tx.put(logGroups, { ...group, tags })
  },
})

export const UntagResource = operation('logs', 'UntagResource', {
  authorization: {
    kind: 'permissions',
    check: (call) => [resourceCheck('logs:UntagResource', call, { context: { 'aws:TagKeys': call.input.tagKeys } })],
  },
  handle(call) {
    const group = requireResource(call.tx, call, call.fail)
    call.tx.put(logGroups, { ...group, tags: without(group.tags, call.input.tagKeys) })
  },
})

export const ListTagsForResource = operation('logs', 'ListTagsForResource', {
  authorization: {
    kind: 'permissions',
    check: (call) => [resourceCheck('logs:ListTagsForResource', call)],
  },
  read: (call) => ({ tags: requireResource(call.state, call, call.fail).tags }),
})

export const without = (
  tags: Readonly<Record<string, string>>,
  keys: readonly string[],
): Readonly<Record<string, string>> => Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)))

type TagCall = Pick<Call<{ readonly resourceArn: string }>, 'input' | 'caller' | 'region'>

/** These three ask about the group's ARN without `:*`, unlike all others. */
function resourceCheck(action: string, call: TagCall & { readonly state: State }, extra: Partial<Check> = {}): Check {
  const place = placeOfIdentifier(call, call.input.resourceArn)
  const resourceTags = place && findGroup(call.state, place)?.tags
  return { action, resource: call.input.resourceArn.replace(/:\*$/, ''), resourceTags, ...extra }
}

/** Log groups are the only resources with tags here; others do not exist. */
function requireResource(state: State, call: TagCall, fail: Fail<'ResourceNotFoundException'>): LogGroup {
  const place = placeOfIdentifier(call, call.input.resourceArn)
  return place
    ? requireGroup(state, place, fail)
    : fail('ResourceNotFoundException', 'The specified resource does not exist.')
}
