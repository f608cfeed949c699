import { operation } from '../aws/operation.ts'
import { onSubject, required } from '../iam/subject.ts'
import { roleSubject, roles } from './records.ts'

/** What the input leaves out stays as it is. */
export const UpdateRole = operation('iam', 'UpdateRole', {
  authorization: onSubject(roleSubject, 'UpdateRole'),
  handle({ tx, ...call }) {
    const role = required(roleSubject, tx, call)
    tx.put(roles, {
      ...role,
      description: call.input.Description ?? role.description,
      maxSessionDuration: call.input.MaxSessionDuration ?? role.maxSessionDuration,
    })
    return {}
  },
})
