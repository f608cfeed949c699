import { operation } from '../aws/operation.ts'
import { describeAssociation, findAssociated, requireAssociated } from './associations.ts'
import { describeCheck, instanceCheck } from './instance-check.ts'
import { instances } from './records.ts'

export const DisassociateIamInstanceProfile = operation('ec2', 'DisassociateIamInstanceProfile', {
  authorization: {
    kind: 'permissions',
    check: (call) => {
      const instance = findAssociated(call.state, call.input.AssociationId, call)
      const action = 'ec2:DisassociateIamInstanceProfile'
      return [instance ? instanceCheck(action, instance.id, call) : describeCheck(action, call)]
    },
  },
  handle(call) {
    const { input, now, tx } = call
    const instance = requireAssociated(tx, input.AssociationId, call)
    tx.put(instances, { ...instance, association: undefined })
    return { IamInstanceProfileAssociation: describeAssociation(instance, 'disassociating', now) }
  },
})
