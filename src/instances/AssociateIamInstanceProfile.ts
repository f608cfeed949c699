import { operation } from '../aws/operation.ts'
import { describeAssociation } from './associations.ts'
import { requireInstance } from './find-instances.ts'
import { instanceCheck } from './instance-check.ts'
import { findProfile, newAssociation, passRoleChecks, requireProfile } from './profile-reference.ts'
import { instances } from './records.ts'

/** An instance carries one profile at most; a running or a stopped one takes it. */
export const AssociateIamInstanceProfile = operation('ec2', 'AssociateIamInstanceProfile', {
  authorization: {
    kind: 'permissions',
    check: (call) => {
      const { input, caller, region, state } = call
      const spec = input.IamInstanceProfile
      const profileArn = findProfile(state, caller.account, spec)?.arn ?? spec.Arn
      return [
        instanceCheck('ec2:AssociateIamInstanceProfile', input.InstanceId, call, {
          'ec2:NewInstanceProfile': profileArn,
        }),
        ...passRoleChecks(state, caller.account, region, spec),
      ]
    },
  },
  handle(call) {
    const { input, caller, now, ids, tx, fail } = call
    const instance = requireInstance(tx, input.InstanceId, call)
    const profile = requireProfile(tx, caller.account, input.IamInstanceProfile, fail)
    if (instance.association) {
      fail('IncorrectState', `There is an existing association for instance ${instance.id}`)
    }
    if (instance.state === 'terminated') {
      fail('IncorrectInstanceState', `The instance '${instance.id}' is not in the 'running' or 'stopped' states.`)
    }
    const associated = { ...instance, association: newAssociation(profile, ids, now) }
    tx.put(instances, associated)
    return { IamInstanceProfileAssociation: describeAssociation(associated, 'associating', now) }
  },
})
