import { passwordPolicyOf } from '../accounts/password-policy.ts'
import { AwsError } from '../aws/error.ts'
import type { Check } from '../aws/operation.ts'
import type { Plan } from '../state/lane.ts'
import type { State } from '../state/table.ts'
import { hashedOwn, replacePassword } from '../users/login-profiles.ts'
import { userCheck } from '../users/named-or-caller.ts'
import { passwordExpiry } from '../users/password-policy.ts'
import type { Passwords } from '../users/passwords.ts'
import type { LoginProfile } from '../users/records.ts'
import type { Principal } from './principal.ts'
import { authenticationFailed } from './refusals.ts'

export interface ChangeParts {
  readonly state: State
  readonly passwords: Passwords
  readonly write: <T>(account: string, callId: string, plan: Plan<T>) => Promise<T>
}

export interface ChangeFacts {
  readonly form: { readonly password: string; readonly newPassword?: string | undefined }
  /** Milliseconds since 1970. */
  readonly now: number
  readonly requestId: string
  /** Why the user may not do it; undefined: they may. */
  readonly ask: (user: Principal, check: Check) => AwsError | undefined
}

/**
 * A password that must be changed, or has expired, is changed here, with the permission that AWS's sign-in page needs for
 * it too. One that need not be is not: for that there is the operation.
 * https://repost.aws/knowledge-center/iam-user-password-error
 */
export async function changeIfRequired(
  { state, passwords, write }: ChangeParts,
  { form, now, requestId, ask }: ChangeFacts,
  { user, profile }: { readonly user: Principal; readonly profile: LoginProfile },
): Promise<void> {
  const { password: old, newPassword: chosen } = form
  const expiry = passwordExpiry(state, profile, now)
  if (expiry === 'for good') {
    throw new AwsError('PasswordExpired', 'Your password has expired. Ask your administrator to reset it.', {
      status: 403,
    })
  }
  if (expiry === 'valid' && !profile.resetRequired) {
    if (chosen === undefined) return
    throw new AwsError('InvalidRequest', 'This password need not be changed to sign in.', { status: 400 })
  }
  const refusal = ask(user, userCheck(state, user.account, user.name ?? '', 'ChangePassword'))
  if (refusal) throw refusal
  if (chosen === undefined) {
    const hidden = ask(user, { action: 'iam:GetAccountPasswordPolicy', resource: '*' })
    const why = expiry === 'expired' ? 'Your password has expired. ' : ''
    throw new AwsError('PasswordChangeRequired', `${why}You must change your password to continue.`, {
      status: 403,
      fields: hidden ? {} : { passwordPolicy: passwordPolicyOf(state, user.account) ?? null },
    })
  }
  const own = await hashedOwn(passwords, state, profile, { old, chosen })
  if ('refusal' in own) throw new AwsError('PasswordPolicyViolation', own.refusal, { status: 400 })
  const replaced = await write(user.account, requestId, (tx) => replacePassword(tx, profile, own.password, now))
  if (!replaced) throw authenticationFailed()
}
