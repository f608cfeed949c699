import { operation } from '../aws/operation.ts'
import { describeAssociation, findAssociated, requireAssociated } from './associations.ts'
import { describeCheck, instanceCheck } from './instance-check.ts'
import { findProfile, newAssociation, passRoleChecks, requireProfile } from './profile-reference.ts'
import { instances } from './records.ts'

/** Only a running instance's association can be replaced; the new one has an id of its own. */
export const ReplaceIamInstanceProfileAssociation = operation('ec2', 'ReplaceIamInstanceProfileAssociation', {
  authorization: {
    kind: 'permissions',
    check: (call) => {
      const { input, caller, region, state } = call
      const spec = input.IamInstanceProfile
      const instance = findAssociated(state, input.AssociationId, call)
      const profileArn = findProfile(state, caller.account, spec)?.arn ?? spec.Arn
      const action = 'ec2:ReplaceIamInstanceProfileAssociation'
      return [
        instance
          ? instanceCheck(action, instance.id, call, { 'ec2:NewInstanceProfile': profileArn })
          : describeCheck(action, call),
        ...passRoleChecks(state, caller.account, region, spec),
      ]
    },
  },
  handle(call) {
    const { input, caller, now, ids, tx, fail } = call
    const instance = requireAssociated(tx, input.AssociationId, call)
    const profile = requireProfile(tx, caller.account, input.IamInstanceProfile, fail)
    if (instance.state !== 'running') {
      fail('IncorrectState', `The association ${input.AssociationId} is not the active association`)
    }
    const replaced = { ...instance, association: newAssociation(profile, ids, now) }
    tx.put(instances, replaced)
    return { IamInstanceProfileAssociation: describeAssociation(replaced, 'associating', now) }
  },
})
