import {
  DeleteInstanceProfileCommand,
  DeleteRoleCommand,
  type InstanceProfile,
  RemoveRoleFromInstanceProfileCommand,
} from '@aws-sdk/client-iam'
import { iam } from '../aws/iam.ts'
import { type Step, type StepWithInput, stepWith } from '../parts/steps.ts'
import { heldPolicies, removalOf } from '../permissions/held-policies.ts'
import { profilesOf } from './roles.ts'

/**
 * What it takes to delete the role, in order, as AWS's console does it: IAM refuses to delete a role that holds a policy
 * or stands in an instance profile. A profile that has the role's name is deleted, others only lose the role.
 */
export async function deletionOf(RoleName: string): Promise<readonly Step[]> {
  const [policies, profiles] = await Promise.all([heldPolicies({ kind: 'role', name: RoleName }), profilesOf(RoleName)])
  return [
    ...policies.map(removalOf),
    ...profiles.flatMap((profile) => profileSteps(profile, RoleName)),
    { what: `Delete the role ${RoleName}`, run: () => iam().send(new DeleteRoleCommand({ RoleName })) },
  ]
}

function profileSteps({ InstanceProfileName = '' }: InstanceProfile, RoleName: string): readonly Step[] {
  const removal = removalFromProfile(InstanceProfileName, RoleName)
  return InstanceProfileName === RoleName ? [removal, profileDeletion(InstanceProfileName)] : [removal]
}

export const removalFromProfile = (InstanceProfileName: string, RoleName: string): StepWithInput =>
  stepWith(
    `Remove the role ${RoleName} from the instance profile ${InstanceProfileName}`,
    { InstanceProfileName, RoleName },
    (input) => iam().send(new RemoveRoleFromInstanceProfileCommand(input)),
  )

export const profileDeletion = (InstanceProfileName: string): StepWithInput =>
  stepWith(`Delete the instance profile ${InstanceProfileName}`, { InstanceProfileName }, (input) =>
    iam().send(new DeleteInstanceProfileCommand(input)),
  )
