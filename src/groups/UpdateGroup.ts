import { operation } from '../aws/operation.ts'
import { type Renaming, rename, renamingChecks } from '../iam/renaming.ts'
import { required } from '../iam/subject.ts'
import { groupSubject } from './records.ts'

export const UpdateGroup = operation('iam', 'UpdateGroup', {
  authorization: {
    kind: 'permissions',
    check: ({ input, caller, state }) =>
      renamingChecks(groupSubject, 'group', {
        ...renaming(input),
        state,
        account: caller.account,
        action: 'iam:UpdateGroup',
      }),
  },
  handle({ tx, ...call }) {
    rename(tx, groupSubject, required(groupSubject, tx, call), renaming(call.input), 'Group with name', call.fail)
  },
})

const renaming = (input: {
  readonly GroupName: string
  readonly NewGroupName?: string | undefined
  readonly NewPath?: string | undefined
}): Renaming => ({ name: input.GroupName, newName: input.NewGroupName, newPath: input.NewPath })
