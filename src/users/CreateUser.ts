import { operation } from '../aws/operation.ts'
import { creationChecks, refuseExisting } from '../iam/creation.ts'
import { boundaryIfAny } from '../iam/permissions-boundaries.ts'
import { newTags } from '../iam/tags.ts'
import { boundaryPolicy } from '../managed-policies/find.ts'
import { type User, userSubject, users } from './records.ts'
import { userView } from './views.ts'

export const CreateUser = operation('iam', 'CreateUser', {
  authorization: {
    kind: 'permissions',
    check: ({ input, caller }) =>
      creationChecks('user', {
        account: caller.account,
        name: input.UserName,
        path: input.Path,
        action: 'iam:CreateUser',
        tagAction: 'iam:TagUser',
        tags: input.Tags,
        context: { 'iam:PermissionsBoundary': input.PermissionsBoundary },
      }),
  },
  handle({ input, caller, now, ids, tx, fail }) {
    const { account } = caller
    refuseExisting(tx, userSubject, account, input.UserName, 'User with name', fail)
    const user: User = {
      account,
      id: ids.unique('AIDA'),
      name: input.UserName,
      path: input.Path ?? '/',
      created: now,
      permissionsBoundary:
        input.PermissionsBoundary === undefined
          ? undefined
          : boundaryPolicy(tx, account, input.PermissionsBoundary, fail),
      tags: newTags(input.Tags, 'ignores case', fail),
      inlinePolicies: {},
      attachedPolicies: [],
      groupIds: [],
    }
    tx.put(users, user)
    return {
      User: {
        ...userView(user),
        ...boundaryIfAny(user.permissionsBoundary),
        // As given, not sorted: AWS echoes them.
        ...(input.Tags?.length && { Tags: input.Tags }),
      },
    }
  },
})
