import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  type CreateInstanceProfileCommandInput,
  CreateRoleCommand,
} from '@aws-sdk/client-iam'
import { iam } from '../../aws/iam.ts'
import { type StepWithInput, stepWith } from '../../parts/steps.ts'
import { attachmentOf } from '../../permissions/held-policies.ts'
import { chosenUseCase, descriptionOf, type RoleDraft, trustOf } from './role-draft.ts'

/**
 * What it takes to make the role, in order: the role, its policies, and for a role that instances carry an instance profile
 * of its name, as AWS's console does it. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html
 */
export function creationOf(draft: RoleDraft, ownAccount: string): readonly StepWithInput[] {
  const { name, policies } = draft
  const holder = { kind: 'role', name } as const
  return [
    stepWith(`Create the role ${name}`, createInput(draft, ownAccount), (input) =>
      iam().send(new CreateRoleCommand(input)),
    ),
    ...policies.map(({ Arn = '' }) => attachmentOf(holder, Arn)),
    ...(chosenUseCase(draft)?.profile ? profileSteps(name) : []),
  ]
}

function createInput(draft: RoleDraft, ownAccount: string) {
  const [boundary] = draft.limited ? draft.boundary : []
  const Description = descriptionOf(draft)
  return {
    RoleName: draft.name,
    AssumeRolePolicyDocument: trustOf(draft, ownAccount),
    ...(Description !== '' && { Description }),
    ...(boundary?.Arn !== undefined && { PermissionsBoundary: boundary.Arn }),
    ...(draft.tags.length > 0 && { Tags: draft.tags.map(({ key, value }) => ({ Key: key, Value: value })) }),
  }
}

const profileSteps = (name: string): readonly StepWithInput[] => [
  profileCreation({ InstanceProfileName: name }),
  addRoleToProfile(name, name),
]

export const profileCreation = (profile: CreateInstanceProfileCommandInput): StepWithInput =>
  stepWith(`Create the instance profile ${profile.InstanceProfileName}`, profile, (input) =>
    iam().send(new CreateInstanceProfileCommand(input)),
  )

/** Has the instance profile carry the role. */
export const addRoleToProfile = (InstanceProfileName: string, RoleName: string): StepWithInput =>
  stepWith(
    `Add the role ${RoleName} to the instance profile ${InstanceProfileName}`,
    { InstanceProfileName, RoleName },
    (input) => iam().send(new AddRoleToInstanceProfileCommand(input)),
  )
