import { operation } from '../aws/operation.ts'
import { creationChecks } from '../iam/creation.ts'
import { entityNamed } from '../iam/entity.ts'
import { newTags } from '../iam/tags.ts'
import { checkedDocument } from './document.ts'
import { type ManagedPolicy, managedPolicies } from './records.ts'
import { policyView } from './views.ts'

export const CreatePolicy = operation('iam', 'CreatePolicy', {
  authorization: {
    kind: 'permissions',
    check: ({ input, caller }) =>
      creationChecks('policy', {
        account: caller.account,
        name: input.PolicyName,
        path: input.Path,
        action: 'iam:CreatePolicy',
        tagAction: 'iam:TagPolicy',
        tags: input.Tags,
        shownAs: `policy ${input.PolicyName}`,
      }),
  },
  handle({ input, caller, now, ids, tx, fail }) {
    const { account } = caller
    if (entityNamed(tx, managedPolicies, account, input.PolicyName)) {
      fail(
        'EntityAlreadyExists',
        `A policy called ${input.PolicyName} already exists. Duplicate names are not allowed.`,
      )
    }
    const policy: ManagedPolicy = {
      account,
      id: ids.unique('ANPA'),
      name: input.PolicyName,
      path: input.Path ?? '/',
      created: now,
      updated: now,
      description: input.Description,
      tags: newTags(input.Tags, 'minds case', fail),
      versions: [{ id: 'v1', document: checkedDocument(input.PolicyDocument, fail), created: now }],
      defaultVersionId: 'v1',
      lastVersion: 1,
    }
    tx.put(managedPolicies, policy)
    // As given, not sorted: AWS echoes them.
    return { Policy: { ...policyView(tx, account, policy), ...(input.Tags?.length && { Tags: input.Tags }) } }
  },
})
