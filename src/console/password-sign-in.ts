import { accountRecord, accounts } from '../accounts/records.ts'
import { AwsError } from '../aws/error.ts'
import { entityNamed, entityWithId } from '../iam/entity.ts'
import type { Plan } from '../state/lane.ts'
import type { State } from '../state/table.ts'
import { loginProfileOf, replacePassword } from '../users/login-profiles.ts'
import { BREAKS_POLICY, conformsToPolicy, REUSES_PASSWORD } from '../users/password-policy.ts'
import type { Passwords } from '../users/passwords.ts'
import { type LoginProfile, type User, userSubject, users } from '../users/records.ts'
import type { GuessLimits } from './guess-limits.ts'
import type { Principal } from './principal.ts'
import { authenticationFailed, tooManyAttempts } from './refusals.ts'

/** What the sign-in page sends. */
export interface PasswordForm {
  /** 12 digits, or the account's alias. */
  readonly account: string
  readonly userName: string
  readonly password: string
  readonly newPassword?: string | undefined
}

export interface PasswordParts {
  readonly state: State
  readonly passwords: Passwords
  readonly guesses: GuessLimits
  readonly write: <T>(account: string, callId: string, plan: Plan<T>) => Promise<T>
}

export interface PasswordFacts {
  readonly form: PasswordForm
  readonly sourceIp: string
  /** Milliseconds since 1970. */
  readonly now: number
  readonly requestId: string
  /** Told of the user whose password is tried, where there is one. */
  readonly tries: (user: Principal) => void
  /** Told of the user as soon as the password was right, also when the sign-in ends otherwise. */
  readonly knows: (user: Principal) => void
}

/**
 * The user of this name and password. Whether the account, the user or the password was wrong can be told neither from the
 * answer nor from its time. Throws AwsError; rejects with PasswordsBusy.
 */
export async function passwordSignIn(parts: PasswordParts, facts: PasswordFacts): Promise<Principal> {
  const { state, passwords } = parts
  const { form, now } = facts
  const account = accountOf(state, form.account)
  const attempt = parts.guesses.begin(`${account ?? form.account}/${form.userName}`.toLowerCase(), facts.sourceIp, now)
  if (!attempt.allowed) throw tooManyAttempts(now, attempt.waitMs)
  const user = account === undefined ? undefined : entityNamed(state, users, account, form.userName)
  const tried = user && loginProfileOf(state, user)
  if (user) facts.tries(principalOf(user))
  const matches = await passwords.matches(form.password, tried?.password).catch((error: unknown) => {
    attempt.withdrawn()
    throw error
  })
  // The hash took its time: user and password must still be what they were.
  const current = tried && entityWithId(state, users, tried.userId)
  const profile = current && loginProfileOf(state, current)
  if (!matches || !profile || profile.password.hash !== tried.password.hash) throw authenticationFailed()
  attempt.succeeded()
  const principal = principalOf(current)
  facts.knows(principal)
  await changed(parts, facts, profile)
  return principal
}

/**
 * A password that must be changed is changed here, for which AWS's sign-in page needs no permission either. One that need
 * not be is not: for that there is iam:ChangePassword.
 */
async function changed(
  { state, passwords, write }: PasswordParts,
  { form: { password, newPassword }, requestId }: PasswordFacts,
  profile: LoginProfile,
): Promise<void> {
  if (!profile.resetRequired) {
    if (newPassword === undefined) return
    throw new AwsError('InvalidRequest', 'This password need not be changed to sign in.', { status: 400 })
  }
  if (newPassword === undefined) {
    throw new AwsError('PasswordChangeRequired', 'You must change your password to continue.', { status: 403 })
  }
  if (newPassword === password) throw new AwsError('PasswordPolicyViolation', REUSES_PASSWORD, { status: 400 })
  if (!conformsToPolicy(state, profile.account, newPassword)) {
    throw new AwsError('PasswordPolicyViolation', BREAKS_POLICY, { status: 400 })
  }
  const hash = await passwords.hash(newPassword)
  const replaced = await write(profile.account, requestId, (tx) => replacePassword(tx, profile, hash))
  if (!replaced) throw authenticationFailed()
}

/** An account's number, of the account that this number or alias names. */
function accountOf(state: State, named: string): string | undefined {
  return /^\d{12}$/.test(named)
    ? accountRecord(state, named)?.account
    : state.find(accounts, 'alias', named.toLowerCase())[0]?.account
}

const principalOf = (user: User): Principal => ({
  account: user.account,
  arn: userSubject.arn(user),
  userId: user.id,
  name: user.name,
  entityId: user.id,
  accessKeyId: undefined,
})
