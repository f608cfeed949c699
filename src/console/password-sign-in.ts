import { accountRecord, accounts } from '../accounts/records.ts'
import { entityNamed, entityWithId } from '../iam/entity.ts'
import type { State } from '../state/table.ts'
import { loginProfileOf } from '../users/login-profiles.ts'
import { type User, userSubject, users } from '../users/records.ts'
import type { GuessLimits } from './guess-limits.ts'
import { type ChangeFacts, type ChangeParts, changeIfRequired } from './password-change.ts'
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

export interface PasswordParts extends ChangeParts {
  readonly guesses: GuessLimits
}

export interface PasswordFacts extends ChangeFacts {
  readonly form: PasswordForm
  readonly sourceIp: string
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
  await changeIfRequired(parts, facts, { user: principal, profile })
  return principal
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
