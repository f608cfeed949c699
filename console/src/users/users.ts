import {
  DeleteUserCommand,
  GetUserCommand,
  type Group,
  ListGroupsForUserCommand,
  ListUsersCommand,
  type User,
} from '@aws-sdk/client-iam'
import { useQuery } from '@tanstack/react-query'
import { everyPage } from '../aws/every-page.ts'
import { iam } from '../aws/iam.ts'
import { removalFromGroup } from '../groups/groups.ts'
import type { Step } from '../parts/steps.ts'
import { heldPolicies, removalOf } from '../permissions/held-policies.ts'
import { accessKeyDeletion, listAccessKeys } from './access-keys.ts'
import { loginProfileOf, passwordDeletion } from './login-profile.ts'

/** The pages above those about users. */
export const USERS_CRUMBS = [
  { text: 'IAM', href: '/iam' },
  { text: 'Users', href: '/iam/users' },
]

/** Every user of the account of which `wanted` are shown. */
export const useUsers = (wanted: (user: User) => boolean = () => true) =>
  useQuery({ queryKey: ['users'], queryFn: listUsers, select: (users) => users.filter(wanted) })

/** 1,000 a call. */
export const listUsers = (): Promise<User[]> =>
  everyPage(async (Marker: string | undefined) => {
    const { Users = [], Marker: next } = await iam().send(new ListUsersCommand({ Marker, MaxItems: 1000 }))
    return { items: Users, next }
  })

export const useUser = (userName: string) =>
  useQuery({ queryKey: ['user', userName], queryFn: () => getUser(userName) })

/** With tags and permissions boundary, which the list has not. */
export async function getUser(UserName: string): Promise<User> {
  const { User: user } = await iam().send(new GetUserCommand({ UserName }))
  if (!user) throw new Error(`The server answered no user ${UserName}.`)
  return user
}

export const useGroupsOf = (userName: string) =>
  useQuery({ queryKey: ['user', userName, 'groups'], queryFn: () => listGroupsOf(userName) })

export const listGroupsOf = (UserName: string): Promise<Group[]> =>
  everyPage(async (Marker: string | undefined) => {
    const { Groups = [], Marker: next } = await iam().send(new ListGroupsForUserCommand({ UserName, Marker }))
    return { items: Groups, next }
  })

/** Everything that has to go before a user can, and the user: in the order of AWS's console. */
export async function userDeletion(userName: string): Promise<readonly Step[]> {
  const [profile, keys, policies, groups] = await Promise.all([
    loginProfileOf(userName),
    listAccessKeys(userName),
    heldPolicies({ kind: 'user', name: userName }),
    listGroupsOf(userName),
  ])
  return [
    ...(profile ? [passwordDeletion(userName)] : []),
    ...keys.map(({ AccessKeyId = '' }) => accessKeyDeletion(userName, AccessKeyId)),
    ...policies.map(removalOf),
    ...groups.map(({ GroupName = '' }) => removalFromGroup(userName, GroupName)),
    {
      what: `Delete the user ${userName}`,
      run: () => iam().send(new DeleteUserCommand({ UserName: userName })),
    },
  ]
}
