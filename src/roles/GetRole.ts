import { operation } from '../aws/operation.ts'
import { onSubject, required } from '../iam/subject.ts'
import { roleSubject } from './records.ts'
import { fullRoleView } from './views.ts'

export const GetRole = operation('iam', 'GetRole', {
  authorization: onSubject(roleSubject, 'GetRole'),
  read: ({ state, ...call }) => ({ Role: fullRoleView(state, required(roleSubject, state, call)) }),
})
