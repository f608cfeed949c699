import { operation } from '../aws/operation.ts'
import { inRegion } from '../state/table.ts'
import { findGroup, groupCheck, logGroupArn, logGroups, placeOf } from './log-group.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const MAX_GROUPS = 1_000_000

export const CreateLogGroup = operation('logs', 'CreateLogGroup', {
  authorization: {
    kind: 'permissions',
    check: (call) => [
      groupCheck('logs:CreateLogGroup', placeOf(call, call.input.logGroupName), call.state, {
        requestTags: call.input.tags,
      }),
    ],
  },
  handle(call) {
    const { input, caller, now, ids, tx, may, fail } = call
    const place = placeOf(call, input.logGroupName)
    if (input.tags) {
      const resource = logGroupArn(place)
      const tagging = ['logs:TagResource', 'logs:TagLogGroup']
      if (!tagging.some((action) => may({ action, resource, requestTags: input.tags })))
        fail(
          'AccessDenied',
          `User with accountId: ${caller.account} is not authorized to perform CreateLogGroup with Tags. An additional permission "logs:TagResource" is required.`,
        )
    }
    if (/^aws\//i.test(place.name))
      fail('InvalidParameterException', 'Log groups starting with AWS/ are reserved for AWS.')
    if (input.kmsKeyId !== undefined)
      fail('InvalidParameterException', 'Encryption with a KMS key is not supported by this server.')
    if (findGroup(tx, place)) fail('ResourceAlreadyExistsException', 'The specified log group already exists')
    if (tx.count(logGroups, inRegion(place.account, place.region)) >= MAX_GROUPS)
      fail('LimitExceededException', 'Resource limit exceeded.')
    tx.put(logGroups, {
      ...place,
      id: ids.hex(32),
      createdAt: now,
      class: input.logGroupClass ?? 'STANDARD',
      deletionProtected: input.deletionProtectionEnabled ?? false,
      tags: input.tags ?? {},
    })
  },
})
