import { operation } from '../aws/operation.ts'
import { onSubject } from '../iam/subject.ts'
import { requiredVersion } from './find.ts'
import { customerPolicy, managedPolicies, policySubject } from './records.ts'

export const SetDefaultPolicyVersion = operation('iam', 'SetDefaultPolicyVersion', {
  authorization: onSubject(policySubject, 'SetDefaultPolicyVersion'),
  handle({ input, caller, tx, fail }) {
    const found = customerPolicy(tx, caller.account, input.PolicyArn)
    const { policy, version } = requiredVersion(found, input, fail)
    tx.put(managedPolicies, { ...policy, defaultVersionId: version.id })
  },
})
