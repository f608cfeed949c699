import { operation } from '../aws/operation.ts'
import { onSubject, required } from '../iam/subject.ts'
import { roleSubject, roles } from './records.ts'
import { checkedTrustPolicy } from './trust-policy.ts'

export const UpdateAssumeRolePolicy = operation('iam', 'UpdateAssumeRolePolicy', {
  authorization: onSubject(roleSubject, 'UpdateAssumeRolePolicy'),
  handle({ tx, ...call }) {
    const role = required(roleSubject, tx, call)
    tx.put(roles, { ...role, trustPolicy: checkedTrustPolicy(tx, call.input.PolicyDocument, call.fail) })
  },
})
