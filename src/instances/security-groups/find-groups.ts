import type { Context } from '../../aws/caller.ts'
import type { Check, Fail } from '../../aws/operation.ts'
import type { State } from '../../state/table.ts'
import { defaultNetwork } from '../default-network.ts'
import { ec2Arn, type Place, placeOf } from '../records.ts'
import { findGroup, findGroupNamed, type SecurityGroup } from './records.ts'

interface Asking {
  readonly caller: { readonly account: string }
  readonly region: string
  readonly state: State
}

interface Named {
  readonly GroupId?: string | undefined
  readonly GroupName?: string | undefined
}

/** The group that a request names by id, or by name in the default VPC; undefined when there is none. */
export function findNamedGroup(state: State, place: Place, { GroupId, GroupName }: Named): SecurityGroup | undefined {
  if (GroupId !== undefined) return findGroup(state, place, GroupId)
  return GroupName === undefined ? undefined : findGroupNamed(state, place, GroupName)
}

/** The group that a request names. Errors: MissingParameter, InvalidGroup.NotFound. */
export function requireNamedGroup(state: State, place: Place, named: Named, fail: Fail<string>): SecurityGroup {
  const { GroupId, GroupName } = named
  if (GroupId === undefined && GroupName === undefined) {
    fail('MissingParameter', 'The request must contain the parameter groupName or groupId')
  }
  return findNamedGroup(state, place, named) ?? failNoGroup(place, named, fail)
}

/** InvalidGroup.NotFound in AWS's sentence for ids or for names. */
export function failNoGroup(place: Place, { GroupId, GroupName }: Named, fail: Fail<string>): never {
  if (GroupId !== undefined) return fail('InvalidGroup.NotFound', `The security group '${GroupId}' does not exist`)
  const { vpcId } = defaultNetwork(place.account, place.region)
  return fail('InvalidGroup.NotFound', `The security group '${GroupName}' does not exist in default VPC '${vpcId}'`)
}

/** One question on the group that a request names; of one that does not exist only the id is known. */
export function groupCheck(action: string, named: Named, asking: Asking): Check {
  const place = placeOf(asking)
  const group = findNamedGroup(asking.state, place, named)
  const id = group?.id ?? named.GroupId ?? '*'
  return {
    action,
    resource: ec2Arn(place, 'security-group', id),
    resourceTags: group?.tags,
    context: { 'ec2:Region': place.region, ...groupContext(place, id) },
  }
}

/** What EC2 says about a security group; `*`: one that is not known by an id. */
export const groupContext = (place: Place, id: string): Context => ({
  'ec2:SecurityGroupID': id === '*' ? undefined : id,
  'ec2:Vpc': ec2Arn(place, 'vpc', defaultNetwork(place.account, place.region).vpcId),
})
