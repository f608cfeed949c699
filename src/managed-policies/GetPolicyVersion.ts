import { operation } from '../aws/operation.ts'
import { onReadablePolicy } from './authorization.ts'
import { managedPolicy, requiredVersion } from './find.ts'
import { fullVersionView } from './views.ts'

export const GetPolicyVersion = operation('iam', 'GetPolicyVersion', {
  authorization: onReadablePolicy('GetPolicyVersion'),
  read({ input, caller, state, fail }) {
    const found = managedPolicy(state, caller.account, input.PolicyArn)
    const { policy, version } = requiredVersion(found, input, fail)
    return { PolicyVersion: fullVersionView(policy, version) }
  },
})
