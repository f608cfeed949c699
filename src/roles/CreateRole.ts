import { operation } from '../aws/operation.ts'
import { creationChecks, refuseExisting } from '../iam/creation.ts'
import { boundaryIfAny } from '../iam/permissions-boundaries.ts'
import { newTags } from '../iam/tags.ts'
import { boundaryPolicy } from '../managed-policies/find.ts'
import { type Role, roleSubject, roles } from './records.ts'
import { checkedTrustPolicy } from './trust-policy.ts'
import { roleView } from './views.ts'

const DEFAULT_SESSION_SECONDS = 3600

export const CreateRole = operation('iam', 'CreateRole', {
  authorization: {
    kind: 'permissions',
    check: ({ input, caller }) =>
      creationChecks('role', {
        account: caller.account,
        name: input.RoleName,
        path: input.Path,
        action: 'iam:CreateRole',
        tagAction: 'iam:TagRole',
        tags: input.Tags,
        context: { 'iam:PermissionsBoundary': input.PermissionsBoundary },
      }),
  },
  handle({ input, caller, now, ids, tx, fail }) {
    const { account } = caller
    refuseExisting(tx, roleSubject, account, input.RoleName, 'Role with name', fail)
    const role: Role = {
      account,
      id: ids.unique('AROA'),
      name: input.RoleName,
      path: input.Path ?? '/',
      created: now,
      trustPolicy: checkedTrustPolicy(tx, input.AssumeRolePolicyDocument, fail),
      description: input.Description,
      maxSessionDuration: input.MaxSessionDuration ?? DEFAULT_SESSION_SECONDS,
      permissionsBoundary:
        input.PermissionsBoundary === undefined
          ? undefined
          : boundaryPolicy(tx, account, input.PermissionsBoundary, fail),
      tags: newTags(input.Tags, 'ignores case', fail),
      inlinePolicies: {},
      attachedPolicies: [],
    }
    tx.put(roles, role)
    return {
      Role: {
        ...roleView(tx, role),
        ...boundaryIfAny(role.permissionsBoundary),
        // As given, not sorted: AWS echoes them.
        ...(input.Tags?.length && { Tags: input.Tags }),
      },
    }
  },
})
