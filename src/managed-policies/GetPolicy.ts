import { operation } from '../aws/operation.ts'
import { tagList } from '../iam/tags.ts'
import { onReadablePolicy } from './authorization.ts'
import { readablePolicy } from './find.ts'
import { policyView } from './views.ts'

export const GetPolicy = operation('iam', 'GetPolicy', {
  authorization: onReadablePolicy('GetPolicy'),
  read({ state, ...call }) {
    const policy = readablePolicy(state, call)
    return {
      Policy: {
        ...policyView(state, call.caller.account, policy),
        ...(policy.description !== undefined && { Description: policy.description }),
        Tags: tagList(policy.tags),
      },
    }
  },
})
