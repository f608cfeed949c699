import { operation } from '../aws/operation.ts'
import { onSubject, required } from '../iam/subject.ts'
import { managedPolicies, policySubject } from './records.ts'
import { attachedTo, boundaryOf, countOf } from './usage.ts'

export const DeletePolicy = operation('iam', 'DeletePolicy', {
  authorization: onSubject(policySubject, 'DeletePolicy'),
  handle({ tx, ...call }) {
    const { account } = call.caller
    const { PolicyArn } = call.input
    const policy = required(policySubject, tx, call)
    if (countOf(attachedTo(tx, account, PolicyArn)) + countOf(boundaryOf(tx, account, PolicyArn)) > 0) {
      call.fail('DeleteConflict', 'Cannot delete a policy attached to entities.')
    }
    if (policy.versions.length > 1) {
      call.fail(
        'DeleteConflict',
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      )
    }
    tx.delete(managedPolicies, policy)
  },
})
