import { operation } from '../aws/operation.ts'
import { onSubject } from '../iam/subject.ts'
import { requiredVersion } from './find.ts'
import { customerPolicy, managedPolicies, policySubject } from './records.ts'

export const DeletePolicyVersion = operation('iam', 'DeletePolicyVersion', {
  authorization: onSubject(policySubject, 'DeletePolicyVersion'),
  handle({ input, caller, tx, fail }) {
    const found = customerPolicy(tx, caller.account, input.PolicyArn)
    const { policy, version } = requiredVersion(found, input, fail)
    if (version.id === policy.defaultVersionId) {
      fail('DeleteConflict', 'Cannot delete the default version of a policy.')
    }
    const versions = policy.versions.filter(({ id }) => id !== version.id)
    tx.put(managedPolicies, { ...policy, versions })
  },
})
