import { operation } from '../aws/operation.ts'
import { creationChecks, refuseExisting } from '../iam/creation.ts'
import { newTags } from '../iam/tags.ts'
import { type InstanceProfile, instanceProfileSubject, instanceProfiles } from './records.ts'
import { instanceProfileView } from './views.ts'

export const CreateInstanceProfile = operation('iam', 'CreateInstanceProfile', {
  authorization: {
    kind: 'permissions',
    check: ({ input, caller }) =>
      creationChecks('instance-profile', {
        account: caller.account,
        name: input.InstanceProfileName,
        path: input.Path,
        action: 'iam:CreateInstanceProfile',
        tagAction: 'iam:TagInstanceProfile',
        tags: input.Tags,
      }),
  },
  handle({ input, caller, now, ids, tx, fail }) {
    const { account } = caller
    refuseExisting(tx, instanceProfileSubject, account, input.InstanceProfileName, 'Instance Profile', fail)
    const profile: InstanceProfile = {
      account,
      id: ids.unique('AIPA'),
      name: input.InstanceProfileName,
      path: input.Path ?? '/',
      created: now,
      tags: newTags(input.Tags, 'minds case', fail),
    }
    tx.put(instanceProfiles, profile)
    // As given, not sorted: AWS echoes them.
    return { InstanceProfile: { ...instanceProfileView(tx, profile), ...(input.Tags?.length && { Tags: input.Tags }) } }
  },
})
