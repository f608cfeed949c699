import type { IamInstanceProfileAssociation } from '../aws/generated/ec2.ts'
import type { Fail } from '../aws/operation.ts'
import type { State } from '../state/table.ts'
import { type InstanceRecord, instances, type ProfileAssociation } from './records.ts'

export type AssociatedInstance = InstanceRecord & { readonly association: ProfileAssociation }

/** The instance of the account and region that carries this association. */
export function findAssociated(
  state: State,
  id: string,
  { caller, region }: { readonly caller: { readonly account: string }; readonly region: string },
): AssociatedInstance | undefined {
  return state
    .find(instances, 'association', id)
    .filter(isAssociated)
    .find((instance) => instance.account === caller.account && instance.region === region)
}

export const isAssociated = (instance: InstanceRecord): instance is AssociatedInstance =>
  instance.association !== undefined

/** The association's instance, or InvalidAssociationID.NotFound. */
export function requireAssociated(
  state: State,
  id: string,
  where: { readonly caller: { readonly account: string }; readonly region: string; readonly fail: Fail<string> },
): AssociatedInstance {
  return (
    findAssociated(state, id, where) ??
    where.fail('InvalidAssociationID.NotFound', `An invalid association-id of '${id}' was given`)
  )
}

/** The association in the state that an answer names. */
export const describeAssociation = (
  instance: AssociatedInstance,
  state: 'associating' | 'associated' | 'disassociating',
  timestamp?: number,
): IamInstanceProfileAssociation => ({
  AssociationId: instance.association.id,
  InstanceId: instance.id,
  IamInstanceProfile: { Arn: instance.association.profileArn, Id: instance.association.profileId },
  State: state,
  ...(timestamp === undefined ? {} : { Timestamp: new Date(timestamp) }),
})
