import { operation } from '../aws/operation.ts'
import { onSubject, required } from '../iam/subject.ts'
import { hashedNew, requiredLoginProfile } from './login-profiles.ts'
import type { Passwords } from './passwords.ts'
import { loginProfiles, userSubject } from './records.ts'

/** What is not named stays as it is. */
export const UpdateLoginProfile = (passwords: Passwords) =>
  operation('iam', 'UpdateLoginProfile', {
    authorization: onSubject(userSubject, 'UpdateLoginProfile'),
    async prepare({ state, ...call }) {
      requiredLoginProfile(state, required(userSubject, state, call), call.fail)
      const { Password } = call.input
      return Password === undefined ? undefined : hashedNew(passwords, state, call.caller.account, Password, call.fail)
    },
    handle({ tx, prepared, ...call }) {
      const profile = requiredLoginProfile(tx, required(userSubject, tx, call), call.fail)
      tx.put(loginProfiles, {
        ...profile,
        password: prepared ?? profile.password,
        resetRequired: call.input.PasswordResetRequired ?? profile.resetRequired,
      })
    },
  })
