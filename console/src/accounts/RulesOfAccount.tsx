import { PasswordRules } from './PasswordRules.tsx'
import { usePasswordPolicy } from './password-policy.ts'

/** What a new password of the account has to be, for who may read it, and nothing for others: a refusal tells them. */
export function RulesOfAccount() {
  const { data } = usePasswordPolicy()
  return data === undefined ? null : (
    <div>
      <PasswordRules policy={data} />
    </div>
  )
}
