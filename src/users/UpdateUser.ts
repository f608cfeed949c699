import { operation } from '../aws/operation.ts'
import { type Renaming, rename, renamingChecks } from '../iam/renaming.ts'
import { required } from '../iam/subject.ts'
import { userSubject } from './records.ts'

export const UpdateUser = operation('iam', 'UpdateUser', {
  authorization: {
    kind: 'permissions',
    check: ({ input, caller, state }) =>
      renamingChecks(userSubject, 'user', {
        ...renaming(input),
        state,
        account: caller.account,
        action: 'iam:UpdateUser',
      }),
  },
  handle({ tx, ...call }) {
    rename(tx, userSubject, required(userSubject, tx, call), renaming(call.input), 'User with name', call.fail)
  },
})

const renaming = (input: {
  readonly UserName: string
  readonly NewUserName?: string | undefined
  readonly NewPath?: string | undefined
}): Renaming => ({ name: input.UserName, newName: input.NewUserName, newPath: input.NewPath })
