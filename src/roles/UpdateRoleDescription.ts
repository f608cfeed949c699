import { operation } from '../aws/operation.ts'
import { onSubject, required } from '../iam/subject.ts'
import { roleSubject, roles } from './records.ts'
import { descriptionIfAny, roleView } from './views.ts'

export const UpdateRoleDescription = operation('iam', 'UpdateRoleDescription', {
  authorization: onSubject(roleSubject, 'UpdateRoleDescription'),
  handle({ tx, ...call }) {
    const role = { ...required(roleSubject, tx, call), description: call.input.Description }
    tx.put(roles, role)
    return { Role: { ...roleView(tx, role), ...descriptionIfAny(role) } }
  },
})
