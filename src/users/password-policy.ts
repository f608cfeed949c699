import { accountRecord } from '../accounts/records.ts'
import type { State } from '../state/table.ts'

/** AWS's sentence for PasswordPolicyViolation. */
export const BREAKS_POLICY = 'Password does not conform to the account password policy.'
/** AWS's sentence for a new password that is the old one. */
export const REUSES_PASSWORD = 'Policy constraint violation with password reuse prevention during password change.'

/** IAM's `passwordType`. */
const CHARACTERS = /^[\t\n\r\u0020-\u00ff]{8,128}$/
const KINDS = [/[A-Z]/, /[a-z]/, /[0-9]/, /[!@#$%^&*()_+\-=[\]{}|']/]

/**
 * Whether the password conforms to AWS's default policy. An account here has no name but its alias and its number, and no
 * e-mail address.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html#default-policy-details
 */
export function conformsToPolicy(state: State, account: string, password: string): boolean {
  const names = [account, accountRecord(state, account)?.alias]
  return (
    CHARACTERS.test(password) &&
    KINDS.filter((kind) => kind.test(password)).length >= 3 &&
    !names.includes(password.toLowerCase())
  )
}
