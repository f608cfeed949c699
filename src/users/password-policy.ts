import { type PasswordPolicy, passwordPolicyOf } from '../accounts/password-policy.ts'
import { accountRecord } from '../accounts/records.ts'
import type { State } from '../state/table.ts'
import type { LoginProfile } from './records.ts'

/** AWS's sentence where it says no more, such as for a password that is the account's name. */
const BREAKS_POLICY = 'Password does not conform to the account password policy.'
/** AWS's sentence for a new password that was the user's before. */
export const REUSES_PASSWORD = 'Policy constraint violation with password reuse prevention during password change.'

/** IAM's `passwordType`. */
const CHARACTERS = /^[\t\n\r\u0020-\u00ff]{1,128}$/
const DEFAULT_LENGTH = 8
/** Of the four kinds of characters. */
const DEFAULT_KINDS = 3

/** The kinds of characters, with the setting that requires each, and AWS's words for one that is missing. */
const KINDS = [
  { setting: 'RequireUppercaseCharacters', pattern: /[A-Z]/, missing: missingOne('uppercase letter') },
  { setting: 'RequireLowercaseCharacters', pattern: /[a-z]/, missing: missingOne('lowercase letter') },
  { setting: 'RequireNumbers', pattern: /[0-9]/, missing: missingOne('number') },
  { setting: 'RequireSymbols', pattern: /[!@#$%^&*()_+\-=[\]{}|']/, missing: missingOne('symbol') },
] as const

/** AWS's sentence for what the password breaks; undefined: it conforms to the account's policy, or IAM's default one. */
export function policyViolation(state: State, account: string, password: string): string | undefined {
  if (!CHARACTERS.test(password)) return BREAKS_POLICY
  const policy = passwordPolicyOf(state, account)
  return policy ? customViolation(policy, password) : defaultViolation(state, account, password)
}

function customViolation(policy: PasswordPolicy, password: string): string | undefined {
  const broken = [
    ...tooShort(password, policy.MinimumPasswordLength),
    ...missingKinds(password).flatMap(({ setting, missing }) => (policy[setting] ? [missing] : [])),
  ]
  return broken.length === 0 ? undefined : broken.join(', ')
}

/**
 * An account here has no name but its alias and its number, and no e-mail address.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html#default-policy-details
 */
function defaultViolation(state: State, account: string, password: string): string | undefined {
  const lacking = missingKinds(password)
  const more = DEFAULT_KINDS - (KINDS.length - lacking.length)
  const broken = [
    ...tooShort(password, DEFAULT_LENGTH),
    ...(more > 0
      ? [
          `Password should meet ${more} more of the following requirements: ${lacking.map(({ missing }) => missing).join(', ')}`,
        ]
      : []),
  ]
  if (broken.length > 0) return broken.join(', ')
  return [account, accountRecord(state, account)?.alias].includes(password.toLowerCase()) ? BREAKS_POLICY : undefined
}

const missingKinds = (password: string) => KINDS.filter(({ pattern }) => !pattern.test(password))

const tooShort = (password: string, length: number): readonly string[] =>
  password.length < length ? [`Password should have a minimum length of ${length}`] : []

/** Hoisted: the table above is made of it. */
function missingOne(kind: string): string {
  return `Password should have at least one ${kind}`
}

/** How many of a user's passwords, the present one among them, the account keeps from being chosen again. */
export const preventedReuse = (state: State, account: string): number =>
  passwordPolicyOf(state, account)?.PasswordReusePrevention ?? 0

const DAY_MS = 86_400_000

/**
 * Whether the password is older than the account's policy lets it be; `for good`: only an administrator can set another
 * one then, or ChangePassword. A policy holds at once, also for passwords that were set before it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html#password-policy-details
 */
export function passwordExpiry(state: State, profile: LoginProfile, now: number): 'valid' | 'expired' | 'for good' {
  const policy = passwordPolicyOf(state, profile.account)
  const age = now - (profile.passwordSet ?? profile.created)
  if (policy?.MaxPasswordAge === undefined || age < policy.MaxPasswordAge * DAY_MS) return 'valid'
  return policy.HardExpiry ? 'for good' : 'expired'
}
