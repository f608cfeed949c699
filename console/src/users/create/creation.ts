import { CreateUserCommand, GetUserPolicyCommand } from '@aws-sdk/client-iam'
import { iam } from '../../aws/iam.ts'
import { additionToGroup } from '../../groups/groups.ts'
import { shownPolicy } from '../../parts/policy-text.ts'
import { type StepWithInput, stepWith } from '../../parts/steps.ts'
import { attachmentOf, heldPolicies } from '../../permissions/held-policies.ts'
import { HOLDER_CALLS } from '../../permissions/holder-calls.ts'
import { type ConsolePassword, passwordCreation, passwordSteps } from '../login-profile.ts'
import { getUser, listGroupsOf } from '../users.ts'
import type { UserDraft } from './user-draft.ts'

/** What a user is permitted by, of its own and by its groups. */
export interface Permissions {
  readonly groups: readonly string[]
  /** ARNs of managed policies. */
  readonly attached: readonly string[]
  readonly inline: readonly { readonly name: string; readonly document: string }[]
  /** ARN of the permissions boundary. */
  readonly boundary: string | undefined
}

/** The permissions of the draft; those that are copied are read. A boundary of the draft's own comes first. */
export async function permissionsOf(
  draft: Pick<UserDraft, 'way' | 'groups' | 'copied' | 'policies' | 'limited' | 'boundary'>,
): Promise<Permissions> {
  const own = draft.limited ? draft.boundary[0]?.Arn : undefined
  const none = { groups: [], attached: [], inline: [], boundary: own }
  if (draft.way === 'group') return { ...none, groups: draft.groups.map(({ GroupName = '' }) => GroupName) }
  if (draft.way === 'attach') return { ...none, attached: draft.policies.map(({ Arn = '' }) => Arn) }
  const copied = await permissionsOfUser(draft.copied[0]?.UserName ?? '')
  return { ...copied, boundary: own ?? copied.boundary }
}

async function permissionsOfUser(UserName: string): Promise<Permissions> {
  const [groups, policies, user] = await Promise.all([
    listGroupsOf(UserName),
    // Those of the groups come with the groups.
    heldPolicies({ kind: 'user', name: UserName }),
    getUser(UserName),
  ])
  const inline = policies.filter(({ arn }) => arn === undefined)
  return {
    groups: groups.map(({ GroupName = '' }) => GroupName),
    attached: policies.flatMap(({ arn }) => (arn === undefined ? [] : [arn])),
    inline: await Promise.all(
      inline.map(async ({ name }) => {
        const { PolicyDocument } = await iam().send(new GetUserPolicyCommand({ UserName, PolicyName: name }))
        return { name, document: shownPolicy(PolicyDocument) }
      }),
    ),
    boundary: user.PermissionsBoundary?.PermissionsBoundaryArn,
  }
}

/**
 * What it takes to make the user, in order. The password comes last: once it is set nothing can fail before it has been
 * shown.
 */
export function creationOf(
  { name, tags }: UserDraft,
  { groups, attached, inline, boundary }: Permissions,
  password: ConsolePassword | undefined,
): readonly StepWithInput[] {
  const holder = { kind: 'user', name } as const
  const input = {
    UserName: name,
    ...(boundary !== undefined && { PermissionsBoundary: boundary }),
    ...(tags.length > 0 && { Tags: tags.map(({ key, value }) => ({ Key: key, Value: value })) }),
  }
  return [
    stepWith(`Create the user ${name}`, input, (user) => iam().send(new CreateUserCommand(user))),
    ...groups.map((group) => additionToGroup(name, group)),
    ...attached.map((arn) => attachmentOf(holder, arn)),
    ...inline.map((policy) =>
      stepWith(`Create the inline policy ${policy.name} of ${name}`, policy, (inlined) =>
        HOLDER_CALLS.user.putInline(name, inlined.name, inlined.document),
      ),
    ),
    ...(password ? passwordSteps(name, password, passwordCreation) : []),
  ]
}
