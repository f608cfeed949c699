import { AddRoleToInstanceProfileCommand, CreateInstanceProfileCommand, CreateRoleCommand } from '@aws-sdk/client-iam'
import { iam } from '../../aws/iam.ts'
import type { Step } from '../../parts/steps.ts'
import { attachmentOf } from '../../permissions/held-policies.ts'
import { chosenUseCase, descriptionOf, type RoleDraft, trustOf } from './role-draft.ts'

/**
 * What it takes to make the role, in order: the role, its policies, and for a role that instances carry an instance profile
 * of its name, as AWS's console does it. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html
 */
export function creationOf(draft: RoleDraft, ownAccount: string): readonly Step[] {
  const { name, policies } = draft
  const holder = { kind: 'role', name } as const
  return [
    { what: `Create the role ${name}`, run: () => iam().send(new CreateRoleCommand(createInput(draft, ownAccount))) },
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

const profileSteps = (name: string): readonly Step[] => [
  {
    what: `Create the instance profile ${name}`,
    run: () => iam().send(new CreateInstanceProfileCommand({ InstanceProfileName: name })),
  },
  addRoleToProfile(name, name),
]

/** Has the instance profile carry the role. */
export const addRoleToProfile = (InstanceProfileName: string, RoleName: string): Step => ({
  what: `Add the role ${RoleName} to the instance profile ${InstanceProfileName}`,
  run: () => iam().send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName })),
})
