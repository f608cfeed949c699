import { rootArn } from '../aws/arn.ts'
import type { Caller } from '../aws/caller.ts'
import type { Authorization, Check, Fail } from '../aws/operation.ts'
import { subjectCheck } from '../iam/subject.ts'
import type { State } from '../state/table.ts'
import { type User, userSubject } from './records.ts'

/** An input that may leave the user's name out and then means the caller. */
export interface UserNaming {
  readonly UserName?: string | undefined
}

/** Whom the input means: a user's name, or the account's root user who calls without naming anybody. */
export function namedOrCaller(input: UserNaming, caller: Caller, fail: Fail<'ValidationError'>): string | 'root user' {
  if (input.UserName !== undefined) return input.UserName
  if (caller.kind === 'user' && caller.name !== undefined) return caller.name
  if (caller.kind === 'root') return ROOT_USER
  return fail('ValidationError', 'Must specify userName when calling with non-User credentials')
}

/** No user can have this name: IAM's names hold no space. */
export const ROOT_USER = 'root user'

/** Authorises an action on the user that the input means. */
export const onNamedOrCaller = (action: string): Authorization<UserNaming, 'ValidationError'> => ({
  kind: 'permissions',
  check: ({ input, caller, state, fail }) => [
    userCheck(state, caller.account, namedOrCaller(input, caller, fail), action),
  ],
})

/** The permission question about a user or the root user. */
export const userCheck = (state: State, account: string, name: string, action: string): Check =>
  name === ROOT_USER
    ? { action: `iam:${action}`, resource: rootArn(account) }
    : subjectCheck(userSubject, { state, account, handle: name, action: `iam:${action}` })

/** A call about the user that its input means, which may fail with further codes too. */
export interface NamingCall<Code extends string = never> {
  readonly input: UserNaming
  readonly caller: Caller
  readonly fail: Fail<'NoSuchEntity' | 'ValidationError' | Code>
}

/** The user that the input means, `ROOT_USER`, or NoSuchEntity. */
export function requiredUserOrRoot(state: State, call: NamingCall): User | typeof ROOT_USER {
  const name = namedOrCaller(call.input, call.caller, call.fail)
  if (name === ROOT_USER) return ROOT_USER
  return userSubject.find(state, call.caller.account, name) ?? call.fail('NoSuchEntity', userSubject.notFound(name))
}
