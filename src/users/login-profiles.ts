import type { Fail } from '../aws/operation.ts'
import { shownDate } from '../iam/dates.ts'
import type { State, Tx } from '../state/table.ts'
import { type NamingCall, ROOT_USER, requiredUserOrRoot } from './named-or-caller.ts'
import { BREAKS_POLICY, conformsToPolicy } from './password-policy.ts'
import { type PasswordHash, type Passwords, PasswordsBusy } from './passwords.ts'
import { type LoginProfile, loginProfiles, type User } from './records.ts'

export const loginProfileOf = (state: State, user: User): LoginProfile | undefined =>
  state.get(loginProfiles, user.account, user.id)

/** The user's password, or NoSuchEntity. */
export const requiredLoginProfile = (state: State, user: User, fail: Fail<'NoSuchEntity'>): LoginProfile =>
  loginProfileOf(state, user) ?? fail('NoSuchEntity', `Login Profile for User ${user.name} cannot be found.`)

/** The user that the input means. Root's own password is not IAM's to manage, so root has to name a user. */
export function requiredUser(state: State, call: NamingCall): User {
  const user = requiredUserOrRoot(state, call)
  return user === ROOT_USER
    ? call.fail('ValidationError', 'Must specify userName when calling with non-User credentials')
    : user
}

/** The hash of a password that conforms to the account's policy. */
export async function hashedNew(
  passwords: Passwords,
  state: State,
  account: string,
  password: string,
  fail: Fail<'PasswordPolicyViolation' | 'Throttling'>,
): Promise<PasswordHash> {
  if (!conformsToPolicy(state, account, password)) return fail('PasswordPolicyViolation', BREAKS_POLICY)
  return unlessBusy(passwords.hash(password), fail)
}

/** The answer, or Throttling where there was no room. */
export const unlessBusy = <T>(answer: Promise<T>, fail: Fail<'Throttling'>): Promise<T> =>
  answer.catch((error: unknown) => {
    if (error instanceof PasswordsBusy) return fail('Throttling', 'Rate exceeded')
    throw error
  })

/** Puts another password in the place of one that was verified; false when that is the user's no more. */
export function replacePassword(tx: Tx, verified: LoginProfile, password: PasswordHash): boolean {
  const profile = tx.get(loginProfiles, verified.account, verified.userId)
  if (profile?.password.hash !== verified.password.hash) return false
  tx.put(loginProfiles, { ...profile, password, resetRequired: false })
  return true
}

export const loginProfileView = (user: User, profile: LoginProfile) => ({
  UserName: user.name,
  CreateDate: shownDate(profile.created),
  PasswordResetRequired: profile.resetRequired,
})
