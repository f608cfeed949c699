import { useState } from 'react'
import { usePasswordPolicy } from '../accounts/password-policy.ts'
import { newPassword } from './new-password.ts'

/**
 * A random password that conforms to the account's policy, as far as it may be read; undefined until it has been asked
 * for. It is one for every try: what a refusal left behind has the password that is shown at last.
 */
export function useNewPassword(wanted = true): string | undefined {
  const policy = usePasswordPolicy(wanted)
  const [made, setMade] = useState<string>()
  if (made === undefined && wanted && !policy.isPending) setMade(newPassword(policy.data?.MinimumPasswordLength))
  return made
}

/** Why a password that has to be made cannot be taken yet. */
export const BEING_READ = "The account's password policy is being read."
