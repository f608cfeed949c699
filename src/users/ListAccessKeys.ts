import { operation } from '../aws/operation.ts'
import { shownDate } from '../iam/dates.ts'
import { pageByPosition } from '../iam/pages.ts'
import { keysOf, ownerName } from './access-keys.ts'
import { onNamedOrCaller, requiredUserOrRoot } from './named-or-caller.ts'

export const ListAccessKeys = operation('iam', 'ListAccessKeys', {
  authorization: onNamedOrCaller('ListAccessKeys'),
  read({ state, ...call }) {
    const user = requiredUserOrRoot(state, call)
    const { items, more } = pageByPosition(keysOf(state, call.caller.account, user), call.input, call.fail)
    return {
      AccessKeyMetadata: items.map((key) => ({
        ...ownerName(user),
        AccessKeyId: key.id,
        Status: key.status,
        CreateDate: shownDate(key.created),
      })),
      ...more,
    }
  },
})
