import type { Fail } from '../aws/operation.ts'
import { shownDate } from '../iam/dates.ts'
import type { State, Tx } from '../state/table.ts'
import { type NamingCall, ROOT_USER, requiredUserOrRoot } from './named-or-caller.ts'
import { policyViolation, preventedReuse, REUSES_PASSWORD } from './password-policy.ts'
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
  const violation = policyViolation(state, account, password)
  if (violation !== undefined) return fail('PasswordPolicyViolation', violation)
  return unlessBusy(passwords.hash(password), fail)
}

/**
 * The hash of the password that a user chooses in the place of this one, or AWS's sentence why it cannot be. The one
 * before it is refused whatever the policy says. Rejects with PasswordsBusy.
 */
export async function hashedOwn(
  passwords: Passwords,
  state: State,
  profile: LoginProfile,
  { old, chosen }: { readonly old: string; readonly chosen: string },
): Promise<{ readonly password: PasswordHash } | { readonly refusal: string }> {
  if (chosen === old) return { refusal: REUSES_PASSWORD }
  const refusal = policyViolation(state, profile.account, chosen)
  if (refusal !== undefined) return { refusal }
  // The present one is `old`.
  const former = (profile.formerPasswords ?? []).slice(0, Math.max(0, preventedReuse(state, profile.account) - 1))
  // One after another: a user takes no more than one place of those that all sign-ins share.
  for (const one of former) if (await passwords.matches(chosen, one)) return { refusal: REUSES_PASSWORD }
  return { password: await passwords.hash(chosen) }
}

/** The answer, or Throttling where there was no room. */
export const unlessBusy = <T>(answer: Promise<T>, fail: Fail<'Throttling'>): Promise<T> =>
  answer.catch((error: unknown) => {
    if (error instanceof PasswordsBusy) return fail('Throttling', 'Rate exceeded')
    throw error
  })

/** Puts another password in the place of one that was verified; false when that is the user's no more. */
export function replacePassword(tx: Tx, verified: LoginProfile, password: PasswordHash, now: number): boolean {
  const profile = tx.get(loginProfiles, verified.account, verified.userId)
  if (profile?.password.hash !== verified.password.hash) return false
  tx.put(loginProfiles, { ...withPassword(tx, profile, password, now), resetRequired: false })
  return true
}

/** The profile with another password. Of those before it as many are kept as the account's policy asks for. */
export function withPassword(state: State, profile: LoginProfile, password: PasswordHash, now: number): LoginProfile {
  const kept = Math.max(0, preventedReuse(state, profile.account) - 1)
  const former = [profile.password, ...(profile.formerPasswords ?? [])].slice(0, kept)
  return { ...profile, password, passwordSet: now, formerPasswords: former.length > 0 ? former : undefined }
}

export const loginProfileView = (user: User, profile: LoginProfile) => ({
  UserName: user.name,
  CreateDate: shownDate(profile.created),
  PasswordResetRequired: profile.resetRequired,
})
