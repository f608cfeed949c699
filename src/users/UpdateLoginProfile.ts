import { operation } from '../aws/operation.ts'
import { onSubject, required } from '../iam/subject.ts'
import { hashedNew, requiredLoginProfile, withPassword } from './login-profiles.ts'
import type { Passwords } from './passwords.ts'
import { loginProfiles, userSubject } from './records.ts'

/**
 * What is not named stays as it is. A password that an administrator sets has to conform to the account's policy, and may
 * be one that the user had: AWS documents the prevention of reuse for what users choose themselves.
 */
export const UpdateLoginProfile = (passwords: Passwords) =>
  operation('iam', 'UpdateLoginProfile', {
    authorization: onSubject(userSubject, 'UpdateLoginProfile'),
    async prepare({ state, ...call }) {
      requiredLoginProfile(state, required(userSubject, state, call), call.fail)
      const { Password } = call.input
      return Password === undefined ? undefined : hashedNew(passwords, state, call.caller.account, Password, call.fail)
    },
    handle({ tx, prepared, now, ...call }) {
      const profile = requiredLoginProfile(tx, required(userSubject, tx, call), call.fail)
      tx.put(loginProfiles, {
        ...(prepared ? withPassword(tx, profile, prepared, now) : profile),
        resetRequired: call.input.PasswordResetRequired ?? profile.resetRequired,
      })
    },
  })
