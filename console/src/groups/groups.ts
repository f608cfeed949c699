import {
  AddUserToGroupCommand,
  CreateGroupCommand,
  DeleteGroupCommand,
  GetGroupCommand,
  type Group,
  ListGroupsCommand,
  RemoveUserFromGroupCommand,
  UpdateGroupCommand,
  type User,
} from '@aws-sdk/client-iam'
import { useQuery } from '@tanstack/react-query'
import { everyPage } from '../aws/every-page.ts'
import { iam } from '../aws/iam.ts'
import { type Step, type StepWithInput, stepWith } from '../parts/steps.ts'
import { heldPolicies, removalOf } from '../permissions/held-policies.ts'

/** The pages above those about groups. */
export const GROUPS_CRUMBS = [
  { text: 'IAM', href: '/iam' },
  { text: 'User groups', href: '/iam/groups' },
]

/** Every group of the account of which `wanted` are shown. */
export const useGroups = (wanted: (group: Group) => boolean = () => true) =>
  useQuery({ queryKey: ['groups'], queryFn: listGroups, select: (groups) => groups.filter(wanted) })

/** 1,000 a call. */
export const listGroups = (): Promise<Group[]> =>
  everyPage(async (Marker: string | undefined) => {
    const { Groups = [], Marker: next } = await iam().send(new ListGroupsCommand({ Marker, MaxItems: 1000 }))
    return { items: Groups, next }
  })

/** A group with its users. */
export interface GroupWithUsers {
  readonly group: Group
  readonly users: readonly User[]
}

export const useGroup = (name: string) => useQuery({ queryKey: ['group', name], queryFn: () => groupWithUsers(name) })

/** The users of the group alone. */
export const useMembers = (name: string) =>
  useQuery({ queryKey: ['group', name], queryFn: () => groupWithUsers(name), select: ({ users }) => users })

async function groupWithUsers(GroupName: string): Promise<GroupWithUsers> {
  let group: Group | undefined
  const users = await everyPage(async (Marker: string | undefined) => {
    const answer = await iam().send(new GetGroupCommand({ GroupName, Marker, MaxItems: 1000 }))
    group = answer.Group
    return { items: answer.Users ?? [], next: answer.Marker }
  })
  if (!group) throw new Error(`The server answered no group ${GroupName}.`)
  return { group, users }
}

export const groupCreation = (GroupName: string): StepWithInput =>
  stepWith(`Create the user group ${GroupName}`, { GroupName }, (input) => iam().send(new CreateGroupCommand(input)))

export const renameGroup = (GroupName: string, NewGroupName: string) =>
  iam().send(new UpdateGroupCommand({ GroupName, NewGroupName }))

export const additionToGroup = (UserName: string, GroupName: string): StepWithInput =>
  stepWith(`Add the user ${UserName} to the group ${GroupName}`, { UserName, GroupName }, (input) =>
    iam().send(new AddUserToGroupCommand(input)),
  )

export const removalFromGroup = (UserName: string, GroupName: string): Step => ({
  what: `Remove the user ${UserName} from the group ${GroupName}`,
  run: () => iam().send(new RemoveUserFromGroupCommand({ UserName, GroupName })),
})

/** Everything that has to go before a group can, and the group: in the order of AWS's console. */
export async function groupDeletion(name: string): Promise<readonly Step[]> {
  const [{ users }, policies] = await Promise.all([groupWithUsers(name), heldPolicies({ kind: 'group', name })])
  return [
    ...users.map(({ UserName = '' }) => removalFromGroup(UserName, name)),
    ...policies.map(removalOf),
    { what: `Delete the user group ${name}`, run: () => iam().send(new DeleteGroupCommand({ GroupName: name })) },
  ]
}
