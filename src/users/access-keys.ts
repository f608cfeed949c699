import type { Caller } from '../aws/caller.ts'
import type { Fail } from '../aws/operation.ts'
import { sortedBy } from '../iam/pages.ts'
import type { State } from '../state/table.ts'
import { ROOT_USER, requiredUserOrRoot, type UserNaming } from './named-or-caller.ts'
import { type AccessKey, accessKeys, type User } from './records.ts'

/** The keys of a user, or of the account's root user, oldest first. */
export const keysOf = (state: State, account: string, user: User | typeof ROOT_USER): readonly AccessKey[] =>
  sortedBy(
    state.find(accessKeys, 'owner', user === ROOT_USER ? account : user.id),
    ({ created, id }) => `${String(created).padStart(15, '0')}/${id}`,
  )

/** The name that answers show for a key's owner: none for the root user. */
export const ownerName = (user: User | typeof ROOT_USER) => (user === ROOT_USER ? {} : { UserName: user.name })

/** The key of the user that the input means, or NoSuchEntity: another user's key cannot be found. */
export function requiredKey(
  state: State,
  call: {
    readonly input: UserNaming & { readonly AccessKeyId: string }
    readonly caller: Caller
    readonly fail: Fail<'NoSuchEntity' | 'ValidationError'>
  },
): AccessKey {
  const { AccessKeyId } = call.input
  const user = requiredUserOrRoot(state, call)
  return (
    keysOf(state, call.caller.account, user).find(({ id }) => id === AccessKeyId) ??
    call.fail('NoSuchEntity', `The Access Key with id ${AccessKeyId} cannot be found.`)
  )
}
