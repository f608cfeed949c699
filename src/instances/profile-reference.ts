import { iamArn } from '../aws/arn.ts'
import type { IamInstanceProfileSpecification } from '../aws/generated/ec2.ts'
import type { Ids } from '../aws/ids.ts'
import type { Check, Fail } from '../aws/operation.ts'
import { entityNamed, entityWithId } from '../iam/entity.ts'
import { type InstanceProfile, instanceProfiles } from '../instance-profiles/records.ts'
import { passRoleCheck } from '../roles/pass-role.ts'
import { type Role, roles } from '../roles/records.ts'
import type { State } from '../state/table.ts'
import { failInvalidValue } from './ec2-errors.ts'
import { instanceArn, type ProfileAssociation } from './records.ts'

/** An instance profile with the role in it, if there is one. */
export interface ProfileReference {
  readonly name: string
  readonly arn: string
  readonly id: string
  readonly role: Role | undefined
}

/** The profile that an EC2 request names, or undefined when there is none, or it is another account's. */
export function findProfile(
  state: State,
  account: string,
  { Name, Arn }: IamInstanceProfileSpecification,
): ProfileReference | undefined {
  const name = Name ?? Arn?.slice(Arn.lastIndexOf('/') + 1)
  const profile = name === undefined ? undefined : entityNamed(state, instanceProfiles, account, name)
  if (!profile) return undefined
  const reference = referenceOf(state, profile)
  // The name alone is not enough: the path is part of the ARN.
  return Arn !== undefined && Arn !== reference.arn ? undefined : reference
}

/** The profile with this unique id: one that was deleted and made again is not found. */
export function profileWithId(state: State, id: string): ProfileReference | undefined {
  const profile = entityWithId(state, instanceProfiles, id)
  return profile && referenceOf(state, profile)
}

/** The profile with a role in it. Errors: the sentences that clients such as Terraform match on. */
export function requireProfile(
  state: State,
  account: string,
  spec: IamInstanceProfileSpecification,
  fail: Fail<string>,
): ProfileReference {
  const { Name, Arn } = spec
  if (Name !== undefined && Arn !== undefined) {
    fail(
      'InvalidParameterCombination',
      "The parameter 'iamInstanceProfile.name' may not be used in combination with 'iamInstanceProfile.arn'",
    )
  }
  if (Name === undefined && Arn === undefined) {
    fail('MissingParameter', 'The request must contain the parameter iamInstanceProfile.name or iamInstanceProfile.arn')
  }
  const profile = findProfile(state, account, spec)
  if (!profile) {
    return Name === undefined
      ? failInvalidValue(Arn ?? '', 'iamInstanceProfile.arn', 'Invalid IAM Instance Profile ARN', fail)
      : failInvalidValue(Name, 'iamInstanceProfile.name', 'Invalid IAM Instance Profile name', fail)
  }
  if (!profile.role) {
    fail('InvalidParameterValue', `IAM Instance Profile "${profile.arn}" has no associated IAM Roles`)
  }
  return profile
}

/**
 * iam:PassRole on the role in the profile; none where there is no role, since the request then fails by itself.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export function passRoleChecks(
  state: State,
  account: string,
  region: string,
  spec: IamInstanceProfileSpecification | undefined,
): readonly Check[] {
  const role = spec && findProfile(state, account, spec)?.role
  if (!role) return []
  const associatedResource = instanceArn({ account, region }, '*')
  return [passRoleCheck(state, { account, roleName: role.name, service: 'ec2.amazonaws.com', associatedResource })]
}

/** The association of a profile that begins now. */
export const newAssociation = (profile: ProfileReference, ids: Ids, now: number): ProfileAssociation => ({
  id: `iip-assoc-${ids.hex(17)}`,
  profileName: profile.name,
  profileArn: profile.arn,
  profileId: profile.id,
  since: now,
})

const referenceOf = (state: State, profile: InstanceProfile): ProfileReference => ({
  name: profile.name,
  arn: iamArn(profile.account, 'instance-profile', profile.path, profile.name),
  id: profile.id,
  role: profile.roleId === undefined ? undefined : entityWithId(state, roles, profile.roleId),
})
