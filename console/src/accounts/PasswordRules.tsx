import type { PasswordPolicy } from '@aws-sdk/client-iam'
import { passwordRules } from './policy-words.ts'

/** What a new password has to be; of null, by IAM's default policy. */
export const PasswordRules = ({ policy }: { readonly policy: PasswordPolicy | null }) => (
  <>
    The password has to be:
    <ul>
      {passwordRules(policy).map((rule) => (
        <li key={rule}>{rule}</li>
      ))}
    </ul>
  </>
)
