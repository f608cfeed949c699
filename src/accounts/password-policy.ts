import { operation } from '../aws/operation.ts'
import { onEverything } from '../iam/subject.ts'
import type { State } from '../state/table.ts'
import { accountRecord, accounts } from './records.ts'

/** What is not named goes back to its default, as AWS documents: nothing of the policy before is kept. */
export const UpdateAccountPasswordPolicy = operation('iam', 'UpdateAccountPasswordPolicy', {
  authorization: onEverything('UpdateAccountPasswordPolicy'),
  handle({ input, caller, now, tx }) {
    const { account } = caller
    tx.put(accounts, { ...(accountRecord(tx, account) ?? { account, created: now }), passwordPolicy: input })
  },
})

export const GetAccountPasswordPolicy = operation('iam', 'GetAccountPasswordPolicy', {
  authorization: onEverything('GetAccountPasswordPolicy'),
  read: ({ caller, state, fail }) => ({
    PasswordPolicy: passwordPolicyOf(state, caller.account) ?? fail('NoSuchEntity', notFound(caller.account)),
  }),
})

/** Without one AWS's default policy holds. */
export const DeleteAccountPasswordPolicy = operation('iam', 'DeleteAccountPasswordPolicy', {
  authorization: onEverything('DeleteAccountPasswordPolicy'),
  handle({ caller, tx, fail }) {
    const record = accountRecord(tx, caller.account)
    if (!record?.passwordPolicy) return fail('NoSuchEntity', notFound(caller.account))
    tx.put(accounts, { ...record, passwordPolicy: undefined })
  },
})

export type PasswordPolicy = NonNullable<ReturnType<typeof passwordPolicyOf>>

/** The account's own password policy with its defaults; undefined: none is set. Numbers without a default are left out. */
export function passwordPolicyOf(state: State, account: string) {
  const set = accountRecord(state, account)?.passwordPolicy
  if (!set) return undefined
  const { MaxPasswordAge, PasswordReusePrevention, HardExpiry } = set
  return {
    MinimumPasswordLength: set.MinimumPasswordLength ?? 6,
    RequireSymbols: set.RequireSymbols ?? false,
    RequireNumbers: set.RequireNumbers ?? false,
    RequireUppercaseCharacters: set.RequireUppercaseCharacters ?? false,
    RequireLowercaseCharacters: set.RequireLowercaseCharacters ?? false,
    AllowUsersToChangePassword: set.AllowUsersToChangePassword ?? false,
    ExpirePasswords: MaxPasswordAge !== undefined,
    ...(MaxPasswordAge !== undefined && { MaxPasswordAge }),
    ...(PasswordReusePrevention !== undefined && { PasswordReusePrevention }),
    ...(HardExpiry !== undefined && { HardExpiry }),
  }
}

/** AWS's sentence. */
const notFound = (account: string): string => `The Password Policy with domain name ${account} cannot be found.`
