import { operation } from '../aws/operation.ts'
import { groupCheck, logGroups, placeOf, requireGroup } from './log-group.ts'
import { MAX_TAGS, without } from './TagResource.ts'

/** The older three, which take the group's name. */
export const TagLogGroup = operation('logs', 'TagLogGroup', {
  authorization: {
    kind: 'permissions',
    check: (call) => [
      groupCheck('logs:TagLogGroup', placeOf(call, call.input.logGroupName), call.state, {
        requestTags: call.input.tags,
      }),
    ],
  },
  handle(call) {
    const group = requireGroup(call.tx, placeOf(call, call.input.logGroupName), call.fail)
    const tags = { ...group.tags, ...call.input.tags }
    if (Object.keys(tags).length > MAX_TAGS)
      call.fail('InvalidParameterException', `A log group can have no more than ${MAX_TAGS} tags.`)
    call.tx.put(logGroups, { ...group, tags })
  },
})

export const UntagLogGroup = operation('logs', 'UntagLogGroup', {
  authorization: {
    kind: 'permissions',
    check: (call) => [
      groupCheck('logs:UntagLogGroup', placeOf(call, call.input.logGroupName), call.state, {
        context: { 'aws:TagKeys': call.input.tags },
      }),
    ],
  },
  handle(call) {
    const group = requireGroup(call.tx, placeOf(call, call.input.logGroupName), call.fail)
    call.tx.put(logGroups, { ...group, tags: without(group.tags, call.input.tags) })
  },
})

export const ListTagsLogGroup = operation('logs', 'ListTagsLogGroup', {
  authorization: {
    kind: 'permissions',
    check: (call) => [groupCheck('logs:ListTagsLogGroup', placeOf(call, call.input.logGroupName), call.state)],
  },
  read: (call) => ({ tags: requireGroup(call.state, placeOf(call, call.input.logGroupName), call.fail).tags }),
})
