import type { Caller } from '../aws/caller.ts'
import { type Check, type Fail, operation } from '../aws/operation.ts'
import { entityWithId } from '../iam/entity.ts'
import type { State } from '../state/table.ts'
import { hashedOwn, replacePassword, requiredLoginProfile, unlessBusy } from './login-profiles.ts'
import { userCheck } from './named-or-caller.ts'
import type { Passwords } from './passwords.ts'
import { type User, userSubject, users } from './records.ts'

/** A user's change of their own password: one at a time, so that nobody's take the room of all others' sign-ins. */
export const ChangePassword = (passwords: Passwords) => {
  const changing = new Set<string>()
  return operation('iam', 'ChangePassword', {
    authorization: { kind: 'permissions', check: ({ caller, state }) => [ownCheck(state, caller)] },
    async prepare({ input, caller, state, fail }) {
      const user = callingUser(state, caller, fail)
      const verified = requiredLoginProfile(state, user, fail)
      if (changing.has(user.id)) return fail('Throttling', 'Rate exceeded')
      changing.add(user.id)
      try {
        if (!(await unlessBusy(passwords.matches(input.OldPassword, verified.password), fail))) {
          return fail('AccessDenied', 'The old password was incorrect.')
        }
        const change = { old: input.OldPassword, chosen: input.NewPassword }
        const own = await unlessBusy(hashedOwn(passwords, state, verified, change), fail)
        return 'refusal' in own ? fail('PasswordPolicyViolation', own.refusal) : { verified, password: own.password }
      } finally {
        changing.delete(user.id)
      }
    },
    handle({ tx, prepared: { verified, password }, caller, now, fail }) {
      const user = callingUser(tx, caller, fail)
      requiredLoginProfile(tx, user, fail)
      if (!replacePassword(tx, verified, password, now)) {
        fail(
          'EntityTemporarilyUnmodifiable',
          `Login Profile for User ${user.name} cannot be modified while login profile is being created.`,
        )
      }
    },
  })
}

/** Whoever is no user is told so after the permission was asked for. */
const ownCheck = (state: State, caller: Caller): Check =>
  caller.kind === 'user' && caller.name !== undefined
    ? userCheck(state, caller.account, caller.name, 'ChangePassword')
    : { action: 'iam:ChangePassword', resource: caller.principalArn }

function callingUser(state: State, caller: Caller, fail: Fail<'InvalidUserType' | 'NoSuchEntity'>): User {
  if (caller.kind !== 'user') return fail('InvalidUserType', 'Only IAM Users can change their own password.')
  return (
    entityWithId(state, users, caller.entityId ?? '') ?? fail('NoSuchEntity', userSubject.notFound(caller.name ?? ''))
  )
}
