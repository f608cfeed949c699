import { type BoundedHolder, entityTable } from '../iam/entity.ts'
import type { HolderSubject } from '../iam/inline-policies.ts'
import { namedSubject } from '../iam/subject.ts'
import { defineTable } from '../state/table.ts'
import type { PasswordHash } from './passwords.ts'

export interface User extends BoundedHolder {
  /** Unique ids of the groups that the user is in, in the order of joining. */
  readonly groupIds: readonly string[]
  /** It outlives the password: https://docs.aws.amazon.com/IAM/latest/APIReference/API_User.html */
  readonly passwordLastUsed?: number | undefined
}

/** Look-ups: `attached` and `boundary` by policy ARN, `group` by the group's unique id. */
export const users = entityTable<User>('users', {
  attached: (user) => user.attachedPolicies,
  boundary: (user) => (user.permissionsBoundary === undefined ? [] : [user.permissionsBoundary]),
  group: (user) => user.groupIds,
})

export const userSubject: HolderSubject<User, 'UserName'> = {
  ...namedSubject({
    table: users,
    word: 'User',
    member: 'UserName',
    type: 'user',
    notFound: (name) => `The user with name ${name} cannot be found.`,
  }),
  word: 'User',
}

export interface AccessKey {
  readonly account: string
  /** AKIA...: unique over all accounts. */
  readonly id: string
  /** The unique id of the IAM user that owns it; undefined for a key of the account's root user. */
  readonly userId?: string | undefined
  readonly status: 'Active' | 'Inactive'
  readonly created: number
  /** The sealed secret as `SecretSealer.seal(secret, accessKeyOwner(account, id))` answered it. */
  readonly sealedSecret: string
  readonly lastUsed?: { readonly at: number; readonly service: string; readonly region: string } | undefined
}

/** Look-ups: `id` by access key id, `owner` by the user's unique id or, for root, the account. */
export const accessKeys = defineTable<AccessKey>({
  name: 'access-keys',
  scope: 'account',
  partition: (key) => key.account,
  id: (key) => key.id,
  indexes: {
    id: (key) => [key.id],
    owner: (key) => [key.userId ?? key.account],
  },
})

/** What a sealed secret is bound to, so that it cannot be moved to another key. */
export const accessKeyOwner = (account: string, accessKeyId: string): string => `${account}/${accessKeyId}`

/** A user's password. It hangs on the unique id, so that it stays when the user is renamed. */
export interface LoginProfile {
  readonly account: string
  /** AIDA... */
  readonly userId: string
  readonly created: number
  readonly password: PasswordHash
  /** When the password was set. Absent in what older servers wrote: when it was created. */
  readonly passwordSet?: number | undefined
  /** Those before it, the newest first: as many as the account's policy keeps from being used again, else absent. */
  readonly formerPasswords?: readonly PasswordHash[] | undefined
  /** The user must choose another password at the next sign-in. */
  readonly resetRequired: boolean
}

/** One record a user with a password, filed by the user's unique id. */
export const loginProfiles = defineTable<LoginProfile>({
  name: 'login-profiles',
  scope: 'account',
  partition: (profile) => profile.account,
  id: (profile) => profile.userId,
  indexes: {},
})
