import { operation } from '../aws/operation.ts'
import { creationChecks, refuseExisting } from '../iam/creation.ts'
import { type Group, groupSubject, groups } from './records.ts'
import { groupView } from './views.ts'

export const CreateGroup = operation('iam', 'CreateGroup', {
  authorization: {
    kind: 'permissions',
    check: ({ input, caller }) =>
      creationChecks('group', {
        account: caller.account,
        name: input.GroupName,
        path: input.Path,
        action: 'iam:CreateGroup',
      }),
  },
  handle({ input, caller, now, ids, tx, fail }) {
    refuseExisting(tx, groupSubject, caller.account, input.GroupName, 'Group with name', fail)
    const group: Group = {
      account: caller.account,
      id: ids.unique('AGPA'),
      name: input.GroupName,
      path: input.Path ?? '/',
      created: now,
      inlinePolicies: {},
      attachedPolicies: [],
    }
    tx.put(groups, group)
    return { Group: groupView(group) }
  },
})
