import { operation } from '../aws/operation.ts'
import type { State } from '../state/table.ts'
import { hashedNew, loginProfileOf, loginProfileView, requiredUser } from './login-profiles.ts'
import { type NamingCall, onNamedOrCaller } from './named-or-caller.ts'
import type { Passwords } from './passwords.ts'
import { type LoginProfile, loginProfiles, type User } from './records.ts'

export const CreateLoginProfile = (passwords: Passwords) =>
  operation('iam', 'CreateLoginProfile', {
    authorization: onNamedOrCaller('CreateLoginProfile'),
    async prepare({ state, ...call }) {
      userWithoutPassword(state, call)
      // The model lets it be left out by AssumeRoot's sessions, which are not built.
      const password = call.input.Password ?? call.fail('ValidationError', MISSING)
      return hashedNew(passwords, state, call.caller.account, password, call.fail)
    },
    handle({ tx, prepared, now, ...call }) {
      const user = userWithoutPassword(tx, call)
      const profile: LoginProfile = {
        account: user.account,
        userId: user.id,
        created: now,
        password: prepared,
        passwordSet: now,
        resetRequired: call.input.PasswordResetRequired ?? false,
      }
      tx.put(loginProfiles, profile)
      return { LoginProfile: loginProfileView(user, profile) }
    },
  })

const MISSING =
  "1 validation error detected: Value null at 'password' failed to satisfy constraint: Member must not be null"

function userWithoutPassword(state: State, call: NamingCall<'EntityAlreadyExists'>): User {
  const user = requiredUser(state, call)
  if (loginProfileOf(state, user)) {
    call.fail('EntityAlreadyExists', `Login Profile for user ${user.name} already exists.`)
  }
  return user
}
